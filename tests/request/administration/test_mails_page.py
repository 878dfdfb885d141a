"""The mails that did not leave, as administrators see them: to whom and why, never what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.notices.telling import tell
from tests.request.mail.conftest import Post, closed_port, post  # noqa: F401 (fixtures)

PAGE = "/administration/mails"


@pytest.fixture
def poisoned(app, cast, world, post: Post):  # noqa: F811
    """Mails to Inès and to Tom that the server refused for good, and one to Léa that left."""
    post.refused_recipients = {cast.ines.email: "550 no such mailbox", cast.tom.email: "554 never"}
    mission = world.mission()
    for person in (cast.ines, cast.tom, cast.lea):
        application = world.application(mission, person)
        with app.app_context(), transaction():
            tell(person.person(), "applications/under_review", application=application.load())
    for hours in range(9):
        with app.app_context(), clock.at(clock.now() + timedelta(hours=12 * hours)):
            worker.drain()
    assert len(post.accepted) == 1
    return post


def parked(app):
    with app.app_context():
        return db.session.scalars(sa.select(OutboxItem.id).where(OutboxItem.parked_at.is_not(None))).all()


def test_to_whom_and_why_but_not_what_they_say(cast, visit, poisoned):
    adele = visit(cast.adele)
    page = adele.get(PAGE)
    assert adele.query_count <= 7
    for words in ("Inès Carvalho", cast.ines.email, "550", "no such mailbox", "My applications", "8 attempts", "Tom"):
        assert words in page.text, words
    for secret in ("Map the customer data", "Analyst", "under review", "Léa"):
        assert secret not in page.text, secret


@pytest.mark.parametrize(
    ("locale", "title", "empty"),
    [
        ("en", "Mails that did not leave", "Every mail has left"),
        ("fr", "Courriels qui ne sont pas partis", "Tous les courriels sont partis"),
    ],
)
def test_when_all_is_well(cast, visit, locale, title, empty):
    page = visit(cast.adele, locale=locale).get(PAGE)
    assert title in page.text
    assert empty in page.text


def test_one_is_tried_again_and_leaves(app, cast, visit, poisoned):
    poisoned.refused_recipients = {}
    adele = visit(cast.adele)
    first = min(parked(app))
    adele.submit(adele.get(PAGE), "/retry", {"mail": str(first)})
    with app.app_context():
        assert worker.drain() == 1
        assert [(event.action, event.subject_id) for event in db.session.scalars(sa.select(Event))] == [
            ("retry", first)
        ]
    assert [to for to, _message in poisoned.accepted][1:] == [[cast.ines.email]]
    assert len(parked(app)) == 1
    page = adele.get(PAGE)
    assert "1 mail is tried again." in page.text
    adele.post(f"{PAGE}/retry", {"mail": str(first), "csrf_token": adele.token()})
    assert "Nothing was left to try again." in adele.get(PAGE).text


def test_all_are_tried_again(app, cast, visit, poisoned):
    poisoned.refused_recipients = {}
    adele = visit(cast.adele)
    adele.submit(adele.get(PAGE), "/retry", {"mail": None})
    with app.app_context():
        worker.drain()
    assert len(poisoned.accepted) == 3
    assert parked(app) == []


@pytest.mark.parametrize("mail", ["x", "-1", "99999999999", "0"])
def test_one_that_is_none_changes_nothing(app, cast, visit, poisoned, mail):
    adele = visit(cast.adele)
    adele.post(f"{PAGE}/retry", {"mail": mail, "csrf_token": adele.token()})
    assert len(parked(app)) == 2


def test_administrators_alone(app, cast, visit, poisoned):
    for who in (cast.ines, cast.helene, cast.paul, cast.sofia):
        visitor = visit(who)
        visitor.get(PAGE, status=403)
        visitor.post(f"{PAGE}/retry", {"csrf_token": visitor.token()}, status=403)
    assert "/sign-in" in visit().get(PAGE, status=302).location
    assert len(parked(app)) == 2


def test_their_home_says_so_and_nobody_elses(cast, visit, poisoned):
    assert "2 mails could not be sent" in visit(cast.adele).get("/").text
    assert "could not be sent" not in visit(cast.ines).get("/").text


def test_a_server_that_is_away_is_said(app, cast, visit, world):
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1"
    application = world.application(world.mission(), cast.ines)
    with app.app_context(), transaction():
        tell(cast.ines.person(), "applications/under_review", application=application.load())
    with app.app_context():
        worker.drain()
    text = visit(cast.adele).get(PAGE).text
    assert "1 other mail waits" in text
    assert "does not answer" in text
