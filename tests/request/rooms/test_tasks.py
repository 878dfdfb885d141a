"""What is to be done for those who arrive: by whom, by when, done and undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.applications.services import withdraw_application
from portal.applications.steps import confirm_seat
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.services import complete_mission
from portal.rooms.models import RoomTask
from tests.factories import week


def add(browser, room, cast, *, status=303, **data):
    page = browser.get(f"{room.path}/tasks")
    typed = {
        "task-title": "Order the badge",
        "task-charge": cast.claire.public_id,
        "task-newcomer": cast.sofia.public_id,
        "task-due_on": (clock.today() + timedelta(days=3)).isoformat(),
    }
    typed |= {f"task-{name}": value for name, value in data.items()}
    return browser.submit(page, "/room/tasks", typed, status=status)


def test_a_starting_list_for_each(cast, room, tasks_of, actions):
    for person in (cast.ines, cast.sofia):
        assert set(tasks_of(room, person)) == {"tools", "context", "contacts", "buddy"}
    assert actions("room_task") == ["propose"] * 8


def test_done_by_whom_and_undone(visit, cast, room, tasks_of, actions):
    key = tasks_of(room, cast.ines)["tools"][0]
    ines, karim = visit(cast.ines), visit(cast.karim)
    done = ines.submit(ines.get(room.path), f"/room-tasks/{key}/done")
    text = ines.get(done.location).text
    assert "Done: “Open the accounts and the tools”." in text
    assert "Done by Inès Carvalho on" in karim.get(room.path).text
    karim.submit(karim.get(room.path), f"/room-tasks/{key}/undone")
    assert not tasks_of(room, cast.ines)["tools"][1]
    assert actions("room_task")[-2:] == ["done", "undone"]
    history = karim.get(f"/room-tasks/{key}").text
    assert "Inès Carvalho · Marked as done" in history and "Karim Haddad · Marked as not done" in history


def test_only_those_concerned_say_that_it_is_done(visit, cast, room, tasks_of, force):
    key = tasks_of(room, cast.ines)["tools"][0]
    sofia = visit(cast.sofia)
    assert f"/room-tasks/{key}/" not in sofia.get(room.path).html
    force(sofia, f"/room-tasks/{key}/done", {}, status=403)
    force(visit(cast.tom), f"/room-tasks/{key}/done", {}, status=404)
    for step in ("remove", "restore"):
        force(visit(cast.ines), f"/room-tasks/{key}/{step}", {}, status=403)
    visit(cast.ines).get(f"/room-tasks/{key}", status=403)
    assert not tasks_of(room, cast.ines)["tools"][1]


def test_added_for_someone_and_given_to_another(visit, cast, room, told):
    add(visit(cast.karim), room, cast)
    text = visit(cast.claire).get(room.path).text
    assert "Order the badge · to welcome Sofia Marchetti" in text and "Claire Dubreuil, by" in text
    assert ("Claire", "task_given") in told()


def test_a_double_click_adds_once(visit, cast, room):
    karim = visit(cast.karim)
    page = karim.get(f"{room.path}/tasks")
    data = {"task-title": "Order the badge", "task-charge": cast.karim.public_id}
    for _ in range(2):
        karim.submit(page, "/room/tasks", data)
    assert len([li for li in karim.get(room.path).find("li") if "Order the badge" in "".join(li.itertext())]) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Say what is to be done."),
        ("title", "x" * 201, "Keep it under 200 characters."),
        ("due_on", "", "Choose a day."),
        ("due_on", "2099-01-01", "Choose a day within three years."),
        ("charge", "nobody", "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(visit, cast, room, field, value, said):
    page = add(visit(cast.karim), room, cast, status=422, **{field: value})
    assert said in page.field_error(f"task-{field}")


def test_participants_do_not_add(visit, cast, room, force):
    assert "Add a task" not in visit(cast.ines).get(room.path).text
    force(visit(cast.ines), f"{room.path}/tasks", {"task-title": "x"}, status=403)
    visit(cast.ines).get(f"{room.path}/tasks", status=403)


def test_changed_moved_and_given_on(visit, cast, room, tasks_of, told):
    key = tasks_of(room, cast.sofia)["context"][0]
    karim, claire = visit(cast.karim), visit(cast.claire)
    form, seen = karim.get(f"/room-tasks/{key}"), claire.get(f"/room-tasks/{key}")
    karim.submit(form, f"/room-tasks/{key}", {"task-charge": cast.ines.public_id})
    assert ("Inès", "task_given") in told()
    late = claire.submit(seen, f"/room-tasks/{key}", {"task-title": "Mine"}, status=409)
    assert "Someone changed this a moment ago." in late.text and "Mine" in late.text


def test_taken_away_and_put_back(visit, cast, room, tasks_of):
    key = tasks_of(room, cast.ines)["contacts"][0]
    karim = visit(cast.karim)
    karim.submit(karim.get(f"/room-tasks/{key}"), f"/room-tasks/{key}/remove")
    page = karim.get(room.path)
    assert "1 task taken away" in page.text
    karim.submit(page, f"/room-tasks/{key}/restore")
    assert not tasks_of(room, cast.ines)["contacts"][2]


def test_nothing_is_marked_once_the_work_is_over(app, visit, cast, room, tasks_of, force):
    key = tasks_of(room, cast.ines)["tools"][0]
    with app.app_context():
        complete_mission(cast.karim.person(), room.mission.load())
    page = force(visit(cast.ines), f"/room-tasks/{key}/done", {}, status=409)
    assert "takes nothing new" in page.text


def test_what_someone_who_leaves_was_in_charge_of_goes_to_the_owner(app, visit, cast, room, tasks_of):
    add(visit(cast.karim), room, cast, charge=cast.ines.public_id)
    with app.app_context():
        withdraw_application(cast.ines.person(), room.ines.load(), text="")
    text = visit(cast.karim).get(room.path).text
    assert "Order the badge · to welcome Sofia Marchetti Karim Haddad, by" in text


def test_who_is_confirmed_late_is_welcomed_too(app, visit, cast, world, room, tasks_of):
    accepted = world.application(room.mission, cast.tom, state=ApplicationState.PENDING_CLEARANCE)
    visit(cast.tom).get(room.path, status=404)
    with app.app_context(), transaction():
        confirm_seat(cast.nadia.person(), accepted.load())
    assert set(tasks_of(room, cast.tom)) == {"tools", "context", "contacts", "buddy"}
    visit(cast.tom).get(room.path)


def test_a_list_begins_on_the_day_someone_arrives(app, cast, make_room):
    make_room(first=3, last=12)
    select = sa.select(RoomTask.kind, RoomTask.due_on).where(RoomTask.for_id == cast.ines.id)
    with app.app_context():
        days = {kind.value: due_on for kind, due_on in db.session.execute(select)}
    assert days["tools"] == week(3) + timedelta(days=1)
    assert days["buddy"] == week(3) + timedelta(days=4)
