"""The words for why granted time is taken back."""

from __future__ import annotations

from portal.allocations.recalling.models import RecallReason as R
from portal.core.i18n import lazy_gettext as _l

REASONS = {
    R.WORKLOAD: _l("The workload in the team"),
    R.ABSENCE: _l("Someone is missing in the team"),
    R.CRITICAL_SKILL: _l("A skill the team cannot be without"),
    R.PRIORITY: _l("Something more urgent for the organization"),
    R.OTHER: _l("Another reason, in my own words"),
}
