"""The words for the states and reasons of an authorization."""

from __future__ import annotations

from portal.allocations.models import AuthorizationState as S
from portal.allocations.models import RefusalReason as R
from portal.core.i18n import lazy_gettext as _l

STATE = {
    S.REQUESTED: _l("Waiting for an answer"),
    S.COUNTERED: _l("Other terms proposed"),
    S.ESCALATED: _l("Passed to the next level"),
    S.APPROVED: _l("Authorized"),
    S.ACTIVE: _l("Under way"),
    S.SUSPENDED: _l("Suspended"),
    S.REFUSED: _l("Refused"),
    S.REVOKED: _l("Revoked"),
    S.LAPSED: _l("No longer needed"),
    S.ENDED: _l("Ended"),
}

REFUSAL = {
    R.WORKLOAD: _l("The workload in the team"),
    R.CRITICAL_SKILL: _l("A skill the team cannot be without"),
    R.NOTICE_TOO_SHORT: _l("The notice is too short"),
    R.TEAM_ALREADY_LENDING: _l("The team already lends a lot of its time"),
    R.OTHER: _l("Another reason, in my own words"),
}
