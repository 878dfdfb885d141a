"""Nobody is left in silence: reminders, then an honest end; and how long an owner usually takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState as S
from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState
from portal.missions.pausing.models import MissionPause
from portal.notices.models import Notice

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def told(app):
    """Who was told which event, with how many times."""

    def read():
        with app.app_context():
            found = sorted((row.person_id, row.event) for row in db.session.scalars(sa.select(Notice)))
            return [event for _id, event in found]

    return read


@pytest.fixture
def waiting(cast, world):
    return world.application(world.mission(co_owner=cast.claire), cast.ines, answer_due_on=MONDAY.date())


def pass_days(app, days, times=2):
    moment = MONDAY + timedelta(days=days)
    for _ in range(times):
        with clock.at(moment), app.app_context():
            worker.do_chores()


def test_owners_are_reminded_twice(app, waiting, told, state_of):
    pass_days(app, 0)
    assert told() == []
    pass_days(app, 1)
    assert told() == ["answering/late"] * 2
    pass_days(app, 5)
    assert told() == ["answering/late"] * 2
    pass_days(app, 8)
    assert told() == ["answering/late"] * 4
    pass_days(app, 18)
    assert told() == ["answering/late"] * 4
    assert state_of(waiting) == "submitted"


def test_then_it_ends_and_says_that_it_was_silence(app, visit, cast, waiting, state_of):
    pass_days(app, 21)
    assert state_of(waiting) == "lapsed"
    page = visit(cast.ines).get(f"/applications/{waiting.public_id}").text
    assert "Nobody answered: this says nothing about the candidate" in page
    french = visit(cast.ines, locale="fr").get(f"/applications/{waiting.public_id}").text
    assert "Personne n’a répondu" in french
    with app.app_context():
        told = {(row.person_id, row.event) for row in db.session.scalars(sa.select(Notice))}
        assert told == {
            (cast.ines.id, "answering/unanswered"),
            (cast.karim.id, "answering/unanswered_owner"),
            (cast.claire.id, "answering/unanswered_owner"),
            (cast.helene.id, "answering/unanswered_hr"),
        }
        assert db.session.scalar(sa.select(Event.actor_id).where(Event.action == "lapse")) is None


def test_the_day_it_ends_is_on_the_page_of_both(visit, cast, waiting):
    with clock.at(MONDAY + timedelta(days=3)):
        for someone in (cast.ines, cast.karim):
            page = visit(someone).get(f"/applications/{waiting.public_id}").text
            assert "without one it ends by itself on Apr 6" in page


@pytest.mark.parametrize("case", ["answered", "held", "paused"])
def test_the_clock_stands_still(app, cast, world, state_of, told, case):
    mission = world.mission()
    fields = {"answer_due_on": MONDAY.date()}
    state = S.SUBMITTED
    if case == "answered":
        state = S.OFFERED
    if case == "held":
        fields["hold_until"] = fields["answer_due_on"] = MONDAY.date() + timedelta(days=60)
        state = S.ON_HOLD
    application = world.application(mission, cast.ines, state=state, **fields)
    if case == "paused":
        with app.app_context(), transaction():
            found = mission.load()
            found.state, found.paused_from = MissionState.PAUSED, MissionState.PUBLISHED
    pass_days(app, 3)
    assert told() == []
    assert state_of(application) == state.value


def test_a_hold_that_is_over_counts_from_its_day(app, cast, world, told):
    world.application(
        world.mission(), cast.ines, state=S.ON_HOLD, hold_until=MONDAY.date(), answer_due_on=MONDAY.date()
    )
    pass_days(app, 1)
    assert told() == ["answering/late"]


def answered(app, cast, world, days, action="not_select"):
    """An application of someone to a mission of Karim that had its answer after so many calendar days. That mission."""
    with clock.at(MONDAY - timedelta(days=28)):
        mission = world.mission()
        application = world.application(mission, cast.tom, state=S.NOT_SELECTED)
    with app.app_context(), transaction() as session:
        at = MONDAY - timedelta(days=28 - days)
        event = {"subject_type": "application", "subject_id": application.id, "actor_id": cast.karim.id}
        session.add(Event(**event, at=at, action=action, to_state="not_selected"))
    return mission


def test_the_usual_answer_stands_on_the_mission_from_five_answers_on(app, visit, cast, world):
    mission = world.mission()
    for days in (1, 2, 4, 7):
        answered(app, cast, world, days)
    ines = visit(cast.ines)
    assert "usually answers" not in ines.get(f"/missions/{mission.public_id}").text
    answered(app, cast, world, 8, action="offer")
    page = ines.get(f"/missions/{mission.public_id}")
    assert "Karim Haddad usually answers within 4 working days." in page.text
    assert "The median of 5 answers over the last twelve months." in page.text
    assert ines.query_count <= 13
    assert "You usually answer within 4 working days." in visit(cast.karim).get(f"/missions/{mission.public_id}").text
    with clock.at(MONDAY + timedelta(days=400)):
        assert "usually answers" not in visit(cast.ines).get(f"/missions/{mission.public_id}").text


def test_the_days_of_a_pause_do_not_count(app, visit, cast, world):
    mission = world.mission()
    for _ in range(5):
        late = answered(app, cast, world, 16)
        # The second week, then a time that began after the answer: only what fell before it counts.
        with app.app_context(), transaction() as session:
            for first, last in ((5, 12), (17, None)):
                since = MONDAY - timedelta(days=28 - first)
                until = MONDAY - timedelta(days=28 - last) if last else None
                pause = MissionPause(mission_id=late.id, paused_at=since, ended_at=until, reason="Budget.")
                pause.by_id = cast.karim.id
                session.add(pause)
    page = visit(cast.ines).get(f"/missions/{mission.public_id}")
    assert "Karim Haddad usually answers within 7 working days." in page.text
