"""Who comes next: named in order, told only if owners choose, offered in one press; everyone is told at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import Application, Offer
from portal.applications.models import ApplicationState as S
from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState
from portal.notices.models import Notice

WHY = {"alternate-why": "Knows the flows."}


@pytest.fixture
def told(app, cast):
    """(name, event) of everyone told."""

    def read():
        names = {getattr(cast, name).id: name for name in ("ines", "tom", "lea", "karim", "claire")}
        with app.app_context():
            return {(names[row.person_id], row.event) for row in db.session.scalars(sa.select(Notice))}

    return read


@pytest.fixture
def seat(cast, world):
    """A place offered to Inès; Tom and Léa shortlisted for it."""
    mission = world.mission(co_owner=cast.claire)
    offered = world.application(mission, cast.ines, state=S.OFFERED)
    return mission, offered, *(world.application(mission, who, state=S.SHORTLISTED) for who in (cast.tom, cast.lea))


def name(visitor, application, *, is_told=False, status=303):
    page = visitor.get(f"/applications/{application.public_id}")
    data = {**WHY, "alternate-is_told": "y"} if is_told else WHY
    return visitor.submit(page, "/alternate", data, status=status)


def test_only_who_is_told_knows(visit, cast, seat, told):
    _mission, _offered, tom, lea = seat
    karim = visit(cast.karim)
    done = name(karim, tom)
    assert "They come next." in karim.get(done.location).text
    name(karim, lea, is_told=True)
    assert told() == {("lea", "alternates/named")}
    assert "You come next" in visit(cast.lea).get(f"/applications/{lea.public_id}").text
    assert "You come next" not in visit(cast.tom).get(f"/applications/{tom.public_id}").text
    page = karim.get(f"/applications/{lea.public_id}")
    order = next(page.find("ol", class_="small"))
    assert ["".join(line.itertext()) for line in order] == ["Tom Lefèvre", "Léa Nguyen, who knows"]
    assert "Who comes next" not in visit(cast.helene).get(f"/applications/{lea.public_id}").text


@pytest.mark.parametrize("how", ["decline", "withdraw", "lapse"])
def test_when_the_offer_ends_owners_are_told_and_one_press_offers(app, visit, cast, seat, told, state_of, how):
    _mission, offered, tom, lea = seat
    karim = visit(cast.karim)
    name(karim, tom)
    name(karim, lea)
    if how == "lapse":
        with clock.at(clock.now() + timedelta(days=9)), app.app_context():
            worker.do_chores()
    else:
        ines = visit(cast.ines)
        ines.submit(ines.get(f"/applications/{offered.public_id}"), f"/{how}", {"decline-reason": "workload"})
    assert {("karim", "alternates/next"), ("claire", "alternates/next")} <= told()
    with app.app_context():
        said = db.session.scalars(sa.select(Notice.said_en).where(Notice.event == "alternates/next")).all()
    assert all(words.startswith("Tom Lefèvre comes next") for words in said)
    page = karim.get(f"/applications/{tom.public_id}")
    karim.submit(page, "/alternate/offer")
    assert state_of(tom) == "offered"
    with app.app_context():
        assert db.session.get_one(Offer, tom.id).why == "Knows the flows."


def test_a_place_given_up_names_the_next(visit, cast, world, told):
    mission = world.mission()
    taken = world.application(mission, cast.ines, state=S.CONFIRMED)
    tom = world.application(mission, cast.tom, state=S.SHORTLISTED)
    name(visit(cast.karim), tom)
    ines = visit(cast.ines)
    ines.submit(ines.get(f"/applications/{taken.public_id}"), "/withdraw")
    assert ("karim", "alternates/next") in told()


def test_taken_off_the_list(visit, cast, seat, told, state_of):
    _mission, _offered, tom, _lea = seat
    karim = visit(cast.karim)
    name(karim, tom, is_told=True)
    karim.submit(karim.get(f"/applications/{tom.public_id}"), "/alternate/remove")
    assert ("tom", "alternates/unnamed") in told()
    assert state_of(tom) == "shortlisted"
    late = {"csrf_token": karim.token("/applications")}
    for press in ("remove", "offer"):
        page = karim.post(f"/applications/{tom.public_id}/alternate/{press}", late, status=409)
        assert "This person is not an alternate any more." in page.text


def test_wrong_states_words_and_people(visit, cast, world, seat):
    mission, _offered, tom, _lea = seat
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{tom.public_id}")
    refused = karim.submit(page, "/alternate", {"alternate-why": ""}, status=422)
    assert "Say why this person" in refused.text
    token = {"csrf_token": karim.token("/applications"), **WHY}
    new = world.application(mission, cast.sofia)
    karim.post(f"/applications/{new.public_id}/alternate", token, status=409)
    for someone, status in ((cast.helene, 403), (cast.tom, 403), (cast.jade, 404)):
        visitor = visit(someone)
        data = {**WHY, "csrf_token": visitor.token("/applications")}
        visitor.post(f"/applications/{tom.public_id}/alternate", data, status=status)


@pytest.fixture
def staffed(app, cast, world):
    """A staffed mission since today, with Tom and Léa who still wait."""
    mission = world.mission(state=MissionState.STAFFED)
    world.application(mission, cast.ines, state=S.CONFIRMED)
    others = [world.application(mission, who, state=S.SHORTLISTED) for who in (cast.tom, cast.lea)]
    with app.app_context(), transaction() as session:
        session.add(Event(subject_type="mission", subject_id=mission.id, action="staff", to_state="staffed"))
    return mission, *others


def pass_days(app, days):
    with clock.at(clock.now() + timedelta(days=days)), app.app_context():
        worker.do_chores()


def test_everyone_who_still_waits_is_told_that_it_is_filled(app, visit, cast, staffed, told, state_of):
    _mission, tom, lea = staffed
    name(visit(cast.karim), lea)
    pass_days(app, 4)
    assert state_of(tom) == "shortlisted"
    pass_days(app, 10)
    assert (state_of(tom), state_of(lea)) == ("not_selected", "shortlisted")
    assert ("tom", "alternates/filled") in told()
    assert ("lea", "alternates/filled") not in told()
    assert "Every place is taken" in visit(cast.tom).get(f"/applications/{tom.public_id}").text
    with app.app_context():
        event = db.session.scalars(sa.select(Event).where(Event.action == "close")).one()
        assert (event.reason_code, event.actor_id) == ("seat_filled", None)


def test_a_place_free_again_leaves_everyone_waiting(app, cast, staffed, state_of):
    _mission, tom, _lea = staffed
    with app.app_context(), transaction() as session:
        session.scalars(sa.select(Application).where(Application.person_id == cast.ines.id)).one().seat.taken = 0
    pass_days(app, 10)
    assert state_of(tom) == "shortlisted"
