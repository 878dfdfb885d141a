"""Forty people accept at once a seat of three places: exactly three hold one, on both engines."""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial

import sqlalchemy as sa

from portal.accounts.models import Account, email_key
from portal.applications import services, steps
from portal.applications.models import Application, ApplicationState, Offer
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState, Seat
from portal.organization.models import Kind, Person
from tests.threads import in_threads

PEOPLE = 40
PLACES = 3


def crowd_with_offers(app, cast, mission) -> list[int]:
    """Forty consultants, each with an offer of the mission's seat; their applications."""
    with app.app_context(), transaction() as session:
        seat = mission.load().seats[0]
        applications = []
        for number in range(PEOPLE):
            email = f"crowd{number}@merane.example"
            person = Person(
                identifier=f"C{number:03}",
                given_name="Crowd",
                family_name=str(number),
                kind=Kind.CONSULTANT,
                unit_id=cast.unit_ids["COM"],
                account=Account(email=email, email_key=email_key(email), locale="en", password_hash="!"),
            )
            application = Application(
                mission_id=mission.id, seat_id=seat.id, person=person, state=ApplicationState.OFFERED
            )
            application.offer = Offer(
                percent=seat.percent,
                first_week=seat.first_week,
                last_week=seat.last_week,
                answer_due_on=clock.add_working_days(clock.today(), 5),
                by_id=cast.karim.id,
            )
            applications.append(application)
        session.add_all(applications)
        session.flush()
        return [application.id for application in applications]


def accept_together(app, ids: list[int]) -> Counter:
    """Accept every offer from a thread of its own, all started at once; what came of each."""
    outcomes: Counter = Counter()
    start = threading.Barrier(len(ids))

    def accept(application_id: int) -> None:
        with app.test_request_context():
            start.wait(timeout=60)
            application = db.session.get_one(Application, application_id)
            try:
                services.accept_offer(application.person, application)
            except Conflict:
                outcomes["conflict"] += 1
            except Exception as error:
                outcomes[repr(error)] += 1
            else:
                outcomes["accepted"] += 1

    in_threads(partial(accept, application_id) for application_id in ids)
    return outcomes


def test_forty_acceptances_on_three_places(app, cast, world):
    mission = world.mission(places=PLACES)
    outcomes = accept_together(app, crowd_with_offers(app, cast, mission))
    assert outcomes == {"accepted": PLACES, "conflict": PEOPLE - PLACES}
    with app.app_context():
        assert db.session.scalar(sa.select(Seat.taken).where(Seat.mission_id == mission.id)) == PLACES
        states = Counter(db.session.scalars(sa.select(Application.state).where(Application.mission_id == mission.id)))
        assert states == {
            ApplicationState.PENDING_CLEARANCE: PLACES,
            ApplicationState.OFFERED: PEOPLE - PLACES,
        }


def test_the_last_two_places_confirmed_together_staff_the_mission(app, cast, world):
    mission = world.mission(places=2)
    ids = [
        world.application(mission, someone, state=ApplicationState.PENDING_CLEARANCE).id
        for someone in (cast.ines, cast.tom)
    ]
    start = threading.Barrier(len(ids))
    failures: list[Exception] = []

    def confirm(application_id: int) -> None:
        with app.test_request_context():
            start.wait(timeout=60)
            try:
                with transaction() as session:
                    steps.confirm_seat(cast.nadia.person(), session.get_one(Application, application_id))
            except Exception as error:
                failures.append(error)

    in_threads(partial(confirm, application_id) for application_id in ids)
    assert failures == []
    with app.app_context():
        assert mission.load().state is MissionState.STAFFED
