"""Giving one's decisions to a colleague for a while, and taking them back. Each verb is one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal import policies
from portal.accounts.models import Account
from portal.allocations import deciders
from portal.allocations.delegating import notifications, queries
from portal.allocations.delegating.workflow import DELEGATION
from portal.allocations.models import Authorization
from portal.allocations.queries import open_requests
from portal.core import audit, clock, submission
from portal.core.errors import Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.delegations import LIVE_STATES, Delegation, DelegationState
from portal.organization.models import Kind, Person
from portal.organization.queries import people_below

LONGEST = timedelta(days=183)


def check_may_give(actor: Person) -> None:
    """Raise `Forbidden` for who manages nobody."""
    if not policies.delegation_give(actor, queries.manages(actor)):
        raise Forbidden(_l("Only those who manage a team give their decisions to someone."), code="delegation.give")


def give_delegation(
    actor: Person, *, delegate_id: int | None, first_day: date, last_day: date, text: str = "", key: str | None = None
) -> Delegation:
    """Have a colleague decide in one's place, both days included; from today on when the first one is today. What waits
    goes to them then. The same `key` twice gives once.

    No chains: who stands in for someone gives nothing in those days, and nobody is given what they could not answer.
    Raises `Forbidden`, or `Invalid` at the field where the days or the person do not do.
    """
    with transaction() as session:
        earlier = submission.earlier_object(actor, key, Delegation)
        if earlier is not None:
            return earlier
        check_may_give(actor)
        _check_days(first_day, last_day)
        delegate = _delegate(actor, delegate_id)
        _hold(actor, delegate)
        _check_free(actor, delegate, first_day, last_day)
        delegation = Delegation(
            manager=actor,
            delegate=delegate,
            first_day=first_day,
            last_day=last_day,
            text=checked_text(text, "text"),
            state=DelegationState.PLANNED,
        )
        session.add(delegation)
        session.flush()
        submission.remember(actor, key, delegation.public_id)
        audit.record(actor, delegation, "give", to_state=delegation.state, text=delegation.text)
        notifications.tell_given(delegation)
        if first_day <= clock.today():
            _begin(delegation)
    return delegation


def take_back(actor: Person, delegation: Delegation, *, version: int | None = None) -> None:
    """Decide oneself again, at once; whoever stood in is told. Raises `Forbidden`, `Conflict`."""
    with transaction():
        _end(actor, delegation, "take_back", version)
        notifications.tell_taken_back(delegation)


def hand_back(actor: Person, delegation: Delegation, *, version: int | None = None) -> None:
    """Stand in no more, at once; the manager is told. Raises `Forbidden`, `Conflict`."""
    with transaction():
        _end(actor, delegation, "hand_back", version)
        notifications.tell_handed_back(delegation)


def follow_days(delegation: Delegation) -> None:
    """Begin it on its first day, end it after its last one; nothing when that was done already."""
    with transaction() as session:
        session.refresh(delegation, with_for_update={"of": Delegation})
        today = clock.today()
        if delegation.state in LIVE_STATES and delegation.last_day < today:
            _finish(None, delegation, "end")
            notifications.tell_over(delegation)
        elif delegation.state is DelegationState.PLANNED and delegation.first_day <= today:
            _begin(delegation)
            notifications.tell_begun(delegation)


def end_all_of(person: Person) -> None:
    """Inside the transaction that notes that someone left: they give and receive no decisions any more."""
    for delegation in queries.live_of(person):
        _finish(None, delegation, "end")
        notifications.tell_ended_by_leaving(delegation, person)


def _begin(delegation: Delegation) -> None:
    DELEGATION.apply(None, delegation, "begin")
    db.session.flush()
    _redirect(delegation)


def _end(actor: Person, delegation: Delegation, name: str, version: int | None) -> None:
    db.session.refresh(delegation, with_for_update={"of": Delegation})
    DELEGATION.check(actor, delegation, name)
    delegation.expect(version)
    _finish(actor, delegation, name)


def _finish(actor: Person | None, delegation: Delegation, name: str) -> None:
    was_running = delegation.state is DelegationState.RUNNING
    delegation.ended_on = clock.today()
    DELEGATION.apply(actor, delegation, name)
    db.session.flush()
    if was_running:
        _redirect(delegation)


def _redirect(delegation: Delegation) -> None:
    """Put what waits below this manager before whoever decides on it now."""
    deciders.redirect_requests(open_requests(Authorization.person_id.in_(people_below(delegation.manager))))


def _check_days(first_day: date, last_day: date) -> None:
    if first_day < clock.today():
        raise Invalid(fields={"first_day": _l("This day is past.")})
    if last_day < first_day:
        raise Invalid(fields={"last_day": _l("The end comes before the start.")})
    if last_day - first_day > LONGEST:
        raise Invalid(fields={"last_day": _l("Keep it within six months.")})
    if clock.is_far(first_day):
        raise Invalid(fields={"first_day": _l("Check the year.")})


def _delegate(actor: Person, delegate_id: int | None) -> Person:
    person = db.session.get(Person, delegate_id) if delegate_id is not None else None
    against: Any = None
    if person is None or person.kind is not Kind.EMPLOYEE:
        against = _l("Name an employee.")
    elif person.id == actor.id:
        against = _l("Name someone else than yourself.")
    elif not person.is_here or not _is_enabled(person):
        against = _l("%(name)s cannot sign in: name someone else.", name=person.full_name)
    if person is None or against is not None:
        raise Invalid(fields={"person": against}, code="delegation.person")
    return person


def _is_enabled(person: Person) -> bool:
    return bool(db.session.scalar(sa.select(Account.is_enabled).where(Account.id == person.account_id)))


def _hold(*people: Person) -> None:
    """Delegations of the same people wait for each other; in one order, so that two never wait in a circle."""
    ids = sorted(person.id for person in people)
    db.session.execute(
        sa.select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update(key_share=True)
    )


def _check_free(actor: Person, delegate: Person, first_day: date, last_day: date) -> None:
    for other in queries.live_during((actor, delegate), first_day, last_day):
        if other.manager_id == actor.id:
            sentence = _l(
                "%(name)s already decides in your place in these days: take that back first, or choose other days.",
                name=other.delegate.full_name,
            )
            raise Invalid(fields={"first_day": sentence}, code="delegation.already")
        if other.delegate_id == actor.id:
            sentence = _l(
                "In these days you decide in the place of %(name)s: hand that back first, or choose other days.",
                name=other.manager.full_name,
            )
            raise Invalid(fields={"first_day": sentence}, code="delegation.chain")
        if other.manager_id == delegate.id:
            sentence = _l(
                "%(name)s gave their own decisions to someone in these days: name someone else.",
                name=delegate.full_name,
            )
            raise Invalid(fields={"person": sentence}, code="delegation.chain")
