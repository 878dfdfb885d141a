"""Inside first, then the panel, then every external: who reads it when, what proves it, and what it takes to hurry."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock, worker
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.discovery.documents import mission_documents
from portal.discovery.readers import readers_of
from portal.engagements.models import Tier
from portal.extensions import db
from portal.missions.models import Audience, MissionState, Stage
from portal.missions.queries import visible_to
from portal.missions.staging.models import MissionOpening, MissionReader

S = MissionState
WHY = "The machines arrive in three weeks."
# Theo's firm is of the panel, Sofia's is not, Lila has none.
READ_BY = {
    (Audience.EMPLOYEES, Stage.INTERNAL): set(),
    (Audience.BOTH, Stage.INTERNAL): set(),
    (Audience.BOTH, Stage.PANEL): {"theo"},
    (Audience.BOTH, Stage.OPEN): {"theo", "sofia", "lila"},
    (Audience.EXTERNALS, Stage.PANEL): {"theo"},
    (Audience.EXTERNALS, Stage.OPEN): {"theo", "sofia", "lila"},
}


@pytest.fixture
def firms(world, cast):
    world.firm(cast.theo, Tier.PANEL)
    world.firm(cast.sofia, Tier.AD_HOC)


def address(mission):
    return f"/missions/{mission.public_id}"


def boxed(world, cast, *, days=5, **fields):
    until = clock.today() + timedelta(days=days)
    return world.mission(co_owner=cast.jade, stage=Stage.INTERNAL, internal_until=until, **fields)


def force(browser, mission, data=None, *, status):
    data = {"csrf_token": browser.token("/missions"), "open_wider-version": "1", **(data or {})}
    return browser.post(f"{address(mission)}/open-wider", data, status=status)


def openings(app):
    with app.app_context():
        rows = db.session.scalars(sa.select(MissionOpening).order_by(MissionOpening.opened_at))
        return [(row.stage.value, row.is_early, row.reason, row.seen, row.invited, row.answered) for row in rows]


@pytest.mark.parametrize(("audience", "stage"), READ_BY)
@pytest.mark.usefixtures("firms")
def test_who_reads_it_at_each_stage(app, visit, cast, world, audience, stage):
    """On its page, in the list, in a search, and as someone who may apply: everywhere the same."""
    mission = world.mission(audience=audience, stage=stage, title_en="Flows")
    for name in ("ines", "theo", "sofia", "lila"):
        reads = name == "ines" or name in READ_BY[audience, stage]
        browser = visit(getattr(cast, name))
        browser.get(address(mission), status=200 if reads else 404)
        assert (address(mission) in browser.get("/missions").html) is reads, name
        applies = reads and not (name == "ines" and audience is Audience.EXTERNALS)
        data = {"csrf_token": browser.token("/missions"), "apply-message": "I know them."}
        with app.app_context():
            data["apply-seat"] = mission.load().seats[0].public_id
        browser.post(f"{address(mission)}/apply", data, status=303 if applies else 403 if reads else 404)
        with app.app_context():
            person = getattr(cast, name).person()
            (document,) = mission_documents(db.session, [mission.id])
            assert bool(document.readers & readers_of(person)) is reads, name
            assert (mission.id in {one.id for one in db.session.scalars(visible_to(person))}) is reads, name


@pytest.mark.parametrize("state", [S.STAFFED, S.PAUSED, S.COMPLETED, S.EXPIRED])
@pytest.mark.usefixtures("firms")
def test_it_stays_as_far_as_it_was_once_it_moves_on(visit, cast, world, state):
    inside = world.mission(state=state, stage=Stage.INTERNAL)
    visit(cast.sofia).get(address(inside), status=404)
    visit(cast.theo).get(address(inside), status=404)
    visit(cast.ines).get(address(inside))


@pytest.mark.parametrize(
    ("audience", "stage", "days"),
    [
        (Audience.EMPLOYEES, Stage.INTERNAL, None),
        (Audience.BOTH, Stage.INTERNAL, 7),
        (Audience.EXTERNALS, Stage.PANEL, None),
    ],
)
def test_where_it_begins(app, visit, cast, world, audience, stage, days):
    mission = world.mission(state=S.SUBMITTED, audience=audience, co_owner=cast.jade, stage=Stage.INTERNAL)
    helene = visit(cast.helene)
    helene.submit(helene.get(address(mission)), "/publish")
    with app.app_context():
        written = mission.load()
        assert written.stage is stage
        assert written.internal_until == (clock.today() + timedelta(days=days) if days else None)


@pytest.mark.usefixtures("firms")
def test_on_its_day_it_opens_to_the_panel_once(app, visit, cast, world, mails, events_of, indexed):
    mission = boxed(world, cast)
    for number in (4, 5, 6):
        with app.app_context(), clock.at(clock.now() + timedelta(days=number)):
            worker.do_chores()
            worker.do_chores()
        visit(cast.theo).get(address(mission), status=404 if number == 4 else 200)
    assert mails() == [("jade", "opened_wider"), ("karim", "opened_wider")]
    assert [event[0] for event in events_of(mission)] == ["opened_to_panel"]
    assert openings(app) == [("panel", False, "", 0, 0, 0)]
    assert indexed(mission) == 1
    visit(cast.sofia).get(address(mission), status=404)


def test_what_proves_it_is_counted_and_kept(app, visit, cast, world):
    mission = boxed(world, cast, days=0)
    for someone in (cast.ines, cast.ines, cast.tom, cast.karim, cast.helene):
        visit(someone).get(address(mission))
    world.application(mission, cast.lea, state=ApplicationState.INVITED)
    world.application(mission, cast.tom)
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    done = karim.submit(page, "/open-wider")
    assert openings(app) == [("panel", False, "", 3, 1, 1)]
    world.application(mission, cast.oscar)
    after = karim.get(done.location)
    assert "Inside, 3 employees had read it, 1 was invited, 1 had applied or answered." in after.text
    assert "Inside, 3 employees had read it" in visit(cast.helene).get(address(mission)).text
    assert "employees had read it" not in visit(cast.ines).get(address(mission)).text


def test_only_who_reads_it_while_it_is_inside_counts(app, visit, cast, world):
    missions = [
        boxed(world, cast, state=S.PAUSED),
        world.mission(),
        world.mission(audience=Audience.EMPLOYEES),
        world.mission(stage=Stage.PANEL),
    ]
    for mission in missions:
        visit(cast.ines).get(address(mission))
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MissionReader)) == 0


@pytest.mark.usefixtures("firms")
def test_before_its_day_it_takes_a_reason_that_human_resources_read(app, visit, cast, world, mails, events_of):
    mission = boxed(world, cast)
    karim = visit(cast.karim)
    refused = karim.submit(karim.get(address(mission)), "/open-wider", {"open_wider-text": " "}, status=422)
    assert "Say why it cannot wait" in refused.field_error("open_wider-text")
    visit(cast.theo).get(address(mission), status=404)
    karim.submit(refused, "/open-wider", {"open_wider-text": WHY})
    assert openings(app) == [("panel", True, WHY, 0, 0, 0)]
    assert mails() == [("helene", "opened_wider"), ("jade", "opened_wider")]
    assert events_of(mission) == [("opened_to_panel", None, None, WHY)]
    visit(cast.theo).get(address(mission))
    read = visit(cast.helene).get(address(mission))
    assert "Before the day said" in read.text
    assert WHY in read.text
    with app.app_context():
        bodies = [item.payload["body"] for item in db.session.scalars(sa.select(OutboxItem)) if item.kind == "mail"]
        assert all(WHY in body for body in bodies)


@pytest.mark.usefixtures("firms")
def test_from_the_panel_to_everyone(app, visit, cast, world, mails):
    mission = world.mission(stage=Stage.PANEL, co_owner=cast.jade)
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    karim.submit(page, "/open-wider")
    karim.submit(page, "/open-wider", status=409)
    assert [row[0] for row in openings(app)] == ["open"]
    assert mails() == [("jade", "opened_wider")]
    visit(cast.sofia).get(address(mission))


def test_only_its_owners_open_it(visit, cast, world):
    mission = boxed(world, cast)
    for someone in (cast.ines, cast.helene, cast.simone, cast.adele):
        assert "/open-wider" not in visit(someone).get(address(mission)).html
        force(visit(someone), mission, {"open_wider-text": WHY}, status=403)
    force(visit(cast.sofia), mission, {"open_wider-text": WHY}, status=403)
    assert "/open-wider" in visit(cast.jade).get(address(mission)).html


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": Audience.EMPLOYEES},
        {"stage": Stage.OPEN},
        {"stage": Stage.INTERNAL, "state": S.PAUSED},
        {"stage": Stage.INTERNAL, "state": S.DRAFT},
        {"stage": Stage.PANEL, "state": S.IN_PROGRESS},
    ],
)
def test_not_when_it_opens_no_wider(visit, cast, world, fields):
    force(visit(cast.karim), world.mission(**fields), {"open_wider-text": WHY}, status=409)


def test_no_external_is_ever_shown_what_is_for_employees_alone(app, world):
    mission = world.mission(audience=Audience.EMPLOYEES)
    with app.app_context(), pytest.raises(sa.exc.IntegrityError), transaction():
        mission.load().stage = Stage.OPEN


@pytest.mark.parametrize(("tier", "is_in"), [(Tier.STRATEGIC, True), (Tier.PANEL, True), (Tier.AD_HOC, False)])
def test_who_is_of_the_panel(app, cast, world, tier, is_in):
    world.firm(cast.sofia, tier)
    with app.app_context():
        assert cast.sofia.person().in_panel is is_in
        assert not cast.lila.person().in_panel


def test_in_french(visit, cast, world):
    mission = boxed(world, cast)
    assert "Salariés d’abord, externes à partir du" in visit(cast.ines, locale="fr").get(address(mission)).text
    assert "Elle s’ouvre ensuite d’elle-même" in visit(cast.karim, locale="fr").get(address(mission)).text
