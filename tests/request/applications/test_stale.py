"""A step taken on a page that someone overtook: refused with the fresh state, and what was typed is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.applications import services
from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.missions.models import MissionState


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("/shortlist", {}),
        ("/hold", {"hold-until": ""}),
        ("/not-select", {"not_select-reason": "skills", "not_select-text": "Do come back"}),
        ("/offer", {"offer-why": "She knows the flows", "offer-percent": "20"}),
    ],
)
def test_the_other_owner_was_faster(app, cast, world, visit, state_of, action, typed):
    mission = world.mission(co_owner=cast.oscar)
    state = ApplicationState.SHORTLISTED if action == "/offer" else ApplicationState.SUBMITTED
    application = world.application(mission, cast.ines, state=state)
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    if "hold-until" in typed:
        typed = {"hold-until": (clock.today() + timedelta(days=7)).isoformat()}
    with app.app_context(), transaction():
        application.load().message = "Changed meanwhile."
    late = karim.submit(page, action, typed, status=409)
    assert "Someone changed this a moment ago" in late.text
    for words in typed.values():
        assert words in late.text or words == "skills"
    assert state_of(application) == state.value


@pytest.mark.parametrize("verb", ["review_application", "shortlist_application"])
def test_the_version_is_expected_inside_the_transaction(app, cast, world, verb):
    application = world.application(world.mission(), cast.ines)
    with app.app_context(), pytest.raises(Conflict) as refusal:
        getattr(services, verb)(cast.karim.person(), application.load(), version=7)
    assert refusal.value.code == "stale"


def test_applying_too_late_keeps_the_words(app, cast, world, visit):
    mission = world.mission()
    ines = visit(cast.ines)
    page = ines.get(f"/missions/{mission.public_id}/apply")
    with app.app_context(), transaction():
        mission.load().accepts_applications = False
    late = ines.submit(page, "/apply", {"apply-message": "I know these flows"}, status=409)
    assert "takes no applications at the moment" in late.text
    assert "I know these flows" in late.text


def test_human_resources_find_no_candidates_of_a_draft(cast, world, visit):
    draft = world.mission(state=MissionState.DRAFT)
    visit(cast.helene).get(f"/missions/{draft.public_id}/applications", status=404)
    visit(cast.karim).get(f"/missions/{draft.public_id}/applications")
