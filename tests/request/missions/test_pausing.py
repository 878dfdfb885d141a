"""Putting a mission aside: a reason that those concerned read, until a day or until someone takes it up again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, worker
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from portal.missions.pausing.models import MissionPause
from portal.missions.pausing.queries import paused_time

S = MissionState
WHY = "The budget is voted next month."


def do(browser, mission, name, data=None, *, status=303):
    page = browser.get(f"/missions/{mission.public_id}")
    return browser.submit(page, f"/{mission.public_id}/{name}", data, status=status)


def force(browser, mission, name, data=None, *, status):
    data = {"csrf_token": browser.token("/missions"), **(data or {})}
    return browser.post(f"/missions/{mission.public_id}/{name}", data, status=status)


def pause(browser, mission, until=None):
    return do(browser, mission, "pause", {"pause-text": WHY, "pause-until": until.isoformat() if until else ""})


def in_days(number):
    return clock.today() + timedelta(days=number)


@pytest.mark.parametrize("state", [S.PUBLISHED, S.STAFFED, S.IN_PROGRESS])
def test_it_comes_back_to_where_it_was(visit, cast, world, state_of, events_of, indexed, mails, state):
    mission = world.mission(state=state, co_owner=cast.jade, places=1)
    if state is S.STAFFED:
        world.application(mission, cast.ines, state="confirmed")
    karim = visit(cast.karim)
    done = pause(karim, mission)
    assert "The mission is paused." in karim.get(done.location).text
    assert state_of(mission) == "paused"
    do(karim, mission, "resume")
    assert state_of(mission) == state.value
    assert [event[:3] for event in events_of(mission)] == [
        ("pause", state.value, "paused"),
        ("resume", "paused", state.value),
    ]
    assert events_of(mission)[0][3] == WHY
    assert indexed(mission) == 2
    assert mails() == [("jade", "paused"), ("jade", "resumed")]


def test_the_time_it_waited_is_kept(app, visit, cast, world):
    mission = world.mission()
    start = clock.now()
    pause(visit(cast.karim), mission)
    with clock.at(start + timedelta(days=12)):
        do(visit(cast.karim), mission, "resume")
    with app.app_context():
        row = db.session.scalars(sa.select(MissionPause)).one()
        assert (row.reason, row.by_id) == (WHY, cast.karim.id)
        assert paused_time(mission.id, start - timedelta(days=3)).days in (11, 12)
        assert paused_time(mission.id, start + timedelta(days=13)) == timedelta()
        assert (mission.load().paused_from, mission.load().paused_until) == (None, None)


def test_a_reason_is_asked_and_what_was_typed_stays(visit, cast, world, state_of):
    mission = world.mission()
    page = do(visit(cast.karim), mission, "pause", {"pause-until": in_days(9).isoformat()}, status=422)
    assert "Say why: those concerned will read it." in page.text
    assert page.form("/pause")["pause-until"] == in_days(9).isoformat()
    assert state_of(mission) == "published"


@pytest.mark.parametrize("days", [0, -1, 184])
def test_a_day_is_near_and_to_come(visit, cast, world, state_of, days):
    mission = world.mission()
    data = {"pause-text": WHY, "pause-until": in_days(days).isoformat()}
    page = do(visit(cast.karim), mission, "pause", data, status=422)
    assert "Choose a day within the next six months" in page.field_error("pause-until")
    assert state_of(mission) == "published"


def test_it_resumes_by_itself_on_its_day_and_never_before(app, visit, cast, world, state_of, mails, events_of):
    mission = world.mission(co_owner=cast.jade)
    pause(visit(cast.karim), mission, until=in_days(10))

    def work(day):
        with app.app_context(), clock.at(datetime.combine(day, datetime.min.time(), clock.ZONE) + timedelta(hours=7)):
            worker.do_chores()

    work(in_days(9))
    assert state_of(mission) == "paused"
    work(in_days(10))
    work(in_days(11))
    assert state_of(mission) == "published"
    assert mails() == [("jade", "paused"), ("jade", "resumed"), ("karim", "resumed")]
    assert [event[0] for event in events_of(mission)] == ["pause", "resume_on_day"]


def test_an_open_pause_waits_for_someone(app, visit, cast, world, state_of):
    mission = world.mission()
    pause(visit(cast.karim), mission)
    with app.app_context(), clock.at(clock.now() + timedelta(days=400)):
        worker.do_chores()
    assert state_of(mission) == "paused"


def test_nobody_applies_meanwhile(visit, cast, world):
    mission = world.mission()
    ines = visit(cast.ines)
    before = ines.get(f"/missions/{mission.public_id}")
    pause(visit(cast.karim), mission, until=in_days(10))
    page = ines.get(f"/missions/{mission.public_id}")
    assert "This mission is paused until" in page.text
    assert "It resumes by itself on that day." in page.text
    assert WHY not in page.text
    ines.submit(before, "/apply", {"apply-message": "I know these flows."}, status=409)


def test_human_resources_pause_it_too_and_both_owners_are_told(visit, cast, world, mails):
    mission = world.mission(co_owner=cast.jade)
    helene = visit(cast.helene)
    pause(helene, mission)
    assert WHY in helene.get(f"/missions/{mission.public_id}").text
    assert mails() == [("jade", "paused"), ("karim", "paused")]


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_others_do_not(visit, cast, world, state_of, name):
    state = S.PUBLISHED if name == "pause" else S.PAUSED
    mission = world.mission(state=state)
    for someone in (cast.ines, cast.simone, cast.adele, cast.paul):
        force(visit(someone), mission, name, {"pause-text": WHY}, status=403)
    force(visit(cast.sofia), mission, name, {"pause-text": WHY}, status=403)
    draft = world.mission(state=S.DRAFT)
    force(visit(cast.ines), draft, name, {"pause-text": WHY}, status=404)
    assert state_of(mission) == state.value


@pytest.mark.parametrize(
    ("name", "state"), [("pause", S.DRAFT), ("pause", S.PAUSED), ("pause", S.COMPLETED), ("resume", S.PUBLISHED)]
)
def test_not_from_elsewhere(visit, cast, world, state_of, name, state):
    mission = world.mission(state=state)
    force(visit(cast.karim), mission, name, {"pause-text": WHY, f"{name}-version": "1"}, status=409)
    assert state_of(mission) == state.value


def test_a_paused_mission_can_be_cancelled_and_waits_no_more(app, visit, cast, world, state_of):
    mission = world.mission()
    karim = visit(cast.karim)
    pause(karim, mission, until=in_days(10))
    do(karim, mission, "cancel", {"cancel-text": "It moved elsewhere."})
    with app.app_context(), clock.at(clock.now() + timedelta(days=20)):
        worker.do_chores()
    assert state_of(mission) == "cancelled"
    with app.app_context():
        assert db.session.scalars(sa.select(MissionPause)).one().ended_at is not None


def test_the_page_and_the_mails_in_french(app, visit, cast, world):
    mission = world.mission(co_owner=cast.jade)
    visit(cast.jade, locale="fr")
    karim = visit(cast.karim, locale="fr")
    page = karim.get(f"/missions/{mission.public_id}")
    assert "Mettre la mission en pause" in page.text
    pause(karim, mission, until=in_days(10))
    assert "Cette mission est en pause jusqu’au" in karim.get(f"/missions/{mission.public_id}").text
    with app.app_context():
        assert db.session.get_one(Mission, mission.id).paused_until == in_days(10)
