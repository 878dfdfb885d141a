"""The pool: asked, agreed for a year, left whenever one likes; silence is no consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState as S
from portal.applications.pooling.models import PoolMember
from portal.core import clock, worker
from portal.extensions import db
from portal.notices.models import Notice

WORDS = {"pool-message": "Your second idea fits our next mission."}


@pytest.fixture
def mission(cast, world):
    return world.mission(co_owner=cast.claire)


@pytest.fixture
def refused(cast, world, mission):
    return world.application(mission, cast.ines, state=S.NOT_SELECTED)


@pytest.fixture
def member(app):
    def read():
        with app.app_context():
            return db.session.scalars(sa.select(PoolMember)).one()

    return read


def state(app, application):
    with app.app_context():
        return application.load().state.value


def told(app):
    with app.app_context():
        return {(row.person_id, row.event) for row in db.session.scalars(sa.select(Notice))}


def page_of(visitor, application):
    return visitor.get(f"/applications/{application.public_id}")


def ask(visitor, application, data=WORDS, *, status=303):
    return visitor.submit(page_of(visitor, application), "/pool", data, status=status)


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_asked_agreed_and_seen_by_those_who_look_for_people(app, visit, cast, world, mission, refused, member, locale):
    karim, ines = visit(cast.karim), visit(cast.ines, locale=locale)
    ask(karim, refused)
    page = page_of(ines, refused)
    assert WORDS["pool-message"] in page.text
    ines.submit(page, "/join")
    assert member().state == "joined"
    assert member().until == clock.today() + timedelta(days=365)
    assert state(app, refused) == "not_selected"
    assert told(app) == {(cast.ines.id, "pooling/asked"), (cast.karim.id, "pooling/answered")}
    other = world.mission()
    ways = karim.get(f"/missions/{other.public_id}/invite")
    assert "Inès Carvalho" in ways.text
    assert karim.query_count <= 15
    elsewhere = world.mission(owner=cast.claire)
    assert "Inès Carvalho" not in visit(cast.claire).get(f"/missions/{elsewhere.public_id}/invite").text


def test_one_leaves_whenever_one_likes_and_nobody_is_told(app, visit, cast, world, refused, member):
    karim, ines = visit(cast.karim), visit(cast.ines)
    ask(karim, refused)
    ines.submit(page_of(ines, refused), "/join")
    before = told(app)
    ines.submit(page_of(ines, refused), "/leave")
    assert member().state == "left"
    assert told(app) == before
    other = world.mission()
    karim.get("/")
    assert "Inès Carvalho" not in karim.get(f"/missions/{other.public_id}/invite").text


def test_someone_in_reserve_who_agrees_waits_no_more(app, visit, cast, world, mission):
    application = world.application(mission, cast.tom, state=S.SHORTLISTED)
    ask(visit(cast.karim), application)
    tom = visit(cast.tom)
    page = page_of(tom, application)
    assert "Your present application then ends" in page.text
    tom.submit(page, "/join")
    assert state(app, application) == "pooled"


def test_who_says_no_goes_on_waiting(app, visit, cast, world, mission, member):
    application = world.application(mission, cast.tom, state=S.IN_REVIEW)
    ask(visit(cast.karim), application)
    tom = visit(cast.tom)
    tom.submit(page_of(tom, application), "/decline")
    assert (member().state, state(app, application)) == ("declined", "in_review")


def test_silence_is_no_consent_and_a_consent_ends(app, visit, cast, refused, member):
    ask(visit(cast.karim), refused)
    with clock.at(clock.now() + timedelta(days=31)), app.app_context():
        worker.do_chores()
    assert member().state == "lapsed"
    assert "May we think of you again?" not in page_of(visit(cast.ines), refused).text


def test_a_consent_ends_after_its_year(app, visit, cast, refused, member):
    ask(visit(cast.karim), refused)
    ines = visit(cast.ines)
    ines.submit(page_of(ines, refused), "/join")
    with clock.at(clock.now() + timedelta(days=366)), app.app_context():
        worker.do_chores()
        worker.do_chores()
    assert member().state == "expired"
    assert (cast.ines.id, "pooling/expired") in told(app)


def test_wrong_words_states_and_people(app, visit, cast, world, mission, refused, member):
    karim = visit(cast.karim)
    assert "Say in a few words" in ask(karim, refused, {"pool-message": " "}, status=422).text
    token = {**WORDS, "csrf_token": karim.token("/applications")}
    offered = world.application(mission, cast.sofia, state=S.OFFERED)
    karim.post(f"/applications/{offered.public_id}/pool", token, status=409)
    page = page_of(karim, refused)
    ask(karim, refused)
    late = karim.submit(page, "/pool", {"pool-message": "Again."}, status=409)
    assert "This person was asked already, or is in the pool." in late.text
    address = f"/pool/{member().public_id}"
    for someone, status in ((cast.karim, 403), (cast.claire, 403), (cast.tom, 404), (cast.helene, 404)):
        visitor = visit(someone)
        visitor.post(f"{address}/join", {"csrf_token": visitor.token("/applications")}, status=status)
    ines = visit(cast.ines)
    ines.post(f"{address}/leave", {"csrf_token": ines.token("/applications")}, status=409)
    for someone, status in ((cast.helene, 403), (cast.ines, 403), (cast.tom, 404)):
        visitor = visit(someone)
        data = {**WORDS, "csrf_token": visitor.token("/applications")}
        visitor.post(f"/applications/{refused.public_id}/pool", data, status=status)
