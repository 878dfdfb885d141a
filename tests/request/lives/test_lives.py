"""Missions and applications live whatever lives people give them, and what must hold holds after each step.

Hypothesis makes the lives up: who applies where, what becomes of it, what owners, managers, procurement and human
resources decide, how days pass, and who tries what is not theirs. Each move is a call of the real service: see
`moves.py`, `of_applications.py` and `of_missions.py`. What must hold is in `machines.py` and `invariants.py`.

The same dozen lives are looked at each time, on each engine. `LIVES=300` looks at so many new ones, and shortens the
life in which something broke before telling it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.allocations.deciders import decider_now
from portal.allocations.models import Authorization, Ceiling
from portal.core import clock, worker
from portal.core.errors import DomainError, Forbidden, NotFound
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, MissionState, Seat, Stage
from portal.organization.models import Person
from tests.factories import World, week
from tests.request.lives import of_applications, of_missions
from tests.request.lives.invariants import Stand, complaints, read, time_is_kept
from tests.request.lives.machines import LIVE
from tests.request.lives.moves import ASKED, DECIDER, HR, KEEPER, LINE, OWNER, PROCUREMENT, READER, Draw, Move, ways

MOVES = {
    move.name: move
    for module in (of_applications, of_missions)
    for move in vars(module).values()
    if isinstance(move, Move)
}
LIVES = int(os.environ.get("LIVES", "0"))
STEPS = 12
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
# Nadia manages Inès, Tom, Léa and Lila, a temp; Sofia is a freelance. Nadia may wait for a place beside her own team.
CANDIDATES = ("ines", "tom", "lea", "lila", "sofia", "nadia")
EVERYONE = (*CANDIDATES, "karim", "claire", "oscar", "helene", "paul", "marc")
# Those whose day comes in these lives: the index and the vocabularies have tests of their own.
CHORES = ("portal.missions.", "portal.applications.", "portal.allocations.", "portal.rooms.", "portal.notices.")


WHAT = (
    *["an_application_goes_on"] * 9,
    *["a_mission_goes_on"] * 4,
    *["someone_applies"] * 2,
    *("someone_says_yes", "days_pass", "someone_meddles"),
)


def lay_missions(world: World) -> Stand:
    """The three missions, as they stand before anyone applies."""
    cast, terms = world.cast, {"audience": Audience.BOTH, "last": 9}
    first = world.mission(co_owner=cast.claire, **terms)
    world.mission(owner=cast.nadia, co_owner=cast.oscar, percent=40, **terms)
    draft = {"state": MissionState.DRAFT, "stage": Stage.INTERNAL}
    world.mission(owner=cast.oscar, co_owner=cast.karim, **draft, **terms)
    with transaction() as session:
        second = Seat(title_en="Writer", places=2, percent=20, first_week=week(1), last_week=week(6))
        second.mission_id, second.audience = first.id, Audience.BOTH
        session.add_all([second, Ceiling(person_id=cast.lila.id, percent=20)])
    return read()


class Lives(RuleBasedStateMachine):
    """Three missions, six people who may apply, and those who decide."""

    stand: Stand

    def __init__(self, home: Any) -> None:
        super().__init__()
        home.reset(with_cast=True)
        self.app, self.cast, self.now = home.app, home.cast, MONDAY
        self.done = self.refused = False

    @initialize(
        days=st.integers(0, 6),
        waiting=st.lists(st.tuples(st.sampled_from(CANDIDATES), st.integers(0, 4)), min_size=3, max_size=4),
        data=st.data(),
    )
    def set_out(self, days: int, waiting: list[tuple[str, int]], data: st.DataObject) -> None:
        """A mission of two seats, three places in all; one of a single place that Nadia owns; a draft.

        Some have applied, and their applications are already on their way.
        """
        self.now += timedelta(days=days)
        with self.here():
            self.stand = lay_missions(World(self.app, self.cast))
        seats = [seat for seat in self.stand.rows["seat"] if seat.mission_id != 3]
        for number, (name, moves) in enumerate(waiting):
            known = set(self.stand.of("application"))
            self.attempt(MOVES["apply"], getattr(self.cast, name).id, seats[number % len(seats)].id, data.draw)
            self.see()
            for key in set(self.stand.of("application")) - known:
                self.follow(key, moves, data.draw)

    @rule(what=st.sampled_from(WHAT), data=st.data())
    def something_happens(self, what: str, data: st.DataObject) -> None:
        """One of the methods named in `WHAT`. A single rule: Hypothesis would leave others out of half of the lives."""
        getattr(self, what)(data.draw)

    def an_application_goes_on(self, draw: Draw) -> None:
        """One application goes through its next steps, each by the person whose step it is."""
        living = [row.id for row in self.stand.rows["application"] if row.state in LIVE]
        if living:
            self.follow(draw(st.sampled_from(living)), draw(st.integers(1, 5)), draw)
        else:
            self.someone_applies(draw)

    def follow(self, key: int, moves: int, draw: Draw) -> None:
        """Make some of the moves that come next for an application."""
        for _ in range(moves):
            self.goes_on(*self.waits_for(key), draw)
            self.see()

    def a_mission_goes_on(self, draw: Draw) -> None:
        """Those who own a mission, or human resources, do something with it."""
        key = draw(st.sampled_from(sorted(self.stand.of("mission"))))
        for _ in range(draw(st.sampled_from([1, 1, 2, 3]))):
            self.goes_on("mission", self.stand.of("mission")[key], draw)
            self.see()

    def someone_applies(self, draw: Draw) -> None:
        """Someone asks for a place, or is asked to think of one."""
        seats = self.stand.of("seat")
        self.go(draw(st.sampled_from(["apply", "apply", "invite"])), seats[draw(st.sampled_from(sorted(seats)))], draw)

    def someone_says_yes(self, draw: Draw) -> None:
        """To the question whether they join a pool, or take a mission over."""
        for table in ("pool_member", "mission_transfer"):
            for row in self.stand.rows[table]:
                if row.state == "asked" and draw(st.booleans()):
                    self.goes_on(table, row, draw)
                    self.see()

    def days_pass(self, draw: Draw) -> None:
        """Days pass, and the worker does what only the clock asks."""
        self.now += timedelta(days=draw(st.sampled_from([1, 4, 9, 22, 62])))
        with self.here():
            note(f"It is {clock.today()}.")
            for chore in worker._chores:
                if chore.__module__.startswith(CHORES):
                    chore()
            wrong = list(time_is_kept(read(self.stand)))
        self.done = True
        assert not wrong, wrong

    def someone_meddles(self, draw: Draw) -> None:
        """Anyone tries anything on anything, as it stands or as it stood a version ago."""
        move = MOVES[draw(st.sampled_from(sorted(MOVES)))]
        keys = sorted(self.stand.of(move.about.__tablename__))
        if keys:
            someone, ago = getattr(self.cast, draw(st.sampled_from(EVERYONE))), draw(st.sampled_from([0, 0, 1]))
            self.attempt(move, someone.id, draw(st.sampled_from(keys)), draw, ago=ago)

    @invariant()
    def see(self) -> None:
        """What must hold holds; a move that was refused changed nothing."""
        if not self.done:
            return
        with self.here():
            before, self.stand = self.stand, read(self.stand)
        assert not self.refused or self.stand == before, "what was refused left something behind"
        self.done = self.refused = False
        wrong = complaints(self.stand, before)
        assert not wrong, "\n".join(wrong)

    def waits_for(self, key: int) -> tuple[str, Any]:
        """The table and the row whose state says what an application waits for: its clearance while there is one."""
        application = self.stand.of("application")[key]
        if application.state in ("pending_clearance", "confirmed"):
            for table in ("authorization", "engagement"):
                for row in self.stand.by(table, "application_id")[key]:
                    return table, row
        return "application", application

    def goes_on(self, table: str, row: Any, draw: Draw) -> None:
        """One of the moves that come next from where something stands."""
        names = ways(table, row.state)
        if names:
            name = draw(st.sampled_from(names))
            about = MOVES[name].about.__tablename__
            self.go(name, row if about == table else self.stand.of(about)[row.application_id], draw)

    def go(self, name: str, row: Any, draw: Draw) -> None:
        """A move by someone whose move it is: it may come too late, but is never forbidden to them."""
        move = MOVES[name]
        refusal = self.attempt(move, draw(self.whose(move, row)), row.id, draw)
        if move.about is not Seat:
            assert not isinstance(refusal, Forbidden | NotFound), f"{name} is refused to whose it is: {refusal!r}"
            assert refusal is None or refusal.code != "not_the_decider", f"{name}: before someone who cannot decide"

    def whose(self, move: Move, row: Any) -> st.SearchStrategy[int]:
        """The ids of those whose move it is."""
        cast, owners = self.cast, []
        if move.whose in (OWNER, READER):
            owners = sorted(self.stand.owners(getattr(row, "mission_id", row.id)))
        if move.whose == OWNER:
            return st.sampled_from(owners)
        if move.whose == KEEPER:
            return st.just(row.owner_id)
        if move.whose == READER:
            return st.sampled_from([key for key in (cast.ines.id, cast.tom.id, cast.marc.id) if key not in owners])
        if move.whose == DECIDER:
            return st.just(row.decider_id)
        if move.whose == LINE:
            with self.here():
                decider = decider_now(db.session.get_one(Authorization, row.id))
            return st.just(decider.id if decider is not None else cast.helene.id)
        if move.whose == ASKED:
            return st.just(row.to_id)
        if move.whose in (HR, PROCUREMENT):
            return st.just({HR: cast.helene.id, PROCUREMENT: cast.paul.id}[move.whose])
        if move.about is Seat:
            return st.sampled_from([getattr(cast, name).id for name in CANDIDATES])
        return st.just(row.person_id)

    def attempt(self, move: Move, actor_id: int, key: int, draw: Draw, *, ago: int = 0) -> DomainError | None:
        """Call the service. Returns how it was refused, if it was; any other exception is a fault."""
        refusal = None
        with self.here(), self.app.test_request_context():
            actor, subject = db.session.get_one(Person, actor_id), db.session.get_one(move.about, key)
            version = subject.version - ago if hasattr(subject, "version") else None
            try:
                move.act(actor, subject, draw, version)
            except DomainError as error:
                refusal = error
            db.session.rollback()
            note(f"{clock.today()} {actor.full_name}: {move.name} {key}" + (f", refused: {refusal}" if refusal else ""))
        self.done, self.refused = True, refusal is not None
        return refusal

    @contextmanager
    def here(self) -> Iterator[None]:
        """The moment and the application context of one step."""
        self.now += timedelta(minutes=1)
        with clock.at(self.now), self.app.app_context():
            yield


@pytest.mark.timeout(0 if LIVES else 120)
def test_lives(home):
    run_state_machine_as_test(
        lambda: Lives(home),
        settings=settings(
            max_examples=LIVES or 12,
            stateful_step_count=STEPS,
            deadline=None,
            # The same dozen each time: what is new is looked for with LIVES, not found by whoever happens to test.
            derandomize=not LIVES,
            # A life is long, and several draws of it come to nothing when nobody waits any more.
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
            phases=[phase for phase in Phase if phase is not Phase.explain and (LIVES or phase is not Phase.shrink)],
        ),
    )
