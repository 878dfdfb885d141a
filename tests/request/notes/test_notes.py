"""Notes on a candidate: read by those who own the mission alone, changed by their author, kept for a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState as S
from portal.applications.notes.models import Note
from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.extensions import db

SECRET = "Hesitates on the dates."


@pytest.fixture
def application(cast, world):
    return world.application(world.mission(co_owner=cast.claire), cast.ines)


def write(visitor, application, text=SECRET, *, status=303):
    page = visitor.get(f"/applications/{application.public_id}")
    return visitor.submit(page, "/notes", {"note-text": text}, status=status)


@pytest.fixture
def written(app):
    def read():
        with app.app_context():
            return db.session.scalars(sa.select(Note)).one()

    return read


def test_both_owners_read_it_and_nobody_else(app, visit, cast, application):
    karim = visit(cast.karim)
    done = write(karim, application)
    assert "Your note is kept. Only those who own the mission read it." in karim.get(done.location).text
    assert SECRET in visit(cast.claire).get(f"/applications/{application.public_id}").text
    for someone in (cast.ines, cast.helene):
        page = visit(someone).get(f"/applications/{application.public_id}")
        assert SECRET not in page.html
        assert "Your notes" not in page.text
    visit(cast.nadia).get(f"/applications/{application.public_id}", status=404)
    with app.app_context():
        assert db.session.scalars(sa.select(OutboxItem)).all() == []
        assert [event.action for event in db.session.scalars(sa.select(Event))] == ["write"]
        assert not db.session.scalars(sa.select(Event.text).where(Event.text.is_not(None))).all()


def test_its_author_changes_and_removes_it_with_a_trace(visit, cast, application, written):
    karim, claire = visit(cast.karim), visit(cast.claire)
    write(karim, application)
    address = f"/notes/{written().public_id}"
    page = karim.get(address)
    karim.submit(page, address, {"note-text": "Free from May."})
    assert "changed on" in claire.get(f"/applications/{application.public_id}").text
    assert "Change" not in claire.get(f"/applications/{application.public_id}").links()
    page = karim.get(f"/applications/{application.public_id}")
    karim.submit(page, "/remove")
    shown = claire.get(f"/applications/{application.public_id}")
    assert "Karim Haddad removed a note on" in shown.text
    assert "Free from May." not in shown.html
    karim.get(address, status=404)


def test_an_empty_note_and_a_stale_one(visit, cast, application, written):
    karim, other = visit(cast.karim), visit(cast.karim)
    assert "Write something first." in write(karim, application, " ", status=422).text
    write(karim, application)
    address = f"/notes/{written().public_id}"
    page, late = karim.get(address), other.get(address)
    karim.submit(page, address, {"note-text": "First."})
    overtaken = other.submit(late, address, {"note-text": "Second."}, status=409)
    assert "Second." in overtaken.text
    assert written().text == "First."


def test_who_may(visit, cast, application, written):
    write(visit(cast.karim), application)
    address = f"/applications/{application.public_id}/notes"
    one = f"/notes/{written().public_id}"
    for someone, status in ((cast.helene, 403), (cast.ines, 403), (cast.tom, 404)):
        visitor = visit(someone)
        data = {"note-text": "Mine.", "csrf_token": visitor.token("/applications")}
        for path in (address, one, f"{one}/remove"):
            visitor.post(path, data, status=status)
        visitor.get(one, status=status)
    visit(cast.claire).get(one, status=403)


def test_a_double_click_keeps_one_note(visit, cast, application, written):
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    for _ in range(2):
        karim.submit(page, "/notes", {"note-text": SECRET})
    assert written().text == SECRET


def test_the_words_go_three_months_after_the_end(app, visit, cast, world, application, written):
    write(visit(cast.karim), application)
    with clock.at(clock.now() + timedelta(days=91)), app.app_context():
        worker.do_chores()
    assert written().text == SECRET
    ended = world.application(world.mission(), cast.tom, state=S.WITHDRAWN)
    write(visit(cast.karim), ended, "Gone.")
    with clock.at(clock.now() + timedelta(days=91)), app.app_context():
        worker.do_chores()
        assert sorted(note.text for note in db.session.scalars(sa.select(Note))) == ["", SECRET]
