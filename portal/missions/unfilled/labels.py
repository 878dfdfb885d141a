"""The words for why a mission ended without anyone."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.missions.unfilled.models import Cause

CAUSES: dict[Cause, Any] = {
    Cause.NO_APPLICANT: _l("Nobody applied"),
    Cause.SKILLS: _l("The skills were not found"),
    Cause.SHARE: _l("The share of the week was too high"),
    Cause.DATES: _l("The dates did not suit"),
    Cause.AUTHORIZATION: _l("The time was not authorized"),
    Cause.RATE: _l("The rate was not agreed"),
    Cause.NEED_GONE: _l("The need is gone"),
    Cause.OTHER: _l("Another cause"),
}
