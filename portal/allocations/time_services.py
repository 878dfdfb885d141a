"""Declaring, asking about and confirming time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal import policies
from portal.allocations import time_notifications as notifications
from portal.allocations import time_plans as plans
from portal.allocations import time_queries as queries
from portal.allocations.models import TimeEntry
from portal.allocations.time_rules import MOST_IN_A_WEEK, Fill, is_far_above, week_name
from portal.allocations.time_weeks import Line, week_of
from portal.allocations.time_workflow import TIME
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import earlier_result, remember
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person


@dataclass(frozen=True)
class Declared:
    """What someone typed for one place: minutes (None: nothing), and the version of the entry they were looking at."""

    application: str
    minutes: int | None
    note: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Confirmation:
    """What one press of a button confirmed."""

    entries: int
    people: int
    minutes: int


def declare_week(
    actor: Person, monday: date, lines: Sequence[Declared], *, fill: Fill | None = None, key: str | None = None
) -> int:
    """Keep the time of one week for every place at once. Returns the minutes of the week in all.

    `fill` says what empty lines become. Raises `NotFound` (not a place of theirs), `Conflict` (already confirmed, or
    changed elsewhere) or `Invalid`, whose fields are the applications' public ids.
    """
    with transaction():
        _one_at_a_time(actor)
        if earlier_result(actor, key) is not None:
            return _total(actor, monday)
        lines = list({typed.application: typed for typed in lines}.values())
        known = {line.application.public_id: line for line in week_of(actor, monday).lines}
        _check_known(actor, monday, [line.application for line in lines if line.application not in known])
        wanted = [(known[typed.application], typed, _minutes(known[typed.application], typed, fill)) for typed in lines]
        total = _check_week(actor, monday, wanted)
        _check_plan(wanted)
        for line, typed, minutes in wanted:
            if minutes is not None:
                _keep(actor, monday, line, typed, minutes)
        remember(actor, key, week_name(monday))
        return total


def confirm_time(actor: Person, chosen: Mapping[str, int | None], *, key: str | None = None) -> Confirmation:
    """Confirm entries by public id, each at the version that was read; all of them or none.

    Raises `NotFound`, `Forbidden`, `Conflict` (corrected or confirmed meanwhile) or `Invalid` when none is chosen.
    """
    if not chosen:
        raise Invalid(_l("Choose at least one line to confirm."), fields={"entries": _l("Choose at least one line.")})
    with transaction():
        entries = queries.get_visible(actor, chosen, to_change=True)
        repeated = earlier_result(actor, key) is not None
        for entry in entries if not repeated else ():
            if not policies.time_confirm(actor, entry):
                raise Forbidden(_l("This is not yours to decide."), code="time_entry.confirm")
            entry.expect(chosen[entry.public_id])
            TIME.apply(actor, entry, "confirm", data={"minutes": entry.minutes})
            entry.confirmed_by_id = actor.id
            entry.confirmed_at = clock.now()
        if not repeated:
            remember(actor, key, entries[0].public_id)
        return Confirmation(
            len(entries), len({entry.person_id for entry in entries}), sum(entry.minutes for entry in entries)
        )


def ask_about(actor: Person, entry: TimeEntry, *, text: str, key: str | None = None) -> None:
    """Send a question back by mail before confirming; the talent may correct. Raises `Forbidden` or `Conflict`."""
    with transaction():
        held = queries.get_visible(actor, [entry.public_id], to_change=True)[0]
        if earlier_result(actor, key) is not None:
            return
        TIME.apply(actor, held, "ask", text=text)
        notifications.tell_asked(actor, held, text)
        remember(actor, key, held.public_id)


def _one_at_a_time(person: Person) -> None:
    """Two windows of the same person wait for each other: the limit of a week is on all of their missions."""
    db.session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def _check_known(actor: Person, monday: date, unknown: list[str]) -> None:
    """Refuse places that are not open in this week, saying why when they are the person's own."""
    if not unknown:
        return
    for place in plans.places_of(actor):
        if place.application.public_id in unknown:
            raise Invalid(place.window.refusal(monday))
    raise NotFound


def _minutes(line: Line, typed: Declared, fill: Fill | None) -> int | None:
    """The minutes a line is to hold; None when there is nothing to write."""
    if typed.minutes is not None or line.entry is not None:
        return typed.minutes
    return {None: None, Fill.PLANNED: line.planned or None, Fill.LAST_WEEK: line.last_week}[fill]


def _check_week(actor: Person, monday: date, wanted: Sequence[tuple[Line, Declared, int | None]]) -> int:
    """Refuse an empty form, an emptied line, a week that holds too much. Returns the minutes of the week in all."""
    emptied = [typed for line, typed, minutes in wanted if minutes is None and typed.version is not None]
    if emptied:
        raise Invalid(fields={typed.application: _l("Write 0 if you spent no time on it.") for typed in emptied})
    filled = {line.application.id: (typed, minutes) for line, typed, minutes in wanted if minutes is not None}
    if not filled:
        first = wanted[0][1].application if wanted else ""
        raise Invalid(fields={first: _l("Write the hours of at least one mission.")})
    before = {entry.application_id: entry.minutes for entry in queries.entries_between(actor, monday, monday)}
    total = sum({**before, **{key: minutes for key, (_, minutes) in filled.items()}}.values())
    if total > MOST_IN_A_WEEK:
        largest = max(filled.values(), key=lambda pair: pair[1])[0]
        sentence = _l("This makes more than 60 hours in the week, all missions together.")
        raise Invalid(fields={largest.application: sentence})
    return total


def _check_plan(wanted: Sequence[tuple[Line, Declared, int | None]]) -> None:
    """Ask for a note where more than twice the planned time is declared anew: whoever confirms it reads why."""
    unsaid = {
        typed.application: _l("This is more than twice the planned time. Check the figure, or say why in the note.")
        if line.planned
        else _l("Nothing was planned this week. Check the figure, or say why in the note.")
        for line, typed, minutes in wanted
        if minutes is not None
        and not typed.note
        and is_far_above(minutes, line.planned)
        and (line.entry is None or line.entry.minutes != minutes)
    }
    if unsaid:
        raise Invalid(fields=unsaid)


def _keep(actor: Person, monday: date, line: Line, typed: Declared, minutes: int) -> None:
    if line.entry is None:
        _declare(actor, monday, line, minutes, typed.note)
    elif (line.entry.minutes, line.entry.note) != (minutes, typed.note):
        _correct(actor, db.session.get_one(TimeEntry, line.entry.id), minutes, typed)


def _declare(actor: Person, monday: date, line: Line, minutes: int, note: str) -> None:
    if not policies.time_declare(actor, line.application):
        raise Forbidden(_l("This is not yours to decide."), code="time_entry.declare")
    entry = TimeEntry(
        application_id=line.application.id,
        person_id=actor.id,
        mission_id=line.application.mission_id,
        week=monday,
        minutes=minutes,
        note=note,
    )
    db.session.add(entry)
    db.session.flush()
    audit.record(actor, entry, "declare", to_state=entry.state, data={"minutes": minutes})


def _correct(actor: Person, entry: TimeEntry, minutes: int, typed: Declared) -> None:
    TIME.check(actor, entry, "correct")
    if typed.version is None:
        raise Conflict(_l("Someone changed this a moment ago. Here is how it stands now."), code="stale")
    entry.expect(typed.version)
    TIME.apply(actor, entry, "correct", data={"from": entry.minutes, "to": minutes})
    entry.minutes, entry.note, entry.declared_at = minutes, typed.note, clock.now()


def _total(actor: Person, monday: date) -> int:
    return sum(entry.minutes for entry in queries.entries_between(actor, monday, monday))
