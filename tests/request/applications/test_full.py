"""A mission whose places are all confirmed is staffed, however it came to be full."""

from __future__ import annotations

from portal.allocations import services as time_of
from portal.missions import services as missions
from portal.missions.drafting.data import SEAT_COLUMNS, MissionData, SeatData
from portal.missions.drafting.services import edit_mission
from portal.missions.models import MissionState
from portal.missions.reporting import services as reporting


def keep_places(app, owner, mission, places):
    with app.test_request_context():
        seat = mission.load().seats[0]
        said = {name: getattr(seat, name) for name in SEAT_COLUMNS} | {"places": places}
        data = MissionData(fields={}, seats=(SeatData(public_id=seat.public_id, **said),))
        edit_mission(owner.person(), mission.load(), data, version=None)
        return mission.load().state


def test_taking_out_the_place_that_nobody_took_staffs_it(app, cast, world):
    mission = world.mission(co_owner=cast.claire, places=3)
    world.seated(mission, cast.ines)
    assert keep_places(app, cast.karim, mission, 2) is MissionState.PUBLISHED
    assert keep_places(app, cast.karim, mission, 1) is MissionState.STAFFED
    assert keep_places(app, cast.karim, mission, 2) is MissionState.PUBLISHED


def test_the_last_place_confirmed_while_it_is_validated_again(app, cast, world):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    with app.test_request_context():
        reporting.report_mission(cast.tom.person(), mission.load(), reason="out_of_date", text="")
        reporting.send_back(cast.helene.person(), mission.load(), text="Say which weeks.")
        time_of.authorize_time(cast.nadia.person(), request.load())
        missions.submit_mission(cast.karim.person(), mission.load())
        missions.publish_mission(cast.helene.person(), mission.load())
        assert mission.load().state is MissionState.STAFFED
