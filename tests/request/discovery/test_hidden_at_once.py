"""Who may read something no longer finds no trace of it, even before the index has followed."""

from __future__ import annotations

import pytest

from portal.core import clock, reindex
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.missions.drafting.data import SEAT_COLUMNS, MissionData, SeatData
from portal.missions.drafting.services import edit_mission
from portal.missions.models import MissionState
from portal.organization.workflow import person_left
from tests.html_of_search import counts_of

WORD = "zorglubx"
ADDRESSES = (f"/search?q={WORD}&kind=talent", f"/search?q={WORD}&kind=mission&remote=fully", f"/search?q={WORD}&page=9")


def traces(browser):
    """What the search page counts, on each of these addresses."""
    return [sum(counts_of(browser.get(address)).values()) for address in ADDRESSES]


def without(mission, **fields):
    seats = [
        SeatData(public_id=one.public_id, **{name: getattr(one, name) for name in SEAT_COLUMNS})
        for one in mission.seats
    ]
    return MissionData(fields=fields, seats=tuple(seats))


@pytest.mark.parametrize("state", [MissionState.DRAFT, MissionState.CHANGES_REQUESTED])
def test_a_co_owner_who_is_replaced(app, world, cast, visit, state):
    mission = world.mission(state=state, co_owner=cast.tom, title_en=f"The {WORD} plan", title_fr=f"Le plan {WORD}")
    with app.app_context():
        index.rebuild()
    tom = visit(cast.tom)
    assert traces(tom) != [0, 0, 0]
    with app.app_context():
        edit_mission(
            cast.karim.person(), mission.load(), without(mission.load(), co_owner_id=cast.jade.id), version=None
        )
        assert reindex.is_late_to_hide()
    assert traces(tom) == [0, 0, 0]
    with app.app_context():
        drain()
        assert not reindex.is_late_to_hide()
    assert traces(tom) == [0, 0, 0]


def test_someone_who_left(app, world, cast, visit):
    world.profile(cast.lea, headline_en=f"All about {WORD}")
    with app.app_context():
        index.rebuild()
    ines = visit(cast.ines)
    assert traces(ines) != [0, 0, 0]
    with app.app_context(), transaction():
        cast.lea.person().left_on = clock.today()
        person_left(cast.lea.person())
    assert traces(ines) == [0, 0, 0]
