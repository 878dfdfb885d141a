"""Who decides on a request for time, and what follows when that changes. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from portal.accounts.models import Role
from portal.allocations import notifications
from portal.allocations.models import Authorization
from portal.allocations.models import AuthorizationState as S
from portal.allocations.rows import AnyRequest
from portal.allocations.workflow import AUTHORIZATION
from portal.applications.queries import applicants_of
from portal.core import audit, clock
from portal.core.errors import Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import Decider, deciders_above, deciders_with_role

ANSWER_WORKING_DAYS = 5
LEAST_WORKING_DAYS = 2


def deciders_of(authorization: AnyRequest) -> Iterator[Decider]:
    """Those who may decide, in the order they are asked: the managers above the talent, then one of human resources.

    Never the talent, someone who owns the mission or waits for a place on it, someone who left or whose account is
    closed.
    """
    mission = authorization.mission
    excluded = {mission.owner_id, authorization.person_id, *applicants_of(authorization.mission_id)}
    if mission.co_owner_id is not None:
        excluded.add(mission.co_owner_id)
    line = deciders_above(authorization.person_id, excluded)
    yield from line
    excluded |= {manager.id for manager in line}
    others = [person for person in deciders_with_role(Role.HR) if person.id not in excluded]
    asked = [person for person in others if person.id == authorization.decider_id]
    yield from (asked or others)[:1]


def decider_now(authorization: AnyRequest) -> Decider | None:
    """The first of those who may decide at this moment, whoever was asked before; None when nobody can."""
    return next(deciders_of(authorization), None)


def decides_now(actor: Person, authorization: AnyRequest) -> bool:
    """Whether that is this person."""
    decider = decider_now(authorization)
    return decider is not None and decider.id == actor.id


def check_decides_now(actor: Person, authorization: AnyRequest) -> Decider:
    """Whoever decides now, when that is `actor`; else raise `Forbidden`."""
    decider = decider_now(authorization)
    if decider is None or decider.id != actor.id:
        raise Forbidden(_l("This is not yours to decide."), code="authorization.not_the_decider")
    return decider


def resolve_decider(authorization: Authorization) -> Decider | None:
    """Who decides at this moment: the first of those who may, or whoever it was passed on to while they still may.

    None when nobody in the organization can. Whoever it was passed on to may have given their decisions to someone, or
    have them back: it stays at their level.
    """
    if authorization.state not in (S.ESCALATED, S.COUNTERED):
        return decider_now(authorization)
    able = list(deciders_of(authorization))
    return next((person for person in able if is_at_level_of(person, authorization)), next(iter(able), None))


def is_at_level_of(decider: Decider, authorization: AnyRequest) -> bool:
    """Whether they answer for the level that the request stands before: its manager, or in the place of that one."""
    level = decider.in_place_of.id if decider.in_place_of is not None else decider.id
    return level == (authorization.decider_for_id or authorization.decider_id)


def was_passed_on(authorization: Authorization) -> bool:
    """Whether its decider, who may still decide, is not the first to be asked."""
    return any(is_at_level_of(person, authorization) for person in islice(deciders_of(authorization), 1, None))


def next_level(authorization: AnyRequest) -> Decider | None:
    """Who is asked after the present decider if they stay silent; None when there is nobody left to ask."""
    asked = deciders_of(authorization)
    if any(is_at_level_of(person, authorization) for person in asked):
        return next(asked, None)
    return None


def assign_decider(authorization: Authorization) -> bool:
    """Put a request before whoever decides now, with time to answer, and tell them.

    Returns whether that is someone else than before.
    """
    decider = resolve_decider(authorization)
    if (decider.id if decider is not None else None) == authorization.decider_id:
        _name(authorization, decider)
        return False
    _put_before(authorization, decider)
    return True


def _name(authorization: Authorization, decider: Decider | None) -> None:
    manager = decider.in_place_of if decider is not None else None
    authorization.decider = db.session.get_one(Person, decider.id) if decider is not None else None
    authorization.decider_for = db.session.get_one(Person, manager.id) if manager is not None else None


def _put_before(authorization: Authorization, decider: Decider | None) -> None:
    """With the whole delay to answer, but between a manager and who stands in for them, for whom the promised day
    holds, unless it is too near.
    """
    is_same_level = decider is not None and is_at_level_of(decider, authorization)
    promised = authorization.answer_due_on
    _name(authorization, decider)
    if is_same_level:
        authorization.answer_due_on = max(promised, clock.add_working_days(clock.today(), LEAST_WORKING_DAYS))
    else:
        authorization.answer_due_on = clock.add_working_days(clock.today(), ANSWER_WORKING_DAYS)
    db.session.flush()
    notifications.tell_requested(authorization)


def redirect_requests(authorizations: Iterable[Authorization]) -> int:
    """Those who may decide changed: put these open requests before whoever decides now, and tell everyone concerned.

    Other terms that wait for an answer fall when whoever proposed them decides no more. Returns how many requests went
    to someone else.
    """
    redirected = 0
    for authorization in authorizations:
        former, stood_in_for = authorization.decider, authorization.decider_for
        proposed_by = None
        if authorization.state is S.COUNTERED:
            decider = resolve_decider(authorization)
            if decider is not None and is_at_level_of(decider, authorization):
                continue
            proposed_by = authorization.decided_by
            AUTHORIZATION.apply(None, authorization, "void_counter")
            forget_decision(authorization)
        if assign_decider(authorization):
            audit.record(None, authorization, "redirect", data=_passage(former, authorization.decider))
            known = _was_between_the_two(authorization, former, stood_in_for)
            notifications.tell_redirected(authorization, None if known else former, proposed_by=proposed_by)
            redirected += 1
    return redirected


def _was_between_the_two(authorization: Authorization, former: Person | None, stood_in_for: Person | None) -> bool:
    """Whether it went from a manager to who stands in for them, or back: one message tells them of all that goes."""
    given = former is not None and former is authorization.decider_for
    back = stood_in_for is not None and stood_in_for is authorization.decider
    return given or back


def _passage(former: Person | None, decider: Person | None) -> dict[str, str | None]:
    """What the history keeps of a request that goes from one person to another, either of them possibly nobody."""
    return {
        "former": former.public_id if former is not None else None,
        "decider": decider.public_id if decider is not None else None,
    }


def forget_decision(authorization: Authorization) -> None:
    """Other terms came to nothing: the request is as it was asked, and nothing of the decision stays on it."""
    authorization.decided_by = None
    authorization.decided_at = None
    authorization.note = ""
    authorization.override_reason = ""
    if authorization.counter is not None:
        db.session.delete(authorization.counter)
    db.session.flush()
    db.session.expire(authorization, ["counter"])


def pass_on(authorization: Authorization) -> bool:
    """The promised day passed without an answer: put the request before the next level, and tell everyone concerned.

    Returns False when nobody is left to ask.
    """
    after = next_level(authorization)
    if after is None:
        return False
    former = authorization.decider
    AUTHORIZATION.apply(None, authorization, "escalate", data=_passage(former, db.session.get_one(Person, after.id)))
    _put_before(authorization, after)
    notifications.tell_redirected(authorization, former, late=True)
    return True
