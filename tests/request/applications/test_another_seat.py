"""Someone applies to one seat and is offered another one of the same mission."""

from __future__ import annotations

import pytest

from portal.applications.models import ApplicationState as S
from portal.core.transaction import transaction
from portal.missions.models import Audience, Seat
from tests.factories import ref, week

WORDS = {"offer-why": "Writes well."}


@pytest.fixture
def two_seats(app, cast, world):
    """A shortlisted application of Inès for the first of two seats; the second one."""
    mission = world.mission()
    application = world.application(mission, cast.ines, state=S.SHORTLISTED)
    return application, add_seat(app, mission)


def add_seat(app, mission, audience=Audience.BOTH):
    with app.app_context(), transaction() as session:
        weeks = {"first_week": week(3), "last_week": week(9)}
        seat = Seat(
            mission_id=mission.id, title_en="Writer", title_fr="Rédaction", percent=10, audience=audience, **weeks
        )
        session.add(seat)
        session.flush()
        return ref(seat)


def page_of(visitor, application):
    return visitor.get(f"/applications/{application.public_id}")


def test_the_other_seat_is_offered_and_said(app, visit, cast, two_seats, state_of):
    application, seat = two_seats
    karim = visit(cast.karim)
    page = page_of(karim, application)
    assert karim.query_count <= 15
    karim.submit(page, "/offer", {**WORDS, "offer-seat": seat.public_id})
    assert state_of(application) == "offered"
    ines = visit(cast.ines)
    shown = page_of(ines, application).text
    assert "Writer" in shown
    assert "Another place of the same mission: the application was for “Analyst”." in shown
    ines.submit(page_of(ines, application), "/accept")
    with app.app_context():
        found = application.load()
        assert (found.seat_id, found.offer.instead_of.title_en) == (seat.id, "Analyst")
        assert found.seat.taken == 1


def test_one_s_own_seat_stays_when_nothing_is_chosen(app, visit, cast, two_seats):
    application, _seat = two_seats
    karim = visit(cast.karim)
    karim.submit(page_of(karim, application), "/offer", WORDS)
    with app.app_context():
        found = application.load()
        assert (found.seat.title_en, found.offer.instead_of_id) == ("Analyst", None)


def test_a_full_seat_leaves_the_other(app, visit, cast, world, two_seats, state_of):
    application, seat = two_seats
    with app.app_context(), transaction():
        application.load().seat.taken = 1
    karim = visit(cast.karim)
    page = page_of(karim, application)
    assert "This seat is full" not in page.text
    karim.submit(page, "/offer", WORDS, status=409)
    karim.submit(page_of(karim, application), "/offer", {**WORDS, "offer-seat": seat.public_id})
    assert state_of(application) == "offered"


def test_a_seat_that_is_not_for_them_is_not_on_offer(app, visit, cast, world, state_of):
    mission = world.mission()
    application = world.application(mission, cast.ines, state=S.SHORTLISTED)
    seat = add_seat(app, mission, Audience.EXTERNALS)
    karim = visit(cast.karim)
    page = page_of(karim, application)
    assert not list(page.find("select", name="offer-seat"))
    refused = karim.submit(page, "/offer", {**WORDS, "offer-seat": seat.public_id}, status=422)
    assert "Choose a place of this mission that is open to them." in refused.text
    assert state_of(application) == "shortlisted"
