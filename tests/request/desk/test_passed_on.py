"""A request that goes to someone else while its decider writes: nothing of what they wrote is lost, nothing passes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.allocations.models import Authorization, AuthorizationState
from portal.core import clock
from portal.extensions import db

WORDS = "The launch needs her until June"


@pytest.fixture
def name_co_owner(visit, cast):
    """Karim names someone co-owner of his mission."""

    def name(mission, someone):
        karim = visit(cast.karim)
        page = karim.get(f"/missions/{mission.public_id}/edit")
        karim.submit(page, "/edit", {"co_owner": someone.full_name})

    return name


@pytest.mark.parametrize("answer", ["authorize", "counter", "refuse"])
def test_who_decided_a_moment_ago_keeps_their_words(app, visit, cast, world, name_co_owner, answer):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    name_co_owner(mission, cast.nadia)
    written = "text" if answer == "refuse" else "note"
    late = nadia.submit(page, f"/{answer}", {f"{answer}-{written}": WORDS}, status=409)
    assert "This request went to Marc Ollivier, who decides on it now. Nothing was saved." in late.text
    assert WORDS in late.text
    assert late.links()["Follow the request"] == f"/authorizations/{request.public_id}"
    with app.app_context():
        found = db.session.get_one(Authorization, request.id)
        assert (found.state, found.decider_id) == (AuthorizationState.REQUESTED, cast.marc.id)


def test_in_french(visit, cast, world, name_co_owner):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    nadia = visit(cast.nadia, locale="fr")
    page = nadia.get(f"/desk/{request.public_id}")
    name_co_owner(mission, cast.nadia)
    late = nadia.submit(page, "/refuse", {"refuse-text": "Pas avant juin"}, status=409)
    assert "Cette demande est passée à Marc Ollivier, qui en décide désormais. Rien n’a été enregistré." in late.text
    assert "Pas avant juin" in late.text


def test_once_settled_it_says_so(visit, cast, world, name_co_owner):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    name_co_owner(mission, cast.nadia)
    marc = visit(cast.marc)
    marc.submit(marc.get(f"/desk/{request.public_id}"), "/authorize")
    late = nadia.submit(page, "/refuse", {"refuse-text": WORDS}, status=409)
    assert "This request went to Marc Ollivier, and is settled." in late.text


def test_it_opens_no_page_of_the_desk(visit, cast, world, name_co_owner):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    name_co_owner(mission, cast.nadia)
    visit(cast.nadia).get(f"/desk/{request.public_id}", status=404)


def test_strangers_find_nothing(visit, cast, world, name_co_owner):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    name_co_owner(mission, cast.nadia)
    for stranger in (cast.oscar, cast.ines, cast.claire):
        browser = visit(stranger)
        data = {"csrf_token": browser.token(), "refuse-reason": "workload"}
        browser.post(f"/desk/{request.public_id}/refuse", data, status=404)


@pytest.mark.parametrize("version", ["", "present", "999", "0", "-1", "x"])
def test_a_form_that_is_not_from_before_finds_nothing(app, visit, cast, world, name_co_owner, version):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    name_co_owner(mission, cast.nadia)
    if version == "present":
        with app.app_context():
            version = str(request.load().version)
    nadia.submit(page, "/refuse", {"refuse-version": version, "refuse-text": WORDS}, status=404)


def test_a_day_later_the_form_finds_nothing(visit, cast, world, name_co_owner):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    name_co_owner(mission, cast.nadia)
    now = clock.now()
    for hours, status in ((23, 409), (25, 404)):
        with clock.at(now + timedelta(hours=hours)):
            nadia = visit(cast.nadia)
            data = {**page.form("/refuse"), "csrf_token": nadia.token(), "refuse-text": WORDS}
            nadia.post(f"/desk/{request.public_id}/refuse", data, status=status)
