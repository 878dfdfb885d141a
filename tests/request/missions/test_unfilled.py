"""Ending a mission that found nobody: causes that human resources count, words that those who applied read."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core.outbox import OutboxItem
from portal.extensions import db
from portal.missions.models import MissionState

S = MissionState
CAUSES = {"leave_unfilled-causes": ["skills", "dates"], "leave_unfilled-text": "We ask again in spring."}


def do(browser, mission, data, *, status=303):
    page = browser.get(f"/missions/{mission.public_id}")
    return browser.submit(page, f"/{mission.public_id}/leave-unfilled", data, status=status)


def force(browser, mission, data=CAUSES, *, status):
    data = {"csrf_token": browser.token("/missions"), "leave_unfilled-version": "1", **data}
    return browser.post(f"/missions/{mission.public_id}/leave-unfilled", data, status=status)


@pytest.mark.parametrize("state", [S.PUBLISHED, S.PAUSED, S.EXPIRED])
def test_it_ends_and_whoever_waited_is_told(app, visit, cast, world, state_of, mails, events_of, indexed, state):
    mission = world.mission(state=state, co_owner=cast.jade)
    application = world.application(mission, cast.ines)
    karim = visit(cast.karim)
    done = do(karim, mission, CAUSES)
    page = karim.get(done.location)
    assert "The mission ended without anyone." in page.text
    assert "The skills were not found · The dates did not suit · We ask again in spring." in page.text
    assert state_of(mission) == "unfilled"
    assert mails() == [("jade", "unfilled")]
    assert events_of(mission) == [("leave_unfilled", state.value, "unfilled", "We ask again in spring.")]
    assert indexed(mission) == 1
    with app.app_context():
        assert application.load().state is ApplicationState.NOT_SELECTED
        items = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        told = [item.payload for item in items if item.payload["event"] == "applications/mission_unfilled"]
        assert [mail["to"] for mail in told] == ["ines@merane.example"]
        assert "We ask again in spring." in told[0]["body"]
        assert "skills" not in told[0]["body"]


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, "leave_unfilled-causes", "Choose one cause at least."),
        ({"leave_unfilled-causes": ["weather"]}, "leave_unfilled-causes", "not a valid choice"),
        ({"leave_unfilled-causes": ["other"]}, "leave_unfilled-text", "Say which one, in a few words."),
    ],
)
def test_the_causes_are_said(visit, cast, world, state_of, data, field, sentence):
    mission = world.mission()
    page = do(visit(cast.karim), mission, {"leave_unfilled-text": "", **data}, status=422)
    assert sentence in page.field_error(field)
    assert state_of(mission) == "published"


def test_not_while_someone_holds_a_place(visit, cast, world, state_of):
    mission = world.mission(places=2)
    world.application(mission, cast.ines, state=ApplicationState.CONFIRMED)
    karim = visit(cast.karim)
    assert "/leave-unfilled" not in karim.get(f"/missions/{mission.public_id}").html
    assert "Someone holds a place" in force(karim, mission, status=409).text
    assert state_of(mission) == "published"


def test_human_resources_may_and_others_not(visit, cast, world, mails):
    mission = world.mission(co_owner=cast.jade)
    for someone in (cast.ines, cast.simone, cast.adele, cast.sofia):
        force(visit(someone), mission, status=403)
    force(visit(cast.ines), world.mission(state=S.DRAFT), status=404)
    do(visit(cast.helene), mission, CAUSES)
    assert mails() == [("jade", "unfilled"), ("karim", "unfilled")]


@pytest.mark.parametrize("state", [S.DRAFT, S.STAFFED, S.IN_PROGRESS, S.UNFILLED])
def test_not_from_elsewhere(visit, cast, world, state_of, state):
    mission = world.mission(state=state)
    force(visit(cast.karim), mission, status=409)
    assert state_of(mission) == state.value


def test_human_resources_count_the_causes(visit, cast, world):
    first, second = world.mission(), world.mission(title_en="Draw the flows")
    karim = visit(cast.karim)
    do(karim, first, CAUSES)
    do(karim, second, {"leave_unfilled-causes": ["dates"], "leave_unfilled-text": ""})
    helene = visit(cast.helene)
    page = helene.get("/unfilled-missions")
    assert len(helene.queries) <= 15
    assert "2 missions" in page.text
    narrowed = helene.get("/unfilled-missions?cause=skills")
    assert "1 mission" in narrowed.text
    assert "Draw the flows" not in narrowed.text
    assert helene.get("/unfilled-missions.csv").response.text.count("The dates did not suit") == 2
    assert "Personne n’a postulé" in visit(cast.helene, locale="fr").get("/unfilled-missions").text


def test_nobody_ended_without_anyone_yet(visit, cast):
    assert "No mission ended without anyone" in visit(cast.helene).get("/unfilled-missions").text


@pytest.mark.parametrize("address", ["/unfilled-missions", "/unfilled-missions.csv"])
def test_only_human_resources_read_them(visit, cast, address):
    for someone in (cast.karim, cast.simone, cast.adele, cast.sofia):
        visit(someone).get(address, status=403)
