"""What is said in a room: what comes next, how the weeks go, how clear the brief was, what each part achieved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState
from portal.missions.services import complete_mission
from portal.rooms.models import Room
from portal.rooms.queries import room_of
from tests.mailbox import mails_written

NEXT = "Two of you go on with the frames until June; the others return to their teams."
OUTCOME = "Twenty flows are described, and the team can go on alone."


def say_next(browser, room, text=NEXT, *, status=303, **data):
    return browser.submit(browser.get(room.path), "/room/next", {"next-text": text, **data}, status=status)


def write_note(browser, room, *, status=303, **lines):
    page = browser.get(room.path)
    return browser.submit(page, "/room/note", {f"note-{name}": line for name, line in lines.items()}, status=status)


def rate(browser, room, clarity="2", text="The data were not named.", *, status=303):
    page = browser.get(room.path)
    return browser.submit(page, "/room/clarity", {"clarity-clarity": clarity, "clarity-text": text}, status=status)


def opened(app, room, days_ago):
    with app.app_context(), transaction():
        db.session.get_one(Room, room_of(room.mission.load()).id).opened_on = clock.today() - timedelta(days=days_ago)


def test_what_comes_next_is_due_thirty_days_before_the_end(visit, cast, room):
    with_promise = "thirty days before the end at the latest: that is promised by Karim Haddad and Claire Dubreuil."
    assert with_promise in visit(cast.sofia).get(room.path).text
    assert "What waits for you" not in visit(cast.claire).get(room.path).text


def test_late_is_said_to_everyone(app, visit, cast, make_room):
    room = make_room(first=-8, last=2)
    opened(app, room, 50)
    assert "late" in visit(cast.ines).get(room.path).text and "and is not yet." in visit(cast.ines).get(room.path).text
    assert "You promised to say what comes next by" in visit(cast.karim).get(room.path).text
    say_next(visit(cast.karim), room)
    text = visit(cast.sofia).get(room.path).text
    assert NEXT in text and "days late" in text and "Said by Karim Haddad on" in text


def test_said_once_then_better(visit, cast, room, told, actions):
    karim = visit(cast.karim)
    say_next(karim, room)
    assert [event for event in told() if event[1] == "next_said"] == [
        ("Claire", "next_said"),
        ("Inès", "next_said"),
        ("Sofia", "next_said"),
    ]
    say_next(karim, room, "Everyone goes on.")
    assert "Everyone goes on." in visit(cast.ines).get(room.path).text
    history = karim.get(f"{room.path}/closing").text
    assert NEXT in history and history.count("What comes next was said") == 2
    assert actions("room") == ["open", "say_next", "say_next"]


def test_two_owners_say_it_at_once(visit, cast, room):
    karim, claire = visit(cast.karim), visit(cast.claire)
    first, second = karim.get(room.path), claire.get(room.path)
    karim.submit(first, "/room/next", {"next-text": NEXT})
    page = claire.submit(second, "/room/next", {"next-text": "Nothing is planned."}, status=409)
    assert NEXT in page.text and "Nothing is planned." in page.text


def test_who_will_read_it_is_shown_first(visit, cast, room, told):
    page = say_next(visit(cast.karim), room, status=200, foretell="next")
    assert "would be sent. Nothing has been yet." in page.text and NEXT in page.text
    assert ("Inès", "next_said") not in told()


def test_only_owners_say_what_comes_next(visit, cast, room, force):
    force(visit(cast.ines), f"{room.path}/next", {"next-text": NEXT}, status=403)
    force(visit(cast.sofia), f"{room.path}/next", {"next-text": NEXT}, status=403)
    force(visit(cast.tom), f"{room.path}/next", {"next-text": NEXT}, status=404)
    page = say_next(visit(cast.karim), room, "", status=422)
    assert "even if it is that nothing is planned" in page.field_error("next-text")


def test_it_may_still_be_said_after_the_end_but_not_once_closed(app, visit, cast, room, force):
    with app.app_context():
        complete_mission(cast.karim.person(), room.mission.load())
    say_next(visit(cast.karim), room)
    with app.app_context(), transaction():
        room.mission.load().state = MissionState.CLOSED
    force(
        visit(cast.karim), f"{room.path}/next", {"next-text": NEXT, "next-lang": "en", "next-version": "2"}, status=409
    )


def test_a_note_is_read_by_those_who_own_the_mission(visit, cast, room, told):
    ines = visit(cast.ines)
    assert "Read by Karim Haddad and Claire Dubreuil. Nobody else" in ines.get(room.path).text
    write_note(ines, room, well="The flows are listed.", needs="An access to the CRM.")
    for owner in (cast.karim, cast.claire):
        assert "An access to the CRM." in visit(owner).get(room.path).text
    sofia = visit(cast.sofia)
    assert "CRM." not in sofia.get(room.path).text
    assert "CRM." not in sofia.get(f"{room.path}/notes").text
    assert "CRM." in ines.get(f"{room.path}/notes").text
    assert [one for one in told() if one[1] == "note_written"] == [
        ("Claire", "note_written"),
        ("Karim", "note_written"),
    ]


def test_a_note_may_be_shared_and_changed(visit, cast, room, actions):
    ines = visit(cast.ines)
    write_note(ines, room, well="All is well.")
    write_note(ines, room, well="Nearly all is well.", is_shared="y")
    text = visit(cast.sofia).get(room.path).text
    assert "Nearly all is well." in text and "All is well." not in text
    assert actions("room_note") == ["write", "write"]


def test_an_empty_note_is_refused(visit, cast, room, force):
    page = write_note(visit(cast.ines), room, status=422)
    assert "Write one of the three lines at least." in page.field_error("note-well")
    page = write_note(visit(cast.ines), room, well="x" * 281, status=422)
    assert "Keep it under 280 characters." in page.field_error("note-well")
    force(visit(cast.karim), f"{room.path}/note", {"note-well": "x"}, status=403)


def test_the_owner_sees_who_is_silent(app, visit, cast, room):
    opened(app, room, 14)
    write_note(visit(cast.sofia), room, well="Fine.")
    text = visit(cast.karim).get(room.path).text
    assert "Inès Carvalho has written nothing for 2 weeks." in text
    assert "Sofia Marchetti has written nothing" not in text
    assert "has written nothing" not in visit(cast.sofia).get(room.path).text


def test_a_pause_is_no_silence(app, visit, cast, room):
    opened(app, room, 14)
    with app.app_context(), transaction():
        mission = room.mission.load()
        mission.state, mission.paused_from = MissionState.PAUSED, MissionState.IN_PROGRESS
    text = visit(cast.karim).get(room.path).text
    assert "has written nothing" not in text and "The mission is paused" in text


def test_the_author_reads_how_clear_the_brief_was(visit, cast, room, told):
    ines = visit(cast.ines)
    assert "Say how clear the brief was" in ines.get(room.path).text
    rate(ines, room)
    page = visit(cast.karim).get(room.path).text
    assert "1 answer so far, of 2." in page
    assert "Much had to be guessed The data were not named." in page
    assert "Much had to be guessed The data" not in visit(cast.sofia).get(room.path).text
    assert ("Karim", "brief_rated") in told()
    rate(ines, room, "4", "")
    assert "You answered: Clear, but for a few details." in ines.get(room.path).text


def test_an_answer_is_one_of_five(visit, cast, room, force):
    page = rate(visit(cast.ines), room, None, status=422)
    assert "Choose one of the five answers." in page.field_error("clarity-clarity")
    force(visit(cast.ines), f"{room.path}/clarity", {"clarity-clarity": "6"}, status=422)
    force(visit(cast.karim), f"{room.path}/clarity", {"clarity-clarity": "5"}, status=403)


def write_outcome(browser, key, *, status=303, outcome=OUTCOME):
    path = f"/room-members/{key}/outcome"
    return browser.submit(browser.get(path), path, {"part-outcome": outcome, "part-lang": "en"}, status=status)


def test_an_outcome_begins_the_attestation(app, visit, cast, room, member):
    karim = visit(cast.karim)
    write_outcome(karim, member(room, cast.ines).public_id)
    assert "The outcome is still to write for: Sofia Marchetti." in karim.get(room.path).text
    assert OUTCOME not in visit(cast.ines).get(room.path).text
    with app.app_context():
        complete_mission(cast.karim.person(), room.mission.load())
    links = karim.get("/recognitions").find("a")
    forms = [karim.get(a.attrib["href"]) for a in links if a.attrib["href"].endswith("/attest")]
    assert sum(OUTCOME in form.text for form in forms) == 1


@pytest.mark.parametrize("outcome", ["Too short.", "x" * 401])
def test_an_outcome_has_a_length(visit, cast, room, member, force, outcome):
    key = member(room, cast.ines).public_id
    page = write_outcome(visit(cast.karim), key, outcome=outcome, status=422)
    assert "Between 20 and 400 characters" in page.field_error("part-outcome")
    force(visit(cast.ines), f"/room-members/{key}/outcome", {}, status=403)
    visit(cast.ines).get(f"/room-members/{key}/outcome", status=403)


def test_the_closing_list_is_for_those_who_own_the_mission(app, visit, cast, world, room):
    visit(cast.ines).get(f"{room.path}/closing", status=403)
    visit(cast.sofia).get(f"{room.path}/closing", status=403)
    visit(cast.tom).get(f"{room.path}/closing", status=404)
    karim = visit(cast.karim)
    text = karim.get(f"{room.path}/closing").text
    assert "What comes next is not said yet." in text and "8 tasks are not done." in text
    assert "planned weeks are not declared yet." in text
    with app.app_context():
        complete_mission(cast.karim.person(), room.mission.load())
    karim.get(f"{room.path}/closing")
    page = karim.get(f"{room.path}/closing")
    assert "2 people wait for you to attest their part." in page.text
    assert karim.query_count <= 15


def test_completing_says_what_is_missing(visit, cast, room, member):
    karim = visit(cast.karim)
    text = karim.get(f"/missions/{room.mission.public_id}").text
    assert "You have not said what comes next." in text
    assert "The outcome of 2 parts is not written yet." in text and "8 tasks of the room are not done." in text
    say_next(karim, room)
    for person in (cast.ines, cast.sofia):
        write_outcome(karim, member(room, person).public_id)
    text = karim.get(f"/missions/{room.mission.public_id}").text
    assert "You have not said what comes next." not in text and "is not written yet" not in text


def test_a_mail_leads_to_its_part_of_the_room(app, visit, cast, room):
    write_note(visit(cast.ines), room, needs="An access to the CRM.")
    say_next(visit(cast.karim), room)
    with app.app_context():
        bodies = {mail.get("event"): mail.get("body", "") for mail in mails_written()}
    assert f"{room.path}#next" in bodies["rooms/next_said"] and NEXT in bodies["rooms/next_said"]
    assert "rooms/note_written" not in bodies, "once a day, unless one chooses otherwise"
