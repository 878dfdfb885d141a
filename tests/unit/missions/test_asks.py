"""Which places suit someone: half of what they ask at least, liked or not, and only those that take them today."""

from __future__ import annotations

from datetime import date, timedelta

from portal.missions.asks import NOTHING, Asks, Holding, OpenSeat
from portal.missions.fit import Fit
from portal.missions.models import Audience
from portal.organization.models import Kind
from portal.talents.models import Appetite

TODAY = date(2027, 1, 7)


def asks(*levels: dict[int, int], audience: Audience = Audience.BOTH, closes_on: date | None = None) -> Asks:
    """Places, each as the level it asks by skill."""
    seats, by_skill = {}, {}
    for key, asked in enumerate(levels):
        seats[key] = OpenSeat(key, audience, closes_on, None, tuple(asked.items()))
        for skill_id in asked:
            by_skill.setdefault(skill_id, []).append(key)
    return Asks(seats, by_skill)


def held(**skills: tuple[int, Appetite | None]) -> frozenset[Holding]:
    return frozenset(Holding(int(name[1:]), *holding) for name, holding in skills.items())


def test_a_place_suits_from_half_of_what_it_asks() -> None:
    found = asks({1: 2, 2: 2}, {1: 2, 2: 2, 3: 2}, {1: 3}, {4: 1}).suiting(Kind.EMPLOYEE, held(s1=(2, None)), TODAY)
    assert {position: worth.share for position, worth in found.items()} == {0: 0.5, 2: 0.5}


def test_the_share_is_that_of_a_fit() -> None:
    found = asks({1: 2, 2: 4}).suiting(Kind.EMPLOYEE, held(s1=(3, None), s2=(1, None)), TODAY)
    assert found[0].share == Fit(met=1, below=1).share == 0.75


def test_what_is_avoided_weighs_more_than_what_is_liked() -> None:
    skills = held(s1=(2, Appetite.USE), s2=(2, Appetite.GROW), s3=(2, Appetite.AVOID))
    found = asks({1: 1, 2: 1}, {1: 1, 3: 1}).suiting(Kind.EMPLOYEE, skills, TODAY)
    assert {position: worth.taste for position, worth in found.items()} == {0: 2, 1: -1}


def test_only_those_it_addresses_and_before_it_closes() -> None:
    mine = held(s1=(2, None))
    inside = asks({1: 1}, audience=Audience.EMPLOYEES)
    assert inside.suiting(Kind.EMPLOYEE, mine, TODAY)
    assert not inside.suiting(Kind.TEMP, mine, TODAY)
    closing = asks({1: 1}, closes_on=TODAY)
    assert closing.suiting(Kind.EMPLOYEE, mine, TODAY)
    assert not closing.suiting(Kind.EMPLOYEE, mine, TODAY + timedelta(days=1))


def test_the_best_place_of_a_mission_counts() -> None:
    wanted, avoided = {1: 2, 2: 2}, {1: 2, 3: 2}
    both = asks(wanted, avoided)
    seats = {key: seat._replace(position=0) for key, seat in both.seats.items()}
    skills = held(s1=(2, None), s2=(1, Appetite.GROW), s3=(2, Appetite.AVOID))
    assert Asks(seats, both.by_skill).suiting(Kind.EMPLOYEE, skills, TODAY) == {0: (4, -2, 1.0)}
    assert Asks({0: seats[0]}, {}).worth(Kind.EMPLOYEE, skills, TODAY, (0,)) == {0: (3, 1, 0.75)}


def test_what_suits_less_has_its_worth_too() -> None:
    some = asks({1: 2, 4: 2, 5: 2}, {1: 2}, {6: 1}, {1: 2})
    skills = held(s1=(2, None))
    assert some.worth(Kind.EMPLOYEE, skills, TODAY, (0, 1, 2, 9)) == {0: (1, 0, 1 / 3), 1: (4, 0, 1.0), 2: NOTHING}
    assert some.suiting(Kind.EMPLOYEE, skills, TODAY) == {1: (4, 0, 1.0), 3: (4, 0, 1.0)}
