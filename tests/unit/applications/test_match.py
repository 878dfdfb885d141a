"""What a seat asks beside what someone holds."""

from __future__ import annotations

from portal.applications.match import compare
from portal.missions.models import Necessity, SeatSkill


def ask(skill_id: int, level: int, necessity: Necessity = Necessity.REQUIRED) -> SeatSkill:
    return SeatSkill(skill_id=skill_id, level=level, necessity=necessity)


def test_each_skill_is_met_below_or_missing():
    match = compare([ask(1, 3), ask(2, 3), ask(3, 1)], {1: 4, 2: 2})
    assert match.fit == (1, 1, 1)


def test_exactly_the_level_asked_is_met():
    assert compare([ask(1, 2)], {1: 2}).fit == (1, 0, 0)


def test_required_skills_come_first_and_keep_their_order():
    match = compare([ask(1, 1, Necessity.PREFERRED), ask(2, 1), ask(3, 1)], {})
    assert [one.asked.skill_id for one in match.asks] == [2, 3, 1]


def test_nothing_asked():
    match = compare([], {1: 4})
    assert match.fit == (0, 0, 0)
