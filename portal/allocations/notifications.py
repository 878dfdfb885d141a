"""Who is told what about an authorization. Queued in the same transaction, sent after it."""

from __future__ import annotations

from typing import Any

from portal.allocations.labels import REFUSAL
from portal.allocations.models import Authorization, RefusalReason
from portal.allocations.relieving.models import Relief
from portal.mail.outbox import link_to
from portal.notices.telling import tell
from portal.organization.models import Person

FOLLOW = "allocations.show_authorization"
DECIDE = "desk.show_request"


def tell_requested(authorization: Authorization) -> None:
    """The decider: someone's time is asked for."""
    if authorization.decider is not None:
        _mail(authorization.decider, "requested", authorization, DECIDE)


def tell_approved(authorization: Authorization, relief: Relief | None = None) -> None:
    """The talent and the owners: the time is authorized; the talent how their load is relieved, if that was said."""
    _mail(authorization.person, "approved", authorization, relief=relief)
    for person in owners_of(authorization):
        _mail(person, "approved", authorization, relief=None)


def tell_bound(authorization: Authorization) -> None:
    """The talent and the owners as for any agreement; whoever proposed these terms, since they bind from now on."""
    tell_approved(authorization)
    if authorization.decided_by is not None:
        _mail(authorization.decided_by, "bound", authorization, DECIDE)


def tell_countered(authorization: Authorization) -> None:
    """The talent and the owners: other terms are proposed, both must answer."""
    _tell_both(authorization, "countered")


def tell_refused(authorization: Authorization, reason: str) -> None:
    """The talent and the owners: not this time, and why."""
    _tell_both(authorization, "refused", reason=REFUSAL[RefusalReason(reason)])


def tell_half_accepted(authorization: Authorization, side: str) -> None:
    """The other side: one yes is there, theirs is awaited."""
    people = owners_of(authorization) if side == "talent" else [authorization.person]
    for person in people:
        _mail(person, "half_accepted", authorization)


def tell_counter_declined(authorization: Authorization, by: Person, text: str) -> None:
    """The decider: the first request is back."""
    if authorization.decider is not None:
        _mail(authorization.decider, "counter_declined", authorization, DECIDE, by=by, text=text)


def tell_redirected(
    authorization: Authorization, former: Person | None, *, late: bool = False, proposed_by: Person | None = None
) -> None:
    """Whoever decided before, the talent and the owners: someone else answers, as nobody did in time when `late`.

    `proposed_by` is whose other terms no longer stand.
    """
    if former is not None:
        tell(former, "allocations/passed_on", authorization=authorization, late=late)
    _tell_both(authorization, "redirected", late=late, proposed_by=proposed_by)


def tell_decided_in_place(authorization: Authorization) -> None:
    """The manager in whose place it was decided: what, and by whom."""
    if authorization.decider_for is not None:
        link = link_to(DECIDE, public_id=authorization.public_id)
        tell(authorization.decider_for, "delegations/decided", authorization=authorization, link=link)


def tell_lapsed(authorization: Authorization) -> None:
    """The decider: there is nothing to decide any more."""
    if authorization.decider is not None:
        _mail(authorization.decider, "lapsed", authorization)


def tell_ended(authorization: Authorization, weeks: int) -> None:
    """Who granted the time: the weeks to come are free again."""
    if authorization.decided_by is not None:
        _mail(authorization.decided_by, "ended", authorization, weeks=weeks)


def owners_of(authorization: Authorization) -> list[Person]:
    """The owner and the co-owner of the mission."""
    mission = authorization.mission
    return [person for person in (mission.owner, mission.co_owner) if person is not None]


def _tell_both(authorization: Authorization, event: str, **context: Any) -> None:
    for person in (authorization.person, *owners_of(authorization)):
        _mail(person, event, authorization, **context)


def _mail(to: Person, event: str, authorization: Authorization, endpoint: str = FOLLOW, **context: Any) -> None:
    link = link_to(endpoint, public_id=authorization.public_id)
    tell(to, f"allocations/{event}", authorization=authorization, link=link, **context)
