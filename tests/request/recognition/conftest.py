"""A completed mission: Inès's part in what Karim owns."""

from __future__ import annotations

import pytest

from portal.missions.models import MissionState
from tests.factories import Ref


@pytest.fixture
def sql(world) -> Ref:
    return world.skill("SQL")


@pytest.fixture
def teaching(world) -> Ref:
    return world.skill("Teaching", "Formation")


@pytest.fixture
def mission(world, cast, sql, teaching) -> Ref:
    return world.mission(
        first=-6, last=-2, state=MissionState.COMPLETED, co_owner=cast.claire, skills=((sql, 3), (teaching, 2))
    )


@pytest.fixture
def seat(world, cast, mission) -> Ref:
    return world.seated(mission, cast.ines)


@pytest.fixture
def drafted(world, seat) -> Ref:
    return world.recognition(seat)
