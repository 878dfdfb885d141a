"""A completed mission leaves a recognition to each person who completed it."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState
from portal.missions.workflow import MISSION, mission_completed
from portal.recognition.models import Recognition, RecognitionState
from tests.mailbox import mails_written


def complete(app, cast, mission):
    """What the owner's press of the button does, in one transaction."""
    with app.test_request_context(), transaction():
        owner = cast.karim.person()
        MISSION.apply(owner, mission.load(), "complete")
        mission_completed(owner, mission.load())


def drafts(app):
    with app.app_context():
        rows = db.session.scalars(sa.select(Recognition).order_by(Recognition.id)).all()
        return [
            (row.person.given_name, row.state, row.minutes_authorized, row.minutes_spent, row.minutes_recognised)
            for row in rows
        ]


def test_authorized_and_confirmed_minutes_are_drafted(app, world, cast):
    mission = world.mission(first=-2, last=3, places=2, state=MissionState.IN_PROGRESS)
    seat = world.seated(mission, cast.ines)
    world.time_entry(seat, -2, minutes=400, confirmed_by=cast.nadia)
    world.time_entry(seat, -1, minutes=300)
    world.seated(mission, cast.sofia)
    complete(app, cast, mission)
    # Three weeks of seven hours: the weeks to come are nobody's any more.
    assert drafts(app) == [
        ("Inès", RecognitionState.DRAFTED, 1260, 400, 400),
        ("Sofia", RecognitionState.DRAFTED, 1260, 0, 0),
    ]


def test_the_owner_gets_one_mail_that_names_everyone(app, world, cast):
    mission = world.mission(first=-2, last=3, places=2, state=MissionState.IN_PROGRESS)
    world.seated(mission, cast.ines)
    world.seated(mission, cast.sofia)
    complete(app, cast, mission)
    with app.app_context():
        mails = mails_written()
    asked = [mail for mail in mails if mail["event"] == "recognition/to_attest"]
    assert [mail["to"] for mail in asked] == [cast.karim.email]
    assert "Inès Carvalho, Sofia Marchetti" in asked[0]["body"]
    assert "http://localhost/recognitions" in asked[0]["body"]


def test_a_mission_without_anyone_leaves_nothing(app, world, cast):
    mission = world.mission(state=MissionState.IN_PROGRESS)
    world.application(mission, cast.ines)
    complete(app, cast, mission)
    assert drafts(app) == []
