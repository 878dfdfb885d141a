"""What must hold whatever people do: read from the tables themselves, never through the services that wrote them.

The functions say how the machines of `machines.py` keep in step with each other, and with what they count.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.extensions import db
from tests.request.lives.machines import GRANTED, LIVE, MACHINES, OPEN_REQUEST, OVER, SEATED, Arrow

CEILING = 40
TABLES = ("mission", "seat", "application", "offer", "authorization", "counter_proposal", "engagement")
TABLES += ("allocation", "person_week", "mission_pause", "pool_member", "mission_transfer", "ceiling", "recall")
# Rows that are only ever added: those already read are not read again.
LOGS = ("event", "notice", "outbox_item")


@dataclass(frozen=True)
class Stand:
    """How everything stands between two steps: the rows of each table, by the name of the table."""

    today: date
    rows: Mapping[str, tuple[Any, ...]]
    roles: Mapping[int, set[str]]
    _sorted: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def of(self, table: str) -> dict[int, Any]:
        """The rows of a table by their ids."""
        if table not in self._sorted:
            self._sorted[table] = {row.id: row for row in self.rows[table]}
        return self._sorted[table]

    def by(self, table: str, column: str) -> dict[Any, list[Any]]:
        """The rows of a table by the values of a column."""
        if (table, column) not in self._sorted:
            found = self._sorted[table, column] = defaultdict(list)
            for row in self.rows[table]:
                found[getattr(row, column)].append(row)
        return self._sorted[table, column]

    def owners(self, mission_id: int) -> set[int]:
        """Who owns a mission."""
        mission = self.of("mission")[mission_id]
        return {mission.owner_id, mission.co_owner_id} - {None}


def read(before: Stand | None = None) -> Stand:
    """Read every table, inside an application context."""
    rows = {}
    with db.engine.connect() as connection:
        for name in TABLES:
            table = db.metadata.tables[name]
            rows[name] = tuple(connection.execute(sa.select(table).order_by(*table.primary_key)))
        for name in LOGS:
            table, known = db.metadata.tables[name], before.rows[name] if before else ()
            last = known[-1].id if known else 0
            rows[name] = known + tuple(connection.execute(sa.select(table).where(table.c.id > last).order_by("id")))
        roles = before.roles if before else _roles(connection)
    return Stand(clock.today(), rows, roles)


def _roles(connection: sa.Connection) -> dict[int, set[str]]:
    person, role = db.metadata.tables["person"], db.metadata.tables["account_role"]
    found = defaultdict(set)
    statement = sa.select(person.c.id, role.c.role).join_from(person, role, role.c.account_id == person.c.account_id)
    for person_id, name in connection.execute(statement):
        found[person_id].add(name.value)
    return dict(found)


Check = Callable[[Stand, Stand], Iterator[str]]


def a_seat_counts_who_holds_it(now: Stand, before: Stand) -> Iterator[str]:
    """`seat.taken` is a recount of those who hold a place, and never passes the places."""
    held = Counter(row.seat_id for row in now.rows["application"] if row.state in SEATED)
    for seat in now.rows["seat"]:
        if seat.taken != held[seat.id]:
            yield f"seat {seat.id} counts {seat.taken}, {held[seat.id]} hold a place"
        if not 0 <= seat.taken <= seat.places:
            yield f"seat {seat.id}: {seat.taken} of {seat.places} places are taken"


def staffed_is_full_and_published_is_not(now: Stand, before: Stand) -> Iterator[str]:
    """A mission is staffed as long as every place of every seat is confirmed, and published as long as one is not."""
    seats, applications = now.by("seat", "mission_id"), now.by("application", "mission_id")
    for mission in now.rows["mission"]:
        places = sum(seat.places for seat in seats[mission.id])
        settled = sum(row.state in ("confirmed", "completed") for row in applications[mission.id])
        if mission.state == "staffed" and settled < places:
            yield f"mission {mission.id} is staffed with {settled} confirmed of {places}"
        if mission.state == "published" and settled == places:
            yield f"mission {mission.id} is published with every place confirmed"


def what_is_over_leaves_nobody_waiting(now: Stand, before: Stand) -> Iterator[str]:
    """No application lives on a mission that is over, and nobody has two live ones to the same mission."""
    missions = now.of("mission")
    living = [row for row in now.rows["application"] if row.state in LIVE]
    for row in living:
        if missions[row.mission_id].state in OVER:
            yield f"application {row.id} is {row.state}, its mission {missions[row.mission_id].state}"
        if row.person_id in now.owners(row.mission_id):
            yield f"application {row.id} is of someone who owns the mission"
    for (mission_id, person_id), count in Counter((row.mission_id, row.person_id) for row in living).items():
        if count > 1:
            yield f"person {person_id} has {count} live applications to mission {mission_id}"


def clearance_follows_the_place(now: Stand, before: Stand) -> Iterator[str]:
    """Who holds a place has one clearance that says so, and no clearance lives without its place."""
    cleared = {row.application_id: row for name in ("authorization", "engagement") for row in now.rows[name]}
    for row in now.rows["application"]:
        clearance = cleared.get(row.id)
        state = clearance.state if clearance is not None else None
        waits, granted = state in OPEN_REQUEST | {"drafted"}, state in GRANTED
        if waits is not (row.state in ("accepted", "pending_clearance")):
            yield f"application {row.id} is {row.state}, its clearance {state}"
        if granted is not (row.state == "confirmed"):
            yield f"application {row.id} is {row.state}, its clearance {state}"
        if row.state == "completed" and state != "ended":
            yield f"application {row.id} is completed, its clearance {state}"
    for row in now.rows["authorization"]:
        application = now.of("application")[row.application_id]
        agreed = (application.agreed_percent, application.agreed_first_week, application.agreed_last_week)
        if row.state in GRANTED and agreed != (row.percent, row.first_week, row.last_week):
            yield f"authorization {row.id} grants other terms than were agreed: {agreed}"
        has_terms = bool(now.by("counter_proposal", "authorization_id")[row.id])
        if row.state in OPEN_REQUEST and has_terms is not (row.state == "countered"):
            yield f"authorization {row.id} is {row.state}: other terms stand, or lack"


def nobody_decides_on_themselves(now: Stand, before: Stand) -> Iterator[str]:
    """What waits is before someone, never the talent, an owner of the mission or a rival for its places."""
    rivals = defaultdict(set)
    for row in now.rows["application"]:
        if row.state in LIVE - {"confirmed", "invited"}:
            rivals[row.mission_id].add(row.person_id)
    for row in now.rows["authorization"]:
        if row.state not in OPEN_REQUEST:
            continue
        if row.decider_id is None or row.answer_due_on is None:
            yield f"authorization {row.id} waits before nobody"
        if row.decider_id in {row.person_id} | now.owners(row.mission_id) | rivals[row.mission_id]:
            yield f"authorization {row.id} waits before {row.decider_id}, who is concerned"


def weeks_are_counted_and_bounded(now: Stand, before: Stand) -> Iterator[str]:
    """`person_week.used` is the sum of what was given, never above a full week, above a ceiling with a reason only."""
    requests = now.of("authorization")
    given: dict[tuple[int, date], list[Any]] = defaultdict(list)
    for row in now.rows["allocation"]:
        given[row.person_id, row.week].append(row)
    used = {(row.person_id, row.week): row.used for row in now.rows["person_week"]}
    ceilings = {row.person_id: row.percent for row in now.rows["ceiling"]}
    for person, week in used.keys() | given.keys():
        rows = given[person, week]
        total = sum(row.percent for row in rows)
        if total != used.get((person, week), 0) or total > 100:
            yield f"person {person}, {week}: {total}% given, {used.get((person, week))}% counted"
        reasons = [requests[row.authorization_id].override_reason for row in rows]
        if total > ceilings.get(person, CEILING) and not any(reasons):
            yield f"person {person}, {week}: {total}% without a recorded reason"


def weeks_are_those_granted(now: Stand, before: Stand) -> Iterator[str]:
    """A granted request has exactly its weeks, those apart that were taken back; any other has none to come."""
    weeks, recalls = now.by("allocation", "authorization_id"), now.by("recall", "authorization_id")
    for row in now.rows["authorization"]:
        found = {(given.week, given.percent) for given in weeks[row.id]}
        if row.state in GRANTED:
            wanted = {(week, row.percent) for week in clock.weeks_between(row.first_week, row.last_week)}
            gone, may_be_gone = _taken_back(recalls[row.id], row.percent)
            if found & gone or not wanted - gone - may_be_gone <= found <= wanted:
                yield f"authorization {row.id} grants {sorted(wanted)}, {sorted(found)} are given"
        elif any(week > clock.week_of(now.today) for week, _ in found):
            yield f"authorization {row.id} is {row.state} and keeps weeks to come"


def _taken_back(recalls: list[Any], percent: int) -> tuple[set[Any], set[Any]]:
    """The weeks that are taken back of a request, and those that were before they were given again."""
    gone, once = set(), set()
    for row in recalls:
        weeks = {(week, percent) for week in clock.weeks_between(row.first_week, row.last_week)}
        (once if row.state == "undone" else gone).update(weeks)
    return gone, once


def what_is_taken_back_is_in_step(now: Stand, before: Stand) -> Iterator[str]:
    """A request is suspended while a suspension of it runs, and nothing is taken back of what is not granted."""
    recalls = now.by("recall", "authorization_id")
    for row in now.rows["authorization"]:
        live = [one for one in recalls[row.id] if one.state in ("planned", "running")]
        running = [one for one in live if one.state == "running"]
        if len(live) > 1 or (live and row.state not in GRANTED):
            yield f"authorization {row.id} is {row.state}, {len(live)} recalls live"
        if (row.state == "suspended") is not bool(running):
            yield f"authorization {row.id} is {row.state}, {len(running)} recalls run"


def promises_have_a_day(now: Stand, before: Stand) -> Iterator[str]:
    """An open offer has terms and a deadline, a hold its day, whoever waits a day of answer; a place its terms."""
    offers = {row.application_id: row for row in now.rows["offer"]}
    for row in now.rows["application"]:
        if row.state == "offered" and (row.id not in offers or offers[row.id].answer_due_on is None):
            yield f"application {row.id} is offered nothing, or without a deadline"
        if row.state == "on_hold" and (row.hold_until is None or row.answer_due_on is None):
            yield f"application {row.id} is on hold without a day"
        if row.state in ("invited", "submitted", "in_review", "shortlisted") and row.answer_due_on is None:
            yield f"application {row.id} is {row.state} without a day of answer"
        if row.state in SEATED and row.agreed_percent is None:
            yield f"application {row.id} is {row.state} without terms"


def a_pause_is_one_pause(now: Stand, before: Stand) -> Iterator[str]:
    """A mission is paused while one pause of it runs, and knows where it comes back to."""
    running = Counter(row.mission_id for row in now.rows["mission_pause"] if row.ended_at is None)
    for mission in now.rows["mission"]:
        paused = mission.state == "paused"
        if running[mission.id] != paused or (mission.paused_from is not None) is not paused:
            yield f"mission {mission.id} is {mission.state}; {running[mission.id]} pauses run"


def whoever_is_pooled_agreed(now: Stand, before: Stand) -> Iterator[str]:
    """Nobody is in a pool without having said yes."""
    members = now.by("pool_member", "application_id")
    for row in now.rows["application"]:
        states = {member.state for member in members[row.id]}
        if row.state == "pooled" and not states & {"joined", "left", "expired"}:
            yield f"application {row.id} is pooled: {states}"


def history_tells_every_step(now: Stand, before: Stand) -> Iterator[str]:
    """Every state was reached by arrows of the table, by those whose they are, each from where the last one led."""
    told = now.rows["event"][len(before.rows["event"]) :]
    for name, arrows in MACHINES.items():
        stood, subjects = before.of(name), now.of(name)
        new = defaultdict(list)
        for event in told:
            if event.subject_type == name and event.to_state is not None:
                new[event.subject_id].append(event)
        for key, subject in subjects.items():
            was = stood[key].state if key in stood else "nothing"
            for event in new[key]:
                yield from _wrong(event, arrows, was, _actors(before, now, name, subject, event))
                was = event.to_state
            if was != subject.state:
                yield f"{name} {key} is {subject.state}, its history ends with {was}"
            if key in stood:
                yield from _unversioned(name, stood[key], subject)


def _wrong(event: Any, arrows: Mapping[str, Arrow], was: str, actors: set[str]) -> Iterator[str]:
    arrow = arrows.get(event.action)
    what = f"{event.subject_type} {event.subject_id}: {event.action} from {event.from_state} to {event.to_state}"
    if arrow is None or event.to_state not in arrow.targets or (event.from_state or "nothing") not in arrow.sources:
        yield f"{what} is no step"
    elif (event.from_state or "nothing") != was:
        yield f"{what}, when it was {was}"
    elif not arrow.whose & actors:
        yield f"{what} by {event.actor_id}, who may not: {sorted(actors)}"


def _actors(before: Stand, now: Stand, name: str, subject: Any, event: Any) -> set[str]:
    """What whoever made an event is to its subject."""
    if event.actor_id is None:
        return {"anyone", "clock"}
    mission_id = subject.id if name == "mission" else subject.mission_id
    owners = now.owners(mission_id) | (before.owners(mission_id) if mission_id in before.of("mission") else set())
    found = {"anyone", *now.roles.get(event.actor_id, ())}
    if event.actor_id in owners:
        found = (found | {"owners"}) - {"hr"}
    if event.actor_id == getattr(subject, "person_id", None):
        found |= {"talent"}
    if name == "authorization" and event.actor_id == subject.decider_id:
        found |= {"decider"}
    clearers = {
        row.decided_by_id
        for table in ("authorization", "engagement")
        for row in now.rows[table]
        if name == "application" and row.application_id == subject.id
    }
    return found | ({"clearer"} if event.actor_id in clearers else set())


def _unversioned(name: str, was: Any, subject: Any) -> Iterator[str]:
    """Whoever looked at an earlier state finds another version."""
    if subject.version < was.version or (subject.state != was.state and subject.version == was.version):
        yield f"{name} {subject.id} went from {was.state} to {subject.state} in version {subject.version}"


def nobody_is_told_twice(now: Stand, before: Stand) -> Iterator[str]:
    """One step tells each person each thing at most once."""
    told = now.rows["notice"][len(before.rows["notice"]) :]
    for what, count in Counter((row.person_id, row.event, row.matter, row.matter_id) for row in told).items():
        if count > 1:
            yield f"told {count} times: {what}"


ALWAYS: tuple[Check, ...] = (
    a_seat_counts_who_holds_it,
    staffed_is_full_and_published_is_not,
    what_is_over_leaves_nobody_waiting,
    clearance_follows_the_place,
    nobody_decides_on_themselves,
    weeks_are_counted_and_bounded,
    weeks_are_those_granted,
    what_is_taken_back_is_in_step,
    promises_have_a_day,
    a_pause_is_one_pause,
    whoever_is_pooled_agreed,
    history_tells_every_step,
    nobody_is_told_twice,
)


def time_is_kept(now: Stand) -> Iterator[str]:
    """Once the clock's chores are done, nothing waits past its day unless its mission is paused."""
    missions, offers = now.of("mission"), {row.application_id: row for row in now.rows["offer"]}
    for mission in missions.values():
        if mission.state == "paused" and mission.paused_until is not None and mission.paused_until <= now.today:
            yield f"mission {mission.id} was to go on by {mission.paused_until}"
    for row in now.rows["application"]:
        if missions[row.mission_id].state == "paused":
            continue
        due = offers[row.id].answer_due_on if row.state == "offered" else row.answer_due_on
        if row.state in ("offered", "invited") and due < now.today:
            yield f"application {row.id} is {row.state} past {due}"
        if row.state in ("submitted", "in_review", "shortlisted", "on_hold") and due < now.today - timedelta(days=22):
            yield f"application {row.id} is {row.state}: it was to be answered by {due}"


def complaints(now: Stand, before: Stand, checks: tuple[Check, ...] = ALWAYS) -> list[str]:
    """Everything that does not hold, with the name of the rule."""
    found = itertools.chain.from_iterable(((check.__name__, what) for what in check(now, before)) for check in checks)
    return [f"{name}: {what}" for name, what in found]
