"""The messages of an application: read and written by the talent and those who own the mission, told once, kept apart
from notes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import Application
from portal.applications.models import ApplicationState as S
from portal.applications.thread import services
from portal.applications.thread.models import LONGEST_MESSAGE, Message
from portal.applications.thread.rules import MOST_IN_A_ROW
from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission
from portal.notices.models import Notice
from tests.mailbox import mails_written

QUESTION, ANSWER = "Could the Mondays be remote?", "Yes, every Monday."


@pytest.fixture
def application(cast, world):
    return world.application(world.mission(co_owner=cast.claire), cast.ines)


@pytest.fixture
def write(app):
    """`write(cast.ines, application)` writes a message and gives its public id."""

    def make(person, application, text=QUESTION):
        with app.app_context():
            return services.write_message(person.person(), application.load(), text).public_id

    return make


def send(visitor, application, text=QUESTION, *, status=303):
    page = visitor.get(f"/applications/{application.public_id}")
    return visitor.submit(page, "/messages", {"message-text": text}, status=status)


def page_of(visitor, application):
    return visitor.get(f"/applications/{application.public_id}")


def thread_at(visitor, application, *, status=200):
    return visitor.get(f"/applications/{application.public_id}/messages", status=status)


def test_both_sides_read_and_write_oldest_first(visit, cast, application):
    ines, karim, claire = visit(cast.ines), visit(cast.karim), visit(cast.claire)
    done = send(ines, application)
    assert done.location.endswith("#messages")
    assert "Your message was sent to Karim Haddad and Claire Dubreuil." in page_of(ines, application).text
    assert "Your message was sent to Inès Carvalho." in karim.get(send(karim, application, ANSWER).location).text
    for someone in (ines, karim, claire):
        for page in (page_of(someone, application), thread_at(someone, application)):
            assert page.text.index(QUESTION) < page.text.index(ANSWER)
    assert "Read by you and by those who own the mission, now or later; nobody else." in page_of(ines, application).text


def test_nobody_else_reads_it(app, visit, cast, world, application, write):
    write(cast.ines, application)
    rival = world.application(world.mission(), cast.tom)
    with app.app_context(), transaction() as session:
        session.get_one(Application, rival.id).mission_id = session.get_one(Application, application.id).mission_id
    helene = visit(cast.helene)
    page = page_of(helene, application)
    assert QUESTION not in page.html
    assert "Messages with" not in page.text
    for someone, status in (
        (cast.helene, 403),
        (cast.nadia, 404),
        (cast.tom, 404),
        (cast.adele, 404),
        (cast.paul, 404),
    ):
        visitor = visit(someone)
        thread_at(visitor, application, status=status)
        data = {"message-text": "Mine.", "csrf_token": visitor.token("/account")}
        visitor.post(f"/applications/{application.public_id}/messages", data, status=status)


def test_messages_and_notes_stand_apart(visit, cast, application):
    karim = visit(cast.karim)
    karim.submit(page_of(karim, application), "/notes", {"note-text": "Hesitates."})
    send(karim, application, ANSWER)
    page = page_of(karim, application)
    sections = {name: page.by_id(name) for name in ("notes", "messages")}
    words = {name: "".join(section.itertext()) for name, section in sections.items() if section is not None}
    assert "Hesitates." in words["notes"] and ANSWER not in words["notes"]
    assert ANSWER in words["messages"] and "Hesitates." not in words["messages"]
    assert "Sent to Inès Carvalho." in words["messages"]
    assert "never sent" in words["notes"]
    assert "Hesitates." not in page_of(visit(cast.ines), application).html


def test_each_message_is_told_once_to_the_other_side_without_its_words(app, cast, application, write):
    write(cast.ines, application)
    write(cast.karim, application, ANSWER)
    with app.app_context():
        mails = mails_written()
        notices = db.session.execute(sa.select(Notice.event, Notice.link).order_by(Notice.id)).all()
    assert [(mail["to"].partition("@")[0], mail["event"]) for mail in mails] == [
        ("karim", "thread/written_owner"),
        ("claire", "thread/written_owner"),
        ("ines", "thread/written"),
    ]
    assert not [mail for mail in mails if QUESTION in str(mail) or ANSWER in str(mail)]
    address = f"/applications/{application.public_id}/messages"
    assert all(address in mail["body"] for mail in mails)
    assert {link for _event, link in notices} == {address}


def test_the_mark_goes_once_it_is_read(visit, cast, application, write):
    write(cast.ines, application)
    karim, claire, ines = visit(cast.karim), visit(cast.claire), visit(cast.ines)
    mission = application_mission(karim, application)
    for someone in (karim, claire):
        assert "New message" in someone.get(mission).text
        assert "1 conversation with something new" in someone.get("/applications/received").text
        assert "One candidate of yours wrote something new to you." in someone.get("/").text
    assert "New" in thread_at(karim, application).text
    assert "New message" not in karim.get(mission).text
    assert "something new" not in karim.get("/applications/received").text + karim.get("/").text
    assert "New message" in claire.get(mission).text
    assert "New message" not in ines.get("/applications").text
    write(cast.karim, application, ANSWER)
    assert "New message" in ines.get("/applications").text
    assert "One conversation on your applications holds something new." in ines.get("/").text
    page_of(ines, application)
    assert "New message" not in ines.get("/applications").text


def application_mission(visitor, application):
    with visitor.app.app_context():
        mission = db.session.get_one(Mission, application.load().mission_id)
        return f"/missions/{mission.public_id}/applications"


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Write something first."), (" \n ", "Write something first."), ("x" * (LONGEST_MESSAGE + 1), "under 2000")],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(visit, cast, application, text, said):
    page = send(visit(cast.ines), application, text, status=422)
    assert said in page.field_error("message-text")
    assert not text.strip() or text in page.text


def test_a_double_click_writes_one(app, visit, cast, application):
    ines = visit(cast.ines)
    page = page_of(ines, application)
    for _ in range(2):
        ines.submit(page, "/messages", {"message-text": QUESTION})
    with app.app_context():
        assert db.session.scalars(sa.select(Message.text)).all() == [QUESTION]
        assert len(mails_written()) == 2


def test_one_side_does_not_go_on_and_on(visit, cast, application, write):
    for number in range(MOST_IN_A_ROW):
        write(cast.ines, application, f"Message {number}")
    page = send(visit(cast.ines), application, status=409)
    assert "10 messages in a row wait for an answer." in page.text and QUESTION in page.text
    write(cast.karim, application, ANSWER)
    send(visit(cast.ines), application)


def test_the_page_shows_the_latest_and_leads_to_the_whole(visit, cast, application, write):
    for number in range(12):
        write((cast.ines, cast.karim)[number % 2], application, f"Message number {number}.")
    ines = visit(cast.ines)
    page = page_of(ines, application)
    assert "Message number 2." in page.text and "Message number 1." not in page.text
    whole = ines.get(page.links()["Read all 12 messages"])
    assert "Message number 0." in whole.text and "Message number 11." in whole.text


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.NOT_SELECTED, S.COMPLETED])
def test_it_closes_a_month_after_the_end(app, visit, cast, world, write, state):
    application = world.application(world.mission(), cast.ines, state=S.IN_REVIEW)
    write(cast.ines, application)
    ended(app, application, state)
    ines, karim = visit(cast.ines), visit(cast.karim)
    assert "you can both write here until" in page_of(ines, application).text
    late = page_of(karim, application)
    with clock.at(clock.now() + timedelta(days=31)):
        ines, karim = visit(cast.ines), visit(cast.karim)
        page = page_of(ines, application)
        assert QUESTION in page.text
        assert "nobody writes here any more" in page.text
        form = late.form("/messages") | {"message-text": ANSWER, "csrf_token": karim.token("/account")}
        refused = karim.post(f"/applications/{application.public_id}/messages", form, status=409)
        assert "nobody writes here any more" in refused.text and ANSWER in refused.text


def ended(app, application, state):
    with app.app_context(), transaction() as session:
        found = session.get_one(Application, application.id)
        if state is S.COMPLETED:
            found.agreed = found.terms
        found.state, found.changed_at = state, clock.now()


def test_an_ended_application_without_a_word_shows_nothing(app, visit, cast, world):
    application = world.application(world.mission(), cast.ines)
    ended(app, application, S.WITHDRAWN)
    with clock.at(clock.now() + timedelta(days=31)):
        assert "Messages with" not in page_of(visit(cast.ines), application).text


def test_its_author_takes_it_back_for_ten_minutes(app, visit, cast, application, write):
    message = write(cast.ines, application)
    ines, karim = visit(cast.ines), visit(cast.karim)
    assert "Take back" not in page_of(karim, application).text
    for _ in range(2):
        ines.post(f"/messages/{message}/take-back", {"csrf_token": ines.token("/account")})
    assert "You took this message back." in page_of(ines, application).text
    page = page_of(karim, application)
    assert "This message was taken back." in page.text and QUESTION not in page.html
    with app.app_context():
        assert db.session.scalars(sa.select(Message.text)).all() == [""]
        events = db.session.scalars(sa.select(Event).order_by(Event.id)).all()
        assert [event.action for event in events] == ["write", "take_back"]
        assert not [event for event in events if event.text or event.data]


def test_it_is_too_late_after_that(visit, cast, application, write):
    message = write(cast.ines, application)
    with clock.at(clock.now() + timedelta(minutes=11)):
        ines = visit(cast.ines)
        assert "Take back" not in page_of(ines, application).text
        token = {"csrf_token": ines.token("/account")}
        page = ines.post(f"/messages/{message}/take-back", token, status=409)
    assert "this one is older" in page.text and QUESTION in page.text


def test_nobody_takes_back_what_another_wrote(visit, cast, application, write):
    message = write(cast.karim, application)
    for someone, status in ((cast.claire, 403), (cast.ines, 403), (cast.helene, 403), (cast.tom, 404)):
        visitor = visit(someone)
        visitor.post(f"/messages/{message}/take-back", {"csrf_token": visitor.token("/account")}, status=status)


def test_the_words_go_two_years_after_the_end(app, visit, cast, application, write):
    write(cast.ines, application)
    ended(app, application, S.WITHDRAWN)
    for days, words in ((729, [QUESTION]), (731, [""])):
        with clock.at(clock.now() + timedelta(days=days)), app.app_context():
            worker.do_chores()
            assert db.session.scalars(sa.select(Message.text)).all() == words
    with clock.at(clock.now() + timedelta(days=731)):
        assert "These words are kept no longer." in page_of(visit(cast.ines), application).text


def test_whoever_is_invited_asks_before_they_answer(visit, cast, world):
    application = world.application(world.mission(), cast.ines, state=S.INVITED)
    send(visit(cast.ines), application)
    assert QUESTION in page_of(visit(cast.karim), application).text


def test_it_costs_one_statement_and_one_more_to_mark_it(visit, cast, application, write):
    counts = {}
    for number in range(6):
        write((cast.ines, cast.karim)[number % 2], application, f"Message {number}")
    for someone in (cast.ines, cast.karim, cast.claire):
        visitor = visit(someone)
        for _ in range(2):
            page_of(visitor, application)
            counts.setdefault(someone, []).append(visitor.query_count)
        thread_at(visitor, application)
        assert visitor.query_count <= 10
    assert all(first <= 15 and then == first - 1 for first, then in counts.values()), counts


def test_in_french(visit, cast, application, write):
    write(cast.ines, application)
    page = page_of(visit(cast.karim, locale="fr"), application)
    assert "Échanges avec Inès Carvalho" in page.text
    assert "Lu par Inès Carvalho et par les porteurs de la mission" in page.text
