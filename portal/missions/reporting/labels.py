"""The words for what is wrong with a post."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.missions.reporting.models import ReportReason

REASONS: dict[ReportReason, Any] = {
    ReportReason.OUT_OF_DATE: _l("It is out of date"),
    ReportReason.DUPLICATE: _l("It is there twice"),
    ReportReason.MISFILED: _l("It is in the wrong place: unit, pilot, skills or audience"),
    ReportReason.NOT_A_MISSION: _l("It is not a mission"),
    ReportReason.OTHER: _l("Something else"),
}
