"""A mission begun again from another one."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from portal.pilots.models import PilotState
from tests.factories import week


def copy(browser, mission):
    return browser.submit(browser.get(f"/missions/{mission.public_id}"), "/copy")


def drafts(app):
    """The drafts there are, as plain values; inside no application context."""
    with app.app_context():
        return [
            {
                "owners": (mission.owner_id, mission.co_owner_id),
                "title": mission.title_en,
                "objective": mission.brief.objective_en,
                "pilot": mission.pilot_id,
                "seats": [
                    (seat.taken, seat.places, seat.first_week, seat.last_week, [one.skill_id for one in seat.skills])
                    for seat in mission.seats
                ],
                "published_at": mission.published_at,
            }
            for mission in db.session.scalars(sa.select(Mission).where(Mission.state == MissionState.DRAFT))
        ]


def test_a_copy_is_a_draft_with_the_same_words_and_weeks_to_come(app, visit, cast, world, events_of):
    sql, pilot = world.skill("SQL"), world.pilot()
    mission = world.mission(
        state=MissionState.CLOSED, co_owner=cast.claire, skills=((sql, 3),), first=-20, last=-15, places=2, pilot=pilot
    )
    with app.app_context(), transaction():
        mission.load().seats[0].taken = 2
    claire = visit(cast.claire)
    page = claire.get(copy(claire, mission).location)
    assert "A copy is kept as a draft." in page.text
    assert page.form("/edit")["title_en"] == "Map the customer data"
    assert drafts(app) == [
        {
            "owners": (cast.claire.id, cast.karim.id),
            "title": "Map the customer data",
            "objective": "objective en",
            "pilot": pilot.id,
            "seats": [(0, 2, week(3), week(8), [sql.id])],
            "published_at": None,
        }
    ]
    assert events_of(mission) == []


def test_pressed_twice_it_makes_one_copy(app, visit, cast, world):
    mission = world.mission()
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}")
    assert karim.submit(page, "/copy").location == karim.submit(page, "/copy").location
    assert len(drafts(app)) == 1


def test_a_pilot_that_is_over_and_an_owner_who_left_are_not_copied(app, visit, cast, world):
    mission = world.mission(co_owner=cast.claire, pilot=world.pilot(state=PilotState.STOPPED))
    with app.app_context(), transaction():
        cast.claire.person().left_on = week(-1)
    copy(visit(cast.karim), mission)
    assert drafts(app)[0]["pilot"] is None
    assert drafts(app)[0]["owners"] == (cast.karim.id, None)


def test_only_those_who_own_it_copy_it(app, visit, cast, world):
    mission, hidden = world.mission(), world.mission(state=MissionState.SUBMITTED)
    ines = visit(cast.ines)
    assert "Make a copy" not in ines.get(f"/missions/{mission.public_id}").text
    data = {"csrf_token": ines.token("/missions")}
    ines.post(f"/missions/{mission.public_id}/copy", data, status=403)
    ines.post(f"/missions/{hidden.public_id}/copy", data, status=404)
    assert drafts(app) == []


def test_in_french(visit, cast, world):
    mission = world.mission()
    karim = visit(cast.karim, locale="fr")
    assert "Faire une copie" in karim.get(f"/missions/{mission.public_id}").text
    assert "Une copie est gardée en brouillon." in karim.get(copy(karim, mission).location).text
