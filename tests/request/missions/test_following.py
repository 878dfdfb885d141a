"""Following a mission without applying: told what matters, and nobody learns who follows."""

from __future__ import annotations

import pytest

from portal.applications.models import ApplicationState
from portal.core.transaction import transaction
from portal.missions import services
from portal.missions.drafting.data import SEAT_COLUMNS, MissionData, SeatData
from portal.missions.drafting.services import edit_mission
from portal.missions.following.services import follow_mission
from portal.missions.models import Audience, MissionState, Stage
from portal.missions.pausing.services import pause_mission, resume_mission
from portal.missions.questions.services import answer_question, ask_question
from portal.organization.workflow import person_left


def rewritten(mission, **fields):
    """The mission as it stands, but for these columns."""
    seats = [
        SeatData(public_id=one.public_id, **{name: getattr(one, name) for name in SEAT_COLUMNS})
        for one in mission.seats
    ]
    return MissionData(fields=fields, seats=tuple(seats))


@pytest.fixture
def follow(app):
    def make(person, mission):
        with app.app_context():
            follow_mission(person.person(), mission.load())

    return make


def test_follow_and_stop(visit, cast, world):
    tom, mission = visit(cast.tom), world.mission()
    page = tom.get(f"/missions/{mission.public_id}")
    done = tom.submit(page, "/follow")
    page = tom.get(done.location)
    assert "You follow this mission." in page.text
    assert "Map the customer data" in tom.get("/missions/followed").text
    assert "1 person follows this mission." in visit(cast.karim).get(f"/missions/{mission.public_id}").text
    tom.submit(page, "/unfollow")
    assert "You follow no mission" in tom.get("/missions/followed").text


def test_nobody_learns_who_follows(visit, cast, world, follow):
    mission = world.mission()
    follow(cast.tom, mission)
    for who in (cast.karim, cast.helene, cast.ines):
        assert "Lefèvre" not in visit(who).get(f"/missions/{mission.public_id}").text


def test_told_what_happens(app, cast, world, follow, mails):
    mission = world.mission(co_owner=cast.jade)
    follow(cast.tom, mission)
    with app.app_context():
        karim = cast.karim.person()
        pause_mission(karim, mission.load(), text="Budget.", until=None)
        resume_mission(karim, mission.load())
        question = ask_question(cast.ines.person(), mission.load(), text="Ready?", key=None)
        answer_question(karim, question, text="Yes.", version=None)
        services.cancel_mission(karim, mission.load(), text="No more need.")
    assert [kind for who, kind in mails() if who == "tom"] == ["followed"] * 4


def test_words_said_better_are_no_news(app, cast, world, follow, mails):
    mission = world.mission(co_owner=cast.jade)
    follow(cast.tom, mission)
    with app.app_context():
        karim = cast.karim.person()
        edit_mission(karim, mission.load(), rewritten(mission.load(), summary_en="Said better."), version=None)
        assert mails() == []
        edit_mission(karim, mission.load(), rewritten(mission.load(), place="Nantes"), version=None)
    assert mails() == [("tom", "followed")]


def test_who_applied_hears_it_from_their_application(app, cast, world, follow, mails):
    mission = world.mission()
    world.application(mission, cast.ines, state=ApplicationState.SUBMITTED)
    follow(cast.ines, mission)
    with app.app_context():
        pause_mission(cast.karim.person(), mission.load(), text="Budget.", until=None)
    assert mails() == []


def test_who_may_no_longer_read_is_told_nothing(app, cast, world, follow, mails):
    mission = world.mission(audience=Audience.BOTH)
    follow(cast.sofia, mission)
    with app.app_context():
        with transaction():
            mission.load().stage = Stage.INTERNAL
        pause_mission(cast.karim.person(), mission.load(), text="Budget.", until=None)
    assert [one for one in mails() if one[0] == "sofia"] == []


def test_who_left_follows_nothing(app, visit, cast, world, follow):
    mission = world.mission()
    follow(cast.tom, mission)
    with app.app_context(), transaction():
        person_left(cast.tom.person())
    assert "follows this mission" not in visit(cast.karim).get(f"/missions/{mission.public_id}").text


def test_refused_to_owners_strangers_and_before_publication(visit, cast, world):
    mission, draft = world.mission(audience=Audience.EMPLOYEES), world.mission(state=MissionState.SUBMITTED)
    karim, sofia, helene = visit(cast.karim), visit(cast.sofia), visit(cast.helene)
    data = {"csrf_token": karim.token("/account")}
    karim.post(f"/missions/{mission.public_id}/follow", data, status=403)
    sofia.post(f"/missions/{mission.public_id}/follow", {"csrf_token": sofia.token("/account")}, status=404)
    helene.post(f"/missions/{draft.public_id}/follow", {"csrf_token": helene.token("/account")}, status=409)


def test_the_list_asks_as_much_for_many(visit, cast, world, follow):
    follow(cast.tom, world.mission())
    tom = visit(cast.tom)
    tom.get("/missions/followed")
    one = tom.query_count
    for _ in range(5):
        follow(cast.tom, world.mission())
    page = tom.get("/missions/followed")
    assert page.text.count("Map the customer data") == 6
    assert tom.query_count == one <= 12
