"""Nobody decides on a rival, nor reads the weeks of a team that is not theirs any more."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.allocations.models import Authorization, AuthorizationState
from portal.applications.models import ApplicationState as S
from portal.core.transaction import transaction
from portal.engagements.models import Engagement
from portal.extensions import db
from portal.organization.workflow import manager_changed


@pytest.fixture
def mission(world):
    return world.mission(places=3)


@pytest.fixture
def request_(cast, world, mission):
    return world.authorization(mission, cast.ines)


@pytest.fixture
def decider(app):
    def read(request):
        with app.app_context():
            return db.session.get_one(Authorization, request.id).decider_id

    return read


def apply(visitor, mission):
    address = f"/missions/{mission.public_id}/apply"
    visitor.submit(visitor.get(address), "/apply", {"apply-message": "I would like to."})


def test_a_manager_who_applies_no_longer_decides_on_a_rival(visit, cast, mission, request_, decider):
    nadia = visit(cast.nadia)
    nadia.get(f"/desk/{request_.public_id}")
    apply(nadia, mission)
    assert decider(request_) == cast.marc.id
    nadia.get(f"/desk/{request_.public_id}", status=404)
    nadia.get(f"/authorizations/{request_.public_id}", status=404)
    assert "Inès Carvalho" in visit(cast.marc).get(f"/desk/{request_.public_id}").text


def test_a_request_never_opens_before_a_rival(app, visit, cast, world, mission, decider):
    world.application(mission, cast.nadia, state=S.SHORTLISTED)
    offered = world.application(mission, cast.tom, state=S.OFFERED)
    tom = visit(cast.tom)
    tom.submit(tom.get(f"/applications/{offered.public_id}"), "/accept")
    with app.app_context():
        opened = sa.select(Authorization.decider_id).where(Authorization.application_id == offered.id)
        assert db.session.scalars(opened).one() == cast.marc.id


@pytest.mark.parametrize("state", [S.CONFIRMED, S.NOT_SELECTED, S.WITHDRAWN])
def test_who_waits_for_no_place_is_no_rival(app, visit, cast, world, mission, state):
    world.application(mission, cast.nadia, state=state)
    offered = world.application(mission, cast.tom, state=S.OFFERED)
    tom = visit(cast.tom)
    tom.submit(tom.get(f"/applications/{offered.public_id}"), "/accept")
    with app.app_context():
        opened = sa.select(Authorization.decider_id).where(Authorization.application_id == offered.id)
        assert db.session.scalars(opened).one() == cast.nadia.id


def test_human_resources_read_no_rival(visit, cast, world, mission, request_):
    other = world.authorization(world.mission(), cast.tom)
    world.application(mission, cast.helene)
    helene = visit(cast.helene)
    for place in ("desk", "authorizations"):
        helene.get(f"/{place}/{request_.public_id}", status=404)
        helene.get(f"/{place}/{other.public_id}")


def test_procurement_reads_no_rival(app, visit, cast, world):
    mission = world.mission(places=2)
    offered = world.application(mission, cast.theo, state=S.OFFERED)
    theo = visit(cast.theo)
    theo.submit(theo.get(f"/applications/{offered.public_id}"), "/accept")
    with app.app_context():
        engagement = db.session.scalars(sa.select(Engagement.public_id)).one()
    paul = visit(cast.paul)
    assert "Théo Lambert" in paul.get("/engagements").text
    world.application(mission, cast.paul)
    assert "Théo Lambert" not in paul.get("/engagements").text
    paul.get(f"/engagements/{engagement}", status=404)


def test_who_decided_keeps_the_decision_not_the_weeks_of_a_team_that_changed(app, visit, cast, request_):
    nadia = visit(cast.nadia)
    nadia.submit(nadia.get(f"/desk/{request_.public_id}"), "/authorize")
    assert "Tom Lefèvre" in nadia.get(f"/desk/{request_.public_id}").text
    with app.app_context(), transaction():
        person = cast.ines.person()
        person.manager_id = cast.oscar.id
        manager_changed(person)
    page = nadia.get(f"/desk/{request_.public_id}")
    assert "Authorized on" in page.text
    assert "Jade Petit" not in page.text
    assert "already given" not in page.text
    assert "ceiling" not in page.text
    with app.app_context():
        assert db.session.get_one(Authorization, request_.id).state is AuthorizationState.APPROVED
