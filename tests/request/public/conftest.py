"""A catalogue that is on, and missions that their owners published there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.public import services
from portal.public.queries import standing
from tests.cast import Cast, Someone
from tests.factories import Ref, World


@pytest.fixture
def turn(app: Flask, cast: Cast) -> Callable[[bool], None]:
    """Turns the catalogue on or off, as human resources do."""

    def act(on: bool) -> None:
        with app.app_context():
            services.turn_catalogue(cast.helene.person(), on, organization="Merane", version=standing().version)

    return act


@pytest.fixture
def publish(app: Flask, cast: Cast) -> Callable[..., Ref]:
    """Publishes a mission outside, as Karim, who owns it."""

    def act(mission: Ref, owner: Someone | None = None) -> Ref:
        with app.app_context():
            services.publish_outside((owner or cast.karim).person(), mission.load())
        return mission

    return act


@pytest.fixture
def public(world: World, turn: Callable[[bool], None], publish: Callable[..., Ref]) -> Ref:
    """A mission that anyone reads."""
    turn(True)
    sql = world.skill("SQL queries", "Requêtes SQL")
    return publish(world.mission(skills=((sql, 2),), place="Lyon"))
