"""One's own time: declared in one form, corrected until it is confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.allocations.models import TimeEntry
from portal.allocations.time_plans import weeks_to_fill
from portal.allocations.time_rules import week_name
from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.audit import Event
from portal.extensions import db
from tests.factories import week

WEDNESDAY = datetime(2026, 3, 18, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(WEDNESDAY):
        yield


@pytest.fixture
def mission(world):
    return world.mission(first=-3, last=4)


def name(offset):
    return week_name(week(offset))


def entries(app):
    with app.app_context():
        rows = db.session.scalars(sa.select(TimeEntry).order_by(TimeEntry.week, TimeEntry.id)).all()
        return [(entry.week, entry.minutes, entry.note) for entry in rows]


def field(offset, line, what):
    return f"{name(offset)}-lines-{line}-{what}"


def test_without_a_place_there_is_nothing_to_declare(visit, cast):
    assert "No time to declare for now" in visit(cast.jade).get("/time").text


def test_the_present_week_and_the_missing_ones_are_shown_with_the_plan(visit, world, cast, mission):
    world.time_entry(world.seated(mission, cast.ines), -2)
    page = visit(cast.ines).get("/time")
    shown = [e.attrib["id"] for e in page.find("section") if e.attrib.get("id", "").startswith("2026-W")]
    assert shown == [name(0), name(-1), name(-3)]
    assert "7\u00a0h planned" in page.html
    assert "Waits for Karim Haddad or Nadia Benali to confirm it" in page.text


def test_weeks_that_are_due_are_counted(app, world, cast, mission):
    application = world.seated(mission, cast.ines)
    with app.app_context():
        assert weeks_to_fill(cast.ines.person()) == 3
        with clock.at(WEDNESDAY + timedelta(days=2)):
            assert weeks_to_fill(cast.ines.person()) == 4
    world.time_entry(application, -1, minutes=0)
    with app.app_context():
        assert weeks_to_fill(cast.ines.person()) == 2


def test_an_external_counts_the_weeks_of_the_offer(app, world, cast, mission):
    application = world.seated(mission, cast.sofia, since=-2)
    with app.app_context():
        assert weeks_to_fill(cast.sofia.person()) == 2
    world.time_entry(application, -1)
    with app.app_context():
        assert weeks_to_fill(cast.sofia.person()) == 1


def test_every_mission_of_a_week_is_kept_at_once(app, visit, world, cast, mission):
    world.seated(mission, cast.ines)
    world.seated(world.mission(first=-2, last=2, percent=10), cast.ines)
    visitor = visit(cast.ines)
    page = visitor.get("/time")
    typed = {field(-1, 0, "hours"): "7h30", field(-1, 1, "hours"): "3,25", field(-1, 1, "note"): "A workshop"}
    answer = visitor.submit(page, f"/time/{name(-1)}", typed)
    assert answer.location == "/time"
    assert entries(app) == [(week(-1), 450, ""), (week(-1), 195, "A workshop")]
    assert "10.75\u00a0h declared" in visitor.get("/time").html
    with app.app_context():
        events = db.session.scalars(sa.select(Event).where(Event.subject_type == "time_entry")).all()
        assert [(event.action, event.to_state) for event in events] == [("declare", "declared")] * 2


def test_one_press_declares_what_was_planned_and_keeps_what_was_typed(app, visit, world, cast, mission):
    world.seated(mission, cast.ines)
    world.seated(world.mission(first=-2, last=2, percent=10), cast.ines)
    visitor = visit(cast.ines)
    page = visitor.get("/time")
    visitor.submit(page, f"/time/{name(-1)}", {"fill": "planned", field(-1, 1, "hours"): "1"})
    assert [minutes for _, minutes, _ in entries(app)] == [420, 60]


def test_one_press_declares_the_planned_time_whatever_the_box_holds(app, visit, world, cast, mission):
    world.seated(mission, cast.ines)
    visitor = visit(cast.ines)
    page = visitor.get("/time")
    visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "many"}, status=422)
    visitor.submit(page, f"/time/{name(-1)}", {"fill": "planned", field(-1, 0, "hours"): "many"})
    assert [minutes for _, minutes, _ in entries(app)] == [420]


def test_one_press_copies_the_week_before(app, visit, world, cast, mission):
    application = world.seated(mission, cast.ines)
    world.time_entry(application, -2, minutes=333)
    visitor = visit(cast.ines)
    page = visitor.get("/time")
    assert "Same as the week before: 5.55\u00a0h" in page.html
    visitor.submit(page, f"/time/{name(-1)}", {"fill": "last"})
    assert entries(app)[-1][1] == 333


def test_an_entry_is_corrected_until_it_is_confirmed(app, visit, world, cast, mission):
    world.time_entry(world.seated(mission, cast.ines), -1)
    visitor = visit(cast.ines)
    page = visitor.get(f"/time?week={name(-1)}")
    visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "5"})
    assert entries(app) == [(week(-1), 300, "")]


def test_a_confirmed_entry_cannot_be_changed(app, visit, world, cast, mission):
    application = world.seated(mission, cast.ines)
    visitor = visit(cast.ines)
    page = visitor.get(f"/time?week={name(-1)}")
    world.time_entry(application, -1, confirmed_by=cast.nadia)
    answer = visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "5"}, status=409)
    assert "no longer possible" in answer.text
    assert entries(app) == [(week(-1), 420, "")]
    assert "Confirmed by Nadia Benali" in answer.text


def test_a_stale_form_does_not_overwrite(app, visit, world, cast, mission):
    world.time_entry(world.seated(mission, cast.ines), -1)
    visitor = visit(cast.ines)
    old = visitor.get(f"/time?week={name(-1)}")
    visitor.submit(visitor.get(f"/time?week={name(-1)}"), f"/time/{name(-1)}", {field(-1, 0, "hours"): "5"})
    answer = visitor.submit(old, f"/time/{name(-1)}", {field(-1, 0, "hours"): "6"}, status=409)
    assert entries(app) == [(week(-1), 300, "")]
    assert answer.form(f"/time/{name(-1)}")[field(-1, 0, "hours")] == "5"


def test_a_form_from_before_the_first_declaration_does_not_overwrite(app, visit, world, cast, mission):
    application = world.seated(mission, cast.ines)
    visitor = visit(cast.ines)
    page = visitor.get("/time")
    world.time_entry(application, -1)
    visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "6"}, status=409)
    assert entries(app) == [(week(-1), 420, "")]


def test_sending_twice_declares_once(app, visit, world, cast, mission):
    world.seated(mission, cast.ines)
    visitor = visit(cast.ines)
    page = visitor.get("/time")
    for _ in range(2):
        visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "7"})
    assert entries(app) == [(week(-1), 420, "")]


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("sept", "Write hours such as 7, 7.5 or 7h30."),
        ("60,5", "more than 60 hours in the week"),
        ("", "Write the hours of at least one mission."),
    ],
)
def test_a_refused_form_keeps_what_was_typed(app, visit, world, cast, mission, hours, sentence):
    world.seated(mission, cast.ines)
    visitor = visit(cast.ines)
    typed = {field(-1, 0, "hours"): hours, field(-1, 0, "note"): "Kept"}
    page = visitor.submit(visitor.get("/time"), f"/time/{name(-1)}", typed, status=422)
    assert sentence in page.field_error(field(-1, 0, "hours"))
    form = page.form(f"/time/{name(-1)}")
    assert form[field(-1, 0, "hours")] == hours
    assert form[field(-1, 0, "note")] == "Kept"
    assert entries(app) == []


@pytest.mark.parametrize(("hours", "is_asked"), [("14", False), ("14,25", True), ("50", True)])
def test_more_than_twice_the_plan_asks_for_a_note(app, visit, world, cast, mission, hours, is_asked):
    """Seven hours are planned."""
    world.seated(mission, cast.ines)
    visitor = visit(cast.ines)
    typed = {field(-1, 0, "hours"): hours}
    page = visitor.submit(visitor.get("/time"), f"/time/{name(-1)}", typed, status=422 if is_asked else 303)
    assert bool(entries(app)) is not is_asked
    if is_asked:
        assert "more than twice the planned time" in page.field_error(field(-1, 0, "hours"))
        visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "note"): "The launch"})
        assert entries(app)[0][2] == "The launch"


def test_hours_where_nothing_was_planned_ask_for_a_note_too(app, visit, world, cast):
    world.seated(world.mission(first=2, last=4), cast.ines)
    visitor = visit(cast.ines)
    typed = {field(-1, 0, "hours"): "20"}
    page = visitor.submit(visitor.get(f"/time?week={name(-1)}"), f"/time/{name(-1)}", typed, status=422)
    assert "Nothing was planned this week" in page.field_error(field(-1, 0, "hours"))
    visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "1"})
    assert entries(app)[0][1] == 60


def test_the_limit_of_a_week_counts_every_mission(app, visit, world, cast, mission):
    world.time_entry(
        world.seated(world.mission(first=-2, last=2), cast.ines), -1, minutes=3000, confirmed_by=cast.nadia
    )
    world.seated(mission, cast.ines)
    visitor = visit(cast.ines)
    page = visitor.get("/time")
    visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "10,5"}, status=422)
    visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): "10"})
    assert sum(minutes for _, minutes, _ in entries(app)) == 3600


def test_a_declared_line_is_not_emptied(visit, world, cast, mission):
    world.time_entry(world.seated(mission, cast.ines), -1)
    visitor = visit(cast.ines)
    page = visitor.get(f"/time?week={name(-1)}")
    answer = visitor.submit(page, f"/time/{name(-1)}", {field(-1, 0, "hours"): ""}, status=422)
    assert "Write 0" in answer.field_error(field(-1, 0, "hours"))


@pytest.mark.parametrize(
    ("offset", "sentence"),
    [(1, "has not started yet"), (-4, "not confirmed yet"), (-9, "not confirmed yet")],
)
def test_weeks_out_of_reach_are_refused(app, visit, world, cast, mission, offset, sentence):
    application = world.seated(mission, cast.ines, since=-3)
    visitor = visit(cast.ines)
    data = {
        "csrf_token": visitor.token("/time"),
        field(offset, 0, "application"): application.public_id,
        field(offset, 0, "hours"): "7",
    }
    assert sentence in visitor.post(f"/time/{name(offset)}", data, status=422).text
    assert entries(app) == []


def test_eight_weeks_back_and_no_further(visit, world, cast):
    world.seated(world.mission(first=-20, last=4), cast.ines, since=-20)
    visitor = visit(cast.ines)
    assert list(visitor.get(f"/time?week={name(-8)}").find("section", id=name(-8)))
    assert not list(visitor.get(f"/time?week={name(-9)}").find("section", id=name(-9)))


def test_the_mission_of_another_person_is_not_found(app, visit, world, cast, mission):
    application = world.seated(mission, cast.ines)
    visitor = visit(cast.tom)
    data = {
        "csrf_token": visitor.token("/time"),
        field(-1, 0, "application"): application.public_id,
        field(-1, 0, "hours"): "7",
    }
    visitor.post(f"/time/{name(-1)}", data, status=404)
    visitor.post("/time/2021-W53", data, status=404)
    assert entries(app) == []


@pytest.mark.parametrize(("weeks_ago", "open_"), [(3, True), (5, False)])
def test_a_completed_mission_stays_open_four_weeks(visit, world, cast, weeks_ago, open_):
    world.seated(
        world.mission(first=-7, last=-3),
        cast.ines,
        state=ApplicationState.COMPLETED,
        changed_at=clock.now() - timedelta(weeks=weeks_ago),
    )
    page = visit(cast.ines).get("/time")
    assert bool(list(page.find("section", id=name(-5)))) is open_
    assert not list(page.find("section", id=name(-2)))


def test_the_balance_names_the_gap_without_blame(visit, world, cast, mission):
    world.time_entry(world.seated(mission, cast.ines), -1, minutes=600)
    page = visit(cast.ines).get("/time")
    assert "11\u00a0h less than planned so far" in page.html
    assert "if time was hard to find, tell Karim Haddad" in page.text


def test_in_french(visit, world, cast, mission):
    world.time_entry(world.seated(mission, cast.ines), -2, minutes=450)
    page = visit(cast.ines, locale="fr").get("/time")
    assert "Mon temps" in page.text
    assert "7,5 h" in page.text
    assert "Cartographier les données clients" in page.text


def test_few_queries(visit, world, cast, mission):
    for _ in range(3):
        world.time_entry(world.seated(world.mission(first=-3, last=4), cast.ines), -2)
    visitor = visit(cast.ines)
    visitor.get("/time")
    assert visitor.query_count <= 10, visitor.queries
