"""Who does what: roles, buddies, and those whom the team may turn to."""

from __future__ import annotations

import pytest

from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.workflow import owners_changed


def describe(browser, key, *, status=303, **data):
    typed = {f"member-{name}": value for name, value in data.items()}
    return browser.submit(browser.get(f"/room-members/{key}"), f"/room-members/{key}", typed, status=status)


def add_contact(browser, room, *, who="Léa Nguyen", about="The access to the data", status=303):
    page = browser.get(room.path)
    return browser.submit(page, "/room/contacts", {"contact-label": who, "contact-about": about}, status=status)


def test_a_role_and_a_buddy(visit, cast, room, member, tasks_of, told):
    describe(visit(cast.karim), member(room, cast.sofia).public_id, role="Leads the tests", buddy=cast.ines.public_id)
    text = visit(cast.ines).get(room.path).text
    assert "Leads the tests" in text and "Buddy: Inès Carvalho" in text
    assert "to welcome Sofia Marchetti Inès Carvalho, by" in text, "meeting them is now hers"
    assert ("Inès", "buddy") in told()


def test_nobody_is_their_own_buddy(visit, cast, room, member):
    key = member(room, cast.sofia).public_id
    page = describe(visit(cast.karim), key, buddy=cast.sofia.public_id, status=422)
    assert "Not a valid choice." in page.field_error("member-buddy")


def test_only_owners_describe(visit, cast, room, member, force):
    key = member(room, cast.sofia).public_id
    visit(cast.ines).get(f"/room-members/{key}", status=403)
    force(visit(cast.ines), f"/room-members/{key}", {"member-role": "x"}, status=403)
    force(visit(cast.tom), f"/room-members/{key}", {"member-role": "x"}, status=404)
    assert "Role and buddy" not in visit(cast.ines).get(room.path).text


def test_two_owners_at_once(visit, cast, room, member):
    key = member(room, cast.sofia).public_id
    karim, claire = visit(cast.karim), visit(cast.claire)
    first, second = karim.get(f"/room-members/{key}"), claire.get(f"/room-members/{key}")
    karim.submit(first, f"/room-members/{key}", {"member-role": "Tests"})
    page = claire.submit(second, f"/room-members/{key}", {"member-role": "Data"}, status=409)
    assert "Data" in page.text and "Tests" in page.html


def test_a_contact_enters_and_leaves(visit, cast, room, told):
    lea, karim = visit(cast.lea), visit(cast.karim)
    lea.get(room.path, status=404)
    add_contact(karim, room)
    assert "The access to the data" in lea.get(room.path).text
    assert ("Léa", "contact") in told()
    page = karim.get(room.path)
    karim.submit(page, "/remove")
    lea.get(room.path, status=404)
    add_contact(karim, room)
    lea.get(room.path)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("", "Name an employee."),
        ("Nobody Here", "No employee has this name."),
        ("Sofia Marchetti", "No employee has this name."),
        ("Inès Carvalho", "This person is in the room already."),
    ],
)
def test_who_is_no_contact(visit, cast, room, who, said):
    page = add_contact(visit(cast.karim), room, who=who, status=422)
    assert said in page.field_error("contact-label")


def test_a_contact_writes_no_note(visit, cast, room, force):
    add_contact(visit(cast.karim), room)
    lea = visit(cast.lea)
    assert "Write my note" not in lea.get(room.path).text
    force(lea, f"{room.path}/note", {"note-well": "x"}, status=403)
    force(lea, f"{room.path}/clarity", {"clarity-clarity": "5"}, status=403)
    force(lea, f"{room.path}/contacts", {"contact-label": "x"}, status=403)


def test_a_new_owner_takes_over_the_tasks(app, visit, cast, room):
    with app.app_context(), transaction():
        mission = db.session.get_one(Mission, room.mission.id)
        mission.owner_id, mission.co_owner_id = cast.oscar.id, cast.claire.id
        db.session.flush()
        db.session.refresh(mission)
        owners_changed(mission)
    visit(cast.karim).get(room.path, status=404)
    assert visit(cast.oscar).get(room.path).text.count("Oscar Weiss, by") == 8
