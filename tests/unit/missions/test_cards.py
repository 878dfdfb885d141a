"""A mission as a row of the list shows it to one reader."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.missions.cards import card_of
from portal.missions.fit import Fit, fit_of
from portal.missions.models import Audience, Mission, MissionState, Necessity, Seat, SeatSkill
from portal.missions.rules import is_taking
from portal.organization.models import Kind, Person

INES = Person(id=1, kind=Kind.EMPLOYEE)
SOFIA = Person(id=2, kind=Kind.FREELANCE)
MONDAY = date(2027, 1, 11)


def seat(number, *skills, audience=Audience.BOTH, taken=0, places=1, weeks=4):
    return Seat(
        id=number,
        audience=audience,
        places=places,
        taken=taken,
        percent=20,
        first_week=MONDAY + timedelta(weeks=number),
        last_week=MONDAY + timedelta(weeks=number + weeks),
        skills=[SeatSkill(skill_id=one, level=2, necessity=Necessity.REQUIRED) for one in skills],
    )


def mission(*seats, **fields):
    usual = {"owner_id": 9, "audience": Audience.BOTH, "state": MissionState.PUBLISHED, "accepts_applications": True}
    return Mission(**usual | fields, seats=list(seats))


def test_skills_are_met_below_or_missing():
    fit = fit_of(seat(1, 10, 11, 12).skills, {10: 3, 11: 1})
    assert fit == Fit(met=1, below=1, missing=1)
    assert fit.total == 3


def test_the_seat_that_suits_best_is_shown():
    wide = mission(seat(1, 10, 11), seat(2, 12))
    assert card_of(wide, INES, {12: 4}).seat.id == 2
    assert card_of(wide, INES, {}).seat.id == 1


def test_a_free_place_comes_before_a_better_fit():
    assert card_of(mission(seat(1, 10, taken=1), seat(2, 11)), INES, {10: 4}).seat.id == 2


def test_a_seat_for_others_is_not_the_one_shown():
    mixed = mission(seat(1, 10, audience=Audience.EMPLOYEES), seat(2, 11, audience=Audience.EXTERNALS))
    assert card_of(mixed, INES, {}).seat.id == 1
    assert card_of(mixed, SOFIA, {}).seat.id == 2


def test_weeks_and_places_are_those_of_all_seats():
    card = card_of(mission(seat(1, places=2, taken=1), seat(3, places=3)), INES, {})
    assert (card.first_week, card.last_week) == (MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=7))
    assert (card.places, card.free) == (5, 4)


@pytest.mark.parametrize(
    ("person", "fields"),
    [(Person(id=9, kind=Kind.EMPLOYEE), {}), (SOFIA, {"audience": Audience.EMPLOYEES})],
)
def test_those_who_would_not_apply_are_not_compared(person, fields):
    assert card_of(mission(seat(1, 10), **fields), person, {10: 2}).fit is None


def test_a_draft_without_a_seat_has_a_row_too():
    card = card_of(mission(state=MissionState.DRAFT), INES, {})
    assert (card.seat, card.fit, card.places, card.more_skills) == (None, None, 0, 0)


def test_a_row_leaves_skills_out_and_says_how_many():
    card = card_of(mission(seat(1, *range(9))), INES, {})
    assert (len(card.skills), card.more_skills) == (6, 3)


@pytest.mark.parametrize(("days", "shown"), [(-1, None), (0, 0), (7, 7), (8, None)])
def test_the_closing_day_is_told_when_near(days, shown):
    assert card_of(mission(closes_on=clock.today() + timedelta(days=days)), INES, {}).closes_in == shown


@pytest.mark.parametrize(
    ("fields", "taking"),
    [
        ({}, True),
        ({"accepts_applications": False}, False),
        ({"state": MissionState.STAFFED}, False),
        ({"closes_on": date(2000, 1, 1)}, False),
        ({"closes_on": date(2100, 1, 1)}, True),
    ],
)
def test_when_a_mission_takes_applications(fields, taking):
    assert is_taking(mission(**fields)) is taking


@pytest.mark.parametrize(
    ("other", "several", "span"), [(20, False, (20, 20)), (50, True, (20, 50)), (10, True, (10, 20))]
)
def test_places_that_take_different_shares_are_told_apart(other, several, span):
    second = seat(2)
    second.percent = other
    card = card_of(mission(seat(1), second), INES, {})
    assert card.has_several_shares is several
    assert (card.least, card.most) == span


def test_a_draft_without_places_has_no_share():
    assert not card_of(mission(), INES, {}).has_several_shares
