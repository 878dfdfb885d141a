"""Choosing who reads what, on one page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.extensions import db
from portal.talents.models import Circle, Profile, Section

PATH = "/profile/readers"


def circles_of(app, person):
    with app.app_context():
        return db.session.get_one(Profile, person.id).circles


def test_every_choice_is_saved_at_once(app, world, cast, visit):
    tom = visit(cast.tom)
    page = tom.get(PATH)
    assert "Your manager and human resources see this." in page.text
    chosen = dict(
        zip((one.value for one in Section), ("self", "responsible", "owners", "inside", "self", "owners"), strict=True)
    )
    assert tom.submit(page, PATH, chosen).location == "/profile"
    assert {key.value: one.value for key, one in circles_of(app, cast.tom).items()} == chosen
    shown = tom.get("/profile")
    assert "each section is seen by those you chose" in shown.text
    assert "Only you see this." in shown.text
    assert "changed who sees what" in shown.text
    again = tom.get(PATH)
    assert again.form(PATH)["summary"] == "self"


def test_it_leaves_its_trace_and_asks_the_index(app, world, cast, visit):
    tom = visit(cast.tom)
    tom.submit(tom.get(PATH), PATH, {"skills": "owners"})
    tom.submit(tom.get(PATH), PATH, {"skills": "inside"})
    tom.submit(tom.get(PATH), PATH)
    with app.app_context():
        events = db.session.scalars(sa.select(Event).where(Event.action == "profile.readers").order_by(Event.id)).all()
        assert [event.data for event in events] == [{"skills": ["inside", "owners"]}, {"skills": ["owners", "inside"]}]
        keys = db.session.scalars(sa.select(OutboxItem.key).order_by(OutboxItem.id)).all()
    tom = f"talent:{cast.tom.id}"
    assert [key.rpartition(":")[0] for key in keys] == [f"index:hiding:{tom}", f"index:{tom}"]


def test_externals_have_no_manager(visit, cast):
    page = visit(cast.sofia).get(PATH)
    assert "manager" not in page.text
    assert "Human resources see this." in page.text
    assert "your referents" in page.text
    assert "Your manager" in visit(cast.lila).get(PATH).text


def test_nothing_is_open_by_accident(app, visit, cast):
    tom = visit(cast.tom)
    page = tom.get(PATH)
    refused = tom.submit(page, PATH, {"skills": "everyone", "photo": ""}, status=422)
    assert refused.field_error("skills")
    assert "Choose who sees this." in refused.field_error("photo")
    with app.app_context():
        assert db.session.get(Profile, cast.tom.id) is None


def test_a_stale_page_says_so(app, world, visit, cast):
    world.profile(cast.tom, headline_en="One")
    tom = visit(cast.tom)
    old = tom.get(PATH)
    tom.submit(tom.get(PATH), PATH, {"skills": "self"})
    late = tom.submit(old, PATH, {"skills": "owners"}, status=409)
    assert late.form(PATH)["skills"] == "self"
    assert circles_of(app, cast.tom)[Section.SKILLS] is Circle.SELF


def test_sent_twice_it_is_one_change(app, visit, cast):
    tom = visit(cast.tom)
    page = tom.get(PATH)
    for _ in range(2):
        tom.submit(page, PATH, {"skills": "self"})
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Event.action == "profile.readers")) == 1


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_in_both_languages(visit, cast, locale):
    page = visit(cast.tom, locale=locale).get(PATH)
    assert ("Qui voit quoi" if locale == "fr" else "Who sees what") in page.text


def test_signed_out_goes_to_the_door(visit):
    assert "/sign-in" in visit().get(PATH, status=302).location
