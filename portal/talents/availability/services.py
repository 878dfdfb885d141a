"""What someone writes of their own pauses, and that what they said of their availability still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import earlier_object, earlier_result, remember
from portal.core.transaction import transaction
from portal.organization.models import Person
from portal.talents.availability.models import KEPT, Pause
from portal.talents.availability.queries import get_pause
from portal.talents.models import Profile
from portal.talents.notifications import mark_for_index
from portal.talents.writing import writing_profile

MOST_AHEAD = 12


@dataclass(frozen=True)
class Stretch:
    """The days of a pause, both included, and the word that goes with it."""

    starts_on: date
    ends_on: date
    note: str = ""


def add_pause(actor: Person, person: Person, stretch: Stretch, *, key: str | None = None) -> Pause:
    """Announce a pause. Raises `Forbidden`, `Invalid` when it is over, far away, or meets another one."""
    with writing_profile(actor, person) as session:
        done = earlier_object(actor, key, Pause)
        if done is not None:
            return done
        _check(session, person, stretch)
        if _count_ahead(session, person) >= MOST_AHEAD:
            raise Invalid(fields={"starts_on": _l("Twelve pauses ahead are enough. Remove or change one first.")})
        pause = Pause(person_id=person.id, **vars(stretch))
        session.add(pause)
        session.flush()
        remember(actor, key, pause.public_id)
        audit.record(actor, person, "profile.add_pause")
        mark_for_index(person)
    return pause


def change_pause(
    actor: Person,
    person: Person,
    public_id: str,
    stretch: Stretch,
    *,
    version: int | None = None,
    key: str | None = None,
) -> Pause:
    """Give a pause other days or another word. Raises as `add_pause`, `NotFound`, and `Conflict` when stale or over."""
    with writing_profile(actor, person) as session:
        pause = get_pause(person, public_id)
        if earlier_result(actor, key) is not None:
            return pause
        pause.expect(version)
        _check_not_over(pause)
        _check(session, person, stretch, but=pause)
        for name, value in vars(stretch).items():
            setattr(pause, name, value)
        remember(actor, key, pause.public_id)
        audit.record(actor, person, "profile.change_pause")
        mark_for_index(person)
    return pause


def end_pause(actor: Person, person: Person, public_id: str, *, key: str | None = None) -> None:
    """Come back before the announced day: today is no part of the pause any more.

    Raises `NotFound`, and `Conflict` when it has not begun or is over.
    """
    with writing_profile(actor, person) as session:
        if earlier_result(actor, key) is not None:
            return
        pause = get_pause(person, public_id)
        _check_not_over(pause)
        if pause.starts_on > clock.today():
            raise Conflict(_l("This pause has not begun: change its days, or remove it."), code="pause.to_come")
        remember(actor, key, pause.public_id)
        if pause.starts_on == clock.today():
            session.delete(pause)
        else:
            pause.ends_on = clock.today() - timedelta(days=1)
        audit.record(actor, person, "profile.end_pause")
        mark_for_index(person)


def remove_pause(actor: Person, person: Person, public_id: str, *, key: str | None = None) -> Stretch | None:
    """Take a pause back. Returns what it said, None when this form already did it. Raises `NotFound`."""
    with writing_profile(actor, person) as session:
        if earlier_result(actor, key) is not None:
            return None
        pause = get_pause(person, public_id)
        said = Stretch(pause.starts_on, pause.ends_on, pause.note)
        remember(actor, key, pause.public_id)
        session.delete(pause)
        audit.record(actor, person, "profile.remove_pause")
        mark_for_index(person)
    return said


def confirm_availability(actor: Person, person: Person) -> Profile:
    """Say that the availability is still true. Doing it twice in a day changes nothing more.

    Raises `Conflict` when there is none that still holds.
    """
    with writing_profile(actor, person) as session:
        profile = session.get(Profile, person.id, populate_existing=True)
        if profile is None or not profile.holds_availability:
            raise Conflict(_l("There is no availability to confirm. Write it anew."), code="availability.none")
        if profile.availability_said_on != clock.today():
            profile.availability_said_on = clock.today()
            audit.record(actor, person, "profile.confirm_availability")
    return profile


def forget_old() -> None:
    """Delete the pauses that were over long ago: days of absence are nobody's business any more."""
    with transaction() as session:
        session.execute(sa.delete(Pause).where(Pause.ends_on < clock.today() - KEPT))


def _check(session: Session, person: Person, stretch: Stretch, *, but: Pause | None = None) -> None:
    if stretch.ends_on < stretch.starts_on:
        raise Invalid(fields={"ends_on": _l("The end comes before the start.")})
    if stretch.ends_on < clock.today():
        raise Invalid(fields={"ends_on": _l("This pause would be over already. Choose a day to come.")})
    for name in ("starts_on", "ends_on"):
        if clock.is_far(getattr(stretch, name)):
            raise Invalid(fields={name: _l("Check the year.")})
    met = sa.select(Pause.id).where(
        Pause.person_id == person.id,
        Pause.id != (but.id if but is not None else 0),
        Pause.starts_on <= stretch.ends_on,
        Pause.ends_on >= stretch.starts_on,
    )
    if session.scalar(met.limit(1)) is not None:
        sentence = _l("You are on pause already on some of these days. Change that pause, or choose other days.")
        raise Invalid(fields={"starts_on": sentence})


def _check_not_over(pause: Pause) -> None:
    if pause.ends_on < clock.today():
        raise Conflict(_l("This pause is over. Announce another one if you need it."), code="pause.over")


def _count_ahead(session: Session, person: Person) -> int:
    ahead = sa.select(sa.func.count()).where(Pause.person_id == person.id, Pause.ends_on >= clock.today())
    return session.scalar(ahead) or 0
