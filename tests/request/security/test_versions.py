"""A form about something that others change says which version was read; one that does not is stale, never taken."""

from __future__ import annotations

import pytest

from portal.applications.models import ApplicationState
from portal.missions.models import MissionState
from portal.recognition.models import RecognitionState
from tests.request.security.conftest import digest


def _draft(world, cast):
    mission = world.mission(state=MissionState.DRAFT, co_owner=cast.claire)
    return cast.karim, f"/missions/{mission.public_id}", "/submit", "submit-version", {}


def _edit(world, cast):
    mission = world.mission(co_owner=cast.claire)
    return cast.karim, f"/missions/{mission.public_id}/edit", "/edit", "version", {"title_en": "Another title"}


def _review(world, cast):
    application = world.application(world.mission(), cast.ines)
    return cast.karim, f"/applications/{application.public_id}", "/review", "review-version", {}


def _refuse(world, cast):
    request = world.authorization(world.mission(), cast.ines)
    return cast.nadia, f"/desk/{request.public_id}", "/refuse", "refuse-version", {"refuse-reason": "workload"}


def _rules(world, cast):
    pilot = world.pilot()
    return cast.simone, f"/pilots/{pilot.public_id}", "/rules", "version", {"max_percent": "15"}


def _advance(world, cast):
    pilot = world.pilot()
    return cast.simone, f"/pilots/{pilot.public_id}", "/evaluate", "evaluate-version", {}


def _publish(world, cast):
    held = world.application(world.mission(), cast.lea, state=ApplicationState.CONFIRMED)
    recognition = world.recognition(held, state=RecognitionState.SEEN)
    return cast.lea, f"/recognitions/{recognition.public_id}", "/publish", "version", {"shown": "manager"}


def _identity(world, cast):
    world.profile(cast.tom)
    return cast.tom, "/profile/identity", "/profile/identity", "version", {"headline_en": "Analyst"}


def _skill(world, cast):
    held = world.holds(cast.tom, world.skill("Data analysis"))
    return cast.tom, f"/profile/skills/{held.public_id}", held.public_id, "version", {"level": "3"}


def _endorse(world, cast):
    held = world.holds(cast.tom, world.skill("Data analysis"))
    return cast.lea, f"/talents/skills/{held.public_id}/endorsement", "/endorsement", "version", {"level": "3"}


FORMS = [_draft, _edit, _review, _refuse, _rules, _advance, _publish, _identity, _skill, _endorse]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("sent", [None, ""], ids=["absent", "empty"])
def test_a_form_without_its_version_is_stale(app, visit, cast, world, form, sent):
    person, path, action, version, typed = form(world, cast)
    browser = visit(person)
    page = browser.get(path)
    before = digest(app)
    browser.submit(page, action, {**typed, version: sent}, status=409)
    assert digest(app) == before
    browser.submit(page, action, typed)


def test_a_line_of_time_without_its_version_is_not_confirmed(app, visit, cast, world):
    seated = world.seated(world.mission(first=-4), cast.ines)
    entry = world.time_entry(seated)
    nadia = visit(cast.nadia)
    page = nadia.get("/time/to-confirm")
    nadia.submit(page, "/to-confirm", {"entries": entry.public_id}, status=409)
    nadia.submit(page, "/to-confirm", {"entries": f"{entry.public_id}.1"})
