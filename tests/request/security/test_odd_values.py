"""Values that fit their field and make no sense: refused at the field, with a sentence, everywhere alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from portal.missions.models import MissionState
from tests.factories import week

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def refused(browser, path, action, typed, field):
    """The sentence at the field of a form that was refused with what was typed."""
    page = browser.submit(browser.get(path), action, typed, status=422)
    assert page.field_error(field), page.text[:2000]
    return page.field_error(field)


@pytest.fixture
def draft(world, cast):
    return world.mission(state=MissionState.DRAFT, co_owner=cast.claire)


@pytest.mark.parametrize("digits", [ARABIC, FULL_WIDTH], ids=["arabic", "full-width"])
def test_only_plain_digits_are_read(visit, cast, world, draft, digits):
    def odd(text):
        return text.translate(digits)

    karim, edit = visit(cast.karim), f"/missions/{draft.public_id}/edit"
    for field, value in (("places", "2"), ("percent", "20"), ("first_week", week(2).isoformat())):
        refused(karim, edit, "/edit", {f"seats-0-{field}": odd(value)}, f"seats-0-{field}")
    refused(karim, edit, "/edit", {"closes_on": odd(week(1).isoformat())}, "closes_on")
    ines, availability = visit(cast.ines), "/profile/availability"
    refused(ines, availability, availability, {"share": odd("20")}, "share")
    refused(ines, availability, availability, {"notice_weeks": odd("2")}, "notice_weeks")
    request = world.authorization(world.mission(), cast.ines)
    nadia, desk = visit(cast.nadia), f"/desk/{request.public_id}"
    counter = {"counter-note": "Less", "counter-percent": odd("10")}
    refused(nadia, desk, "/counter", counter, "counter-percent")
    simone, pilot = visit(cast.simone), f"/pilots/{world.pilot().public_id}"
    refused(simone, pilot, "/rules", {"max_weeks": odd("8")}, "max_weeks")


@pytest.mark.parametrize("typed", ["1_0", "1e1", "10.0", "+10", "0x10", "²", "9" * 30])
def test_a_number_is_written_as_one(visit, cast, typed):
    path = "/profile/availability"
    refused(visit(cast.ines), path, path, {"share": typed}, "share")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("0001-01-01", "Check the year."),
        ("9999-12-31", "Check the year."),
        ("yesterday", "This day is past."),
        ("far", "Choose a day within the next three years."),
    ],
)
def test_a_mission_closes_within_three_years(visit, cast, draft, day, sentence):
    today = clock.today()
    known = {"yesterday": today - timedelta(days=1), "far": today + timedelta(days=1100)}
    typed = known[day].isoformat() if day in known else day
    edit = f"/missions/{draft.public_id}/edit"
    assert sentence in refused(visit(cast.karim), edit, "/edit", {"closes_on": typed}, "closes_on")


def test_it_may_close_today_or_in_three_years(visit, cast, draft):
    karim, edit = visit(cast.karim), f"/missions/{draft.public_id}/edit"
    for day in (clock.today(), clock.today() + timedelta(weeks=156)):
        karim.submit(karim.get(edit), "/edit", {"closes_on": day.isoformat()})


@pytest.mark.parametrize(("offset", "field"), [(-200, "first_week"), (200, "first_week")])
def test_a_place_is_planned_within_three_years(visit, cast, draft, offset, field):
    weeks = {"seats-0-first_week": week(offset).isoformat(), "seats-0-last_week": week(offset + 4).isoformat()}
    edit = f"/missions/{draft.public_id}/edit"
    said = refused(visit(cast.karim), edit, "/edit", weeks, f"seats-0-{field}")
    assert "Check the year." in said


@pytest.mark.parametrize("share", ["13", "101", "-5"])
def test_an_availability_goes_by_five(visit, cast, share):
    path = "/profile/availability"
    said = refused(visit(cast.ines), path, path, {"share": share}, "share")
    assert "Choose a share between 0 and 100, in steps of 5." in said


@pytest.mark.parametrize("share", ["13", "0", "105"])
def test_the_share_of_a_pilot_goes_by_five(visit, cast, world, share):
    path = f"/pilots/{world.pilot().public_id}"
    said = refused(visit(cast.simone), path, "/rules", {"max_percent": share}, "max_percent")
    assert "Choose a share between 5 and 100, in steps of 5." in said


def test_days_of_a_profile_and_of_a_pilot_are_of_our_time(visit, cast):
    path = "/profile/availability"
    assert "Check the year." in refused(
        visit(cast.ines), path, path, {"available_from": "0001-01-01"}, "available_from"
    )
    new = "/pilots/new"
    assert "Check the year." in refused(visit(cast.simone), new, "/new", {"ends_on": "9999-12-31"}, "ends_on")


def test_in_french(visit, cast):
    path = "/profile/availability"
    said = refused(visit(cast.ines, locale="fr"), path, path, {"share": "13"}, "share")
    assert "Choisissez une part entre 0 et 100, de 5 en 5." in said
