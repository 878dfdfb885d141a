"""The life of a delegation, as one table."""

from __future__ import annotations

from portal import policies
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move
from portal.organization.delegations import LIVE_STATES
from portal.organization.delegations import DelegationState as S

DELEGATION = Workflow(
    "delegation",
    S,
    (
        move("begin", [S.PLANNED], S.RUNNING, anyone, system=True),
        move("take_back", LIVE_STATES, S.ENDED, policies.delegation_take_back, _l("Take the decisions back")),
        move("hand_back", LIVE_STATES, S.ENDED, policies.delegation_hand_back, _l("Hand the decisions back")),
        move("end", LIVE_STATES, S.ENDED, anyone, system=True),
    ),
)
