"""What keeps a mission from being read by others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.missions.models import Audience, Brief, Mission, Seat
from portal.missions.rules import against_audience, against_pilot, fits, missing
from portal.organization.models import Unit
from portal.pilots.models import Pilot, PilotRules, PilotState

TODAY = date(2027, 1, 13)
MONDAY = date(2027, 1, 11)


def seat(**fields):
    usual = {
        "title_en": "Analyst",
        "percent": 20,
        "first_week": MONDAY + timedelta(weeks=2),
        "last_week": MONDAY + timedelta(weeks=9),
        "audience": Audience.BOTH,
    }
    return Seat(**usual | fields)


def pilot(**fields):
    usual = {
        "state": PilotState.RUNNING,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 6, 30),
        "rules": [PilotRules(number=1, max_percent=20, max_weeks=8)],
    }
    return Pilot(**usual | fields)


def brief(objective="Changer", deliverables="A list"):
    return Brief(objective_fr=objective, objective_en="", deliverables_fr="", deliverables_en=deliverables)


def mission(**fields):
    usual = {
        "title_en": "Map the data",
        "co_owner_id": 2,
        "unit_id": 7,
        "audience": Audience.BOTH,
        "brief": Brief(objective_en="Know the flows", deliverables_fr="- une carte"),
        "seats": [seat()],
    }
    return Mission(**usual | fields)


def test_a_complete_mission_lacks_nothing():
    assert missing(mission(), TODAY, "en") == {}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title_en": "", "title_fr": ""}, "title_en"),
        ({"brief": Brief(deliverables_fr="- une carte")}, "objective_en"),
        ({"brief": Brief(objective_fr="Connaître les flux")}, "deliverables_en"),
        ({"co_owner_id": None}, "co_owner"),
        ({"closes_on": date(2027, 1, 12)}, "closes_on"),
        ({"seats": []}, "seats"),
        ({"seats": [seat(), seat(title_en="")]}, "seats-1-title_en"),
        ({"seats": [seat(first_week=date(2026, 12, 7), last_week=date(2027, 1, 4))]}, "seats-0-last_week"),
    ],
)
def test_each_lack_stands_at_its_field(fields, where):
    assert list(missing(mission(**fields), TODAY, "en")) == [where]


def test_one_language_is_enough_and_the_reader_is_asked_in_theirs():
    french = mission(title_en="", title_fr="Cartographier", brief=Brief(objective_fr="a", deliverables_fr="b"))
    assert missing(french, TODAY, "en") == {}
    assert list(missing(mission(title_en=""), TODAY, "fr")) == ["title_fr"]


@pytest.mark.parametrize("closes_on", [date(2027, 1, 13), date(2027, 1, 14)])
def test_the_closing_day_itself_is_not_past(closes_on):
    assert missing(mission(closes_on=closes_on), TODAY, "en") == {}


def test_the_present_week_is_not_past():
    assert missing(mission(seats=[seat(first_week=MONDAY, last_week=MONDAY)]), TODAY, "en") == {}


def test_days_that_pass_are_no_fault_of_a_published_mission():
    past = {
        "published_at": datetime(2026, 10, 1, tzinfo=UTC),
        "closes_on": date(2026, 11, 1),
        "seats": [seat(first_week=date(2026, 11, 2), last_week=date(2026, 12, 14))],
    }
    assert missing(mission(**past), TODAY, "en") == {}
    assert missing(mission(**past, pilot=pilot(state=PilotState.STOPPED)), TODAY, "en") == {}


@pytest.mark.parametrize(
    ("seats", "where"),
    [
        ([seat(percent=25)], ["seats-0-percent"]),
        ([seat(), seat(last_week=MONDAY + timedelta(weeks=10))], ["seats-1-last_week"]),
        ([seat(percent=40, last_week=MONDAY + timedelta(weeks=10))], ["seats-0-percent", "seats-0-last_week"]),
        ([seat(), seat()], []),
    ],
)
def test_the_rules_of_the_pilot_hold_for_every_place(seats, where):
    assert list(against_pilot(mission(seats=seats, pilot=pilot()))) == where


def test_the_version_in_force_is_the_last_one():
    rules = [PilotRules(number=1, max_percent=20, max_weeks=8), PilotRules(number=2, max_percent=50, max_weeks=8)]
    assert against_pilot(mission(seats=[seat(percent=40)], pilot=pilot(rules=rules))) == {}


@pytest.mark.parametrize(
    ("state", "refused"), [(state, state not in (PilotState.RUNNING, PilotState.EXTENDED)) for state in PilotState]
)
def test_a_mission_joins_a_pilot_that_runs(state, refused):
    assert ("pilot" in against_pilot(mission(pilot=pilot(state=state)))) is refused


def test_a_pilot_covers_its_units_or_the_whole_organization():
    assert against_pilot(mission(pilot=pilot(units=[Unit(id=7), Unit(id=8)]))) == {}
    assert list(against_pilot(mission(pilot=pilot(units=[Unit(id=8)])))) == ["pilot"]


def test_a_mission_stays_within_the_dates_of_its_pilot():
    early = pilot(starts_on=date(2027, 2, 1))
    assert list(against_pilot(mission(pilot=early))) == ["seats-0-first_week"]
    assert against_pilot(mission(seats=[seat(first_week=date(2027, 2, 1))], pilot=early)) == {}
    short = {"ends_on": date(2027, 3, 14)}
    assert against_pilot(mission(seats=[seat(last_week=date(2027, 3, 8))], pilot=pilot(**short))) == {}
    assert list(against_pilot(mission(pilot=pilot(**short)))) == ["seats-0-last_week"]
    assert against_pilot(mission(pilot=pilot(**short, state=PilotState.EXTENDED))) == {}


def test_a_place_is_open_to_no_more_people_than_its_mission():
    narrow = mission(audience=Audience.EMPLOYEES, seats=[seat(audience=Audience.EMPLOYEES), seat()])
    assert list(against_audience(narrow)) == ["seats-1-audience"]


@pytest.mark.parametrize(
    ("narrow", "wide", "holds"),
    [
        (Audience.EMPLOYEES, Audience.BOTH, True),
        (Audience.EXTERNALS, Audience.BOTH, True),
        (Audience.BOTH, Audience.BOTH, True),
        (Audience.EMPLOYEES, Audience.EMPLOYEES, True),
        (Audience.BOTH, Audience.EMPLOYEES, False),
        (Audience.BOTH, Audience.EXTERNALS, False),
        (Audience.EMPLOYEES, Audience.EXTERNALS, False),
        (Audience.EXTERNALS, Audience.EMPLOYEES, False),
    ],
)
def test_fits(narrow, wide, holds):
    assert fits(narrow, wide) is holds
