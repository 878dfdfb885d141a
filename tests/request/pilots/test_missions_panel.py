"""The missions of a pilot, on its page."""

from __future__ import annotations

from portal.core.transaction import transaction
from portal.missions.models import MissionState


def test_the_missions_of_a_pilot_with_what_is_lent(app, visit, cast, world):
    pilot = world.pilot()
    mission = world.mission(pilot=pilot, percent=20, places=3)
    world.mission(title_en="Somewhere else")
    with app.app_context(), transaction():
        mission.load().seats[0].taken = 2
    page = visit(cast.ines).get(f"/pilots/{pilot.public_id}")
    assert page.links()["Map the customer data"] == f"/missions/{mission.public_id}"
    assert "2 places of 3 taken · 40% of a week lent in all" in page.text
    assert "Somewhere else" not in page.text


def test_a_pilot_without_missions_says_so(visit, cast, world):
    assert "No mission belongs to this pilot yet." in visit(cast.ines).get(f"/pilots/{world.pilot().public_id}").text


def test_nobody_learns_of_a_draft_there(visit, cast, world):
    pilot = world.pilot()
    world.mission(pilot=pilot, state=MissionState.DRAFT, title_en="Still a secret")
    world.mission(pilot=pilot, state=MissionState.SUBMITTED, title_en="To be read first")
    address = f"/pilots/{pilot.public_id}"
    assert "Still a secret" in visit(cast.karim).get(address).text
    simone = visit(cast.simone).get(address).text
    assert "To be read first" in simone
    assert "Still a secret" not in simone
    ines = visit(cast.ines).get(address).text
    assert "Still a secret" not in ines
    assert "To be read first" not in ines


def test_many_missions_cost_no_more(visit, cast, world):
    pilot = world.pilot()
    world.mission(pilot=pilot)
    ines = visit(cast.ines)
    ines.get(f"/pilots/{pilot.public_id}")
    one = ines.query_count
    for _time in range(4):
        world.mission(pilot=pilot)
    ines.get(f"/pilots/{pilot.public_id}")
    assert ines.query_count == one <= 15


def test_in_french(visit, cast, world):
    pilot = world.pilot()
    world.mission(pilot=pilot)
    page = visit(cast.ines, locale="fr").get(f"/pilots/{pilot.public_id}")
    assert "Ses missions" in page.text
    assert "0 place prise sur 1" in page.text
