"""People go on while a skill is merged: whatever the order, nothing is lost and nothing names the one that is gone."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core import clock
from portal.core.database import is_busy
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState, Necessity, SeatSkill
from portal.skills.library import merging, undo
from portal.skills.library.journal import Journal
from portal.skills.library.models import LibraryOperation
from portal.skills.library.references import following
from portal.skills.models import Skill, SkillState
from portal.talents import services
from portal.talents.models import HeldSkill, SkillEvidence
from tests.cast import Cast, Someone
from tests.factories import Ref, World
from tests.threads import in_threads

ROUNDS = 4
TRIES = 20


def together(app: Flask, acts: list[Callable[[], object]]) -> Counter:
    """Do everything at once, each in a thread of its own; who met a busy database asks again, as a browser would."""
    outcomes: Counter = Counter()
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.test_request_context():
            start.wait(timeout=60)
            for _ in range(TRIES):
                try:
                    act()
                except Conflict:
                    outcomes["conflict"] += 1
                except sa.exc.OperationalError as error:
                    db.session.rollback()
                    if is_busy(error):
                        continue
                    outcomes[repr(error)] += 1
                except Exception as error:
                    outcomes[repr(error)] += 1
                else:
                    outcomes["done"] += 1
                return
            outcomes["gave up"] += 1

    in_threads(partial(run, act) for act in acts)
    return outcomes


def stray(gone: Ref) -> dict[str, int]:
    """How many rows still name a skill that was merged."""
    counts = {
        name: db.session.scalar(
            sa.select(sa.func.count()).select_from(one.table).where(one.table.c.skill_id == gone.id)
        )
        for name, one in following.items()
    }
    return {name: count for name, count in counts.items() if count}


@pytest.fixture
def two(world: World) -> Callable[[int], tuple[Ref, Ref]]:
    return lambda number: (world.skill(f"JS {number}"), world.skill(f"JavaScript {number}"))


def merging_them(cast: Cast, lost: Ref, kept: Ref) -> Callable[[], object]:
    return lambda: merging.merge(cast.helene.person(), lost.load(), kept.load())


def test_people_who_add_it_meanwhile(app: Flask, cast: Cast, world: World, two) -> None:
    people = [cast.ines, cast.tom, cast.lea, cast.jade, cast.sofia, cast.theo]
    for number in range(ROUNDS):
        lost, kept = two(number)
        world.holds(cast.tom, kept, 4)

        def add(person: Someone, skill: Ref = lost) -> None:
            services.add_skill(person.person(), person.person(), skill.load(), level=2)

        acts = [merging_them(cast, lost, kept), *(lambda person=person: add(person) for person in people)]
        outcomes = together(app, acts)
        with app.app_context():
            assert not stray(lost)
            holders = db.session.scalars(sa.select(HeldSkill.person_id).where(HeldSkill.skill_id == kept.id)).all()
        # Tom already holds the one that stays: his adding comes first and is combined, or is refused.
        refused = sum(count for words, count in outcomes.items() if words not in ("done", "conflict"))
        assert refused <= 1, outcomes
        assert set(outcomes) <= {"done", "conflict", "Invalid('Invalid')"}, outcomes
        assert len(holders) == len(set(holders))
        assert len(holders) >= outcomes["done"] - 1


def test_people_who_change_or_drop_it_meanwhile(app: Flask, cast: Cast, world: World, two) -> None:
    for number in range(ROUNDS):
        lost, kept = two(number)
        ines = world.holds(cast.ines, lost, 1)
        tom = world.holds(cast.tom, lost, 1)
        world.holds(cast.tom, kept, 2)
        lea = world.holds(cast.lea, lost, 1)

        def change(person: Someone, held: Ref) -> None:
            services.change_skill(person.person(), person.person(), held.public_id, level=3, appetite=None)

        outcomes = together(
            app,
            [
                merging_them(cast, lost, kept),
                lambda one=ines: change(cast.ines, one),
                lambda one=tom: change(cast.tom, one),
                lambda one=lea: services.remove_skill(cast.lea.person(), cast.lea.person(), one.public_id),
            ],
        )
        assert not set(outcomes) - {"done", "conflict", "NotFound('NotFound')"}, outcomes
        with app.app_context():
            assert not stray(lost)
            rows = db.session.execute(
                sa.select(HeldSkill.person_id, HeldSkill.level).where(HeldSkill.skill_id == kept.id)
            ).all()
            levels = dict(map(tuple, rows))
            assert len(rows) == len(levels)
            assert levels[cast.ines.id] in (1, 3)
            assert levels[cast.tom.id] in (2, 3)
            assert cast.lea.id not in levels or outcomes["conflict"]
            declared = db.session.scalars(sa.select(SkillEvidence.level).where(SkillEvidence.skill_id == kept.id))
            assert sorted(declared) == [3] * sum(level == 3 for level in levels.values())


def test_a_seat_that_asks_for_it_meanwhile(app: Flask, cast: Cast, world: World, two) -> None:
    for number in range(ROUNDS):
        lost, kept = two(number)
        mission = world.mission(state=MissionState.DRAFT, skills=((kept, 2),))
        other = world.mission(state=MissionState.DRAFT)

        def ask(seat_of: Ref, skill: Ref = lost) -> None:
            with transaction():
                seat = seat_of.load().seats[0]
                seat.skills.append(SeatSkill(skill_id=skill.id, level=3, necessity=Necessity.REQUIRED))
                mission = seat_of.load()
                mission.state, mission.published_at = MissionState.PUBLISHED, clock.now()

        outcomes = together(
            app,
            [
                merging_them(cast, lost, kept),
                lambda one=mission: ask(one),
                lambda one=other: ask(one),
            ],
        )
        assert not set(outcomes) - {"done", "conflict"}, outcomes
        with app.app_context():
            assert not stray(lost)
            asked = db.session.execute(
                sa.select(SeatSkill.seat_id, SeatSkill.level).where(SeatSkill.skill_id == kept.id)
            ).all()
            assert len(asked) == len({seat_id for seat_id, _ in asked})
            published = sum(one.load().state is MissionState.PUBLISHED for one in (mission, other))
            assert published == outcomes["done"] - 1
            assert sum(level == 3 for _, level in asked) == published


def test_two_librarians_merge_each_into_the_other(app: Flask, cast: Cast, world: World, two) -> None:
    for number in range(ROUNDS):
        one, other = two(number)
        world.holds(cast.ines, one, 2)
        world.holds(cast.tom, other, 2)
        outcomes = together(app, [merging_them(cast, one, other), merging_them(cast, other, one)])
        assert outcomes == {"done": 1, "conflict": 1}
        with app.app_context():
            states = {skill.load().state for skill in (one, other)}
            assert states == {SkillState.ACTIVE, SkillState.MERGED}
            standing = next(skill for skill in (one, other) if skill.load().state is SkillState.ACTIVE)
            held = db.session.scalars(sa.select(HeldSkill.person_id).where(HeldSkill.skill_id == standing.id))
            assert sorted(held) == sorted([cast.ines.id, cast.tom.id])


def test_two_undo_it_at_once(app: Flask, cast: Cast, world: World, two) -> None:
    for number in range(ROUNDS):
        lost, kept = two(number)
        world.holds(cast.ines, lost, 2)
        with app.app_context():
            operation = merging.merge(cast.helene.person(), lost.load(), kept.load()).id

        def take_back(one: int = operation) -> None:
            undo.undo(cast.helene.person(), db.session.get_one(LibraryOperation, one))

        outcomes = together(app, [take_back, take_back, take_back])
        assert outcomes == {"done": 1, "conflict": 2}
        with app.app_context():
            assert db.session.scalar(sa.select(HeldSkill.skill_id)) == lost.id
            assert db.session.get_one(Skill, lost.id).state is SkillState.ACTIVE
            with transaction() as session:
                session.execute(sa.delete(HeldSkill))


def test_undoing_a_merge_and_making_the_next_never_wait_for_each_other(
    app: Flask, cast: Cast, world: World, two, monkeypatch
) -> None:
    lost, kept = two(1)
    last = world.skill("ECMAScript")
    world.holds(cast.ines, lost, 2)
    with app.app_context():
        operation = merging.merge(cast.helene.person(), lost.load(), kept.load()).id
    noted, busy = Journal.skills, []

    def note_slowly(journal: Journal, *ids: int):
        time.sleep(0.3)
        return noted(journal, *ids)

    def told(act: Callable[[], object]) -> Callable[[], object]:
        def try_it() -> None:
            try:
                act()
            except sa.exc.OperationalError as error:
                busy.append(str(error.orig))
                raise

        return try_it

    def take_back() -> None:
        time.sleep(0.1)
        undo.undo(cast.helene.person(), db.session.get_one(LibraryOperation, operation))

    monkeypatch.setattr(Journal, "skills", note_slowly)
    outcomes = together(app, [told(take_back), told(merging_them(cast, kept, last))])
    assert outcomes in ({"done": 2}, {"done": 1, "conflict": 1})
    assert not busy
