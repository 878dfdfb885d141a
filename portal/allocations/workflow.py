"""The life of an authorization, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal import policies
from portal.allocations.models import GIVING_STATES, GRANTED_STATES, RefusalReason
from portal.allocations.models import AuthorizationState as S
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move
from portal.organization.models import Person

if TYPE_CHECKING:
    from portal.allocations.rows import AnyRequest

AUTHORIZATION = Workflow(
    "authorization",
    S,
    (
        move("approve", [S.REQUESTED, S.ESCALATED], S.APPROVED, policies.authorization_decide, _l("Authorize")),
        move(
            "counter", [S.REQUESTED, S.ESCALATED], S.COUNTERED, policies.authorization_decide, _l("Propose other terms")
        ),
        move(
            "refuse",
            [S.REQUESTED, S.ESCALATED],
            S.REFUSED,
            policies.authorization_decide,
            _l("Refuse with a reason"),
            reasons=RefusalReason,
        ),
        move("accept_counter", [S.COUNTERED], S.COUNTERED, policies.authorization_answer, _l("Accept these terms")),
        move("bind_counter", [S.COUNTERED], S.APPROVED, anyone, system=True),
        move("decline_counter", [S.COUNTERED], S.REQUESTED, policies.authorization_answer, _l("Decline these terms")),
        move("activate", [S.APPROVED], S.ACTIVE, anyone, system=True),
        move("suspend", GIVING_STATES, S.SUSPENDED, anyone, system=True),
        move("resume", [S.SUSPENDED], S.ACTIVE, anyone, system=True),
        move("end", GRANTED_STATES, S.ENDED, anyone, system=True),
        # Who proposed them had the request from the level below: it stays where it is.
        move("decline_counter_above", [S.COUNTERED], S.ESCALATED, policies.authorization_answer, system=True),
        move("void_counter", [S.COUNTERED], S.REQUESTED, anyone, system=True),
        move("escalate", [S.REQUESTED, S.ESCALATED], S.ESCALATED, anyone, system=True),
        move("lapse", [S.REQUESTED, S.ESCALATED, S.COUNTERED], S.LAPSED, anyone, system=True),
        move("revoke", GRANTED_STATES, S.REVOKED, anyone, system=True),
    ),
)


def awaits_answer(actor: Person, authorization: AnyRequest) -> bool:
    """Whether other terms wait for this person's yes or no: each side says yes once."""
    counter = authorization.counter
    if counter is None or not AUTHORIZATION.can(actor, authorization, "accept_counter"):
        return False
    is_talent = authorization.person_id == actor.id
    return (counter.talent_accepted_at if is_talent else counter.owner_accepted_at) is None
