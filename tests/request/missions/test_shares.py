"""A mission whose places take different shares of a week says so wherever it is shown."""

from __future__ import annotations

import pytest

from portal.core.transaction import transaction
from portal.missions.models import Audience, Seat
from tests.factories import week


@pytest.fixture
def several(app, cast, world):
    sql = world.skill("SQL")
    world.holds(cast.ines, sql)
    made = world.mission(percent=10, skills=((sql, 2),))
    weeks = {"first_week": week(2), "last_week": week(7)}
    with app.app_context(), transaction() as session:
        session.add(Seat(mission_id=made.id, percent=50, audience=Audience.BOTH, **weeks))
    return made


def test_the_list_the_page_and_home_say_both_shares(visit, cast, several):
    ines = visit(cast.ines)
    for path in ("/missions", f"/missions/{several.public_id}"):
        assert "10 to 50% of the week, by place" in ines.get(path).text
    assert "10 to 50%" in ines.get("/").text


def test_in_french(visit, cast, several):
    page = visit(cast.ines, locale="fr").get("/missions")
    assert "de 10 à 50 % de la semaine selon la place" in page.text.replace("\u00a0", " ")


def test_one_share_is_said_plainly(visit, cast, world):
    world.mission(percent=10)
    assert "by place" not in visit(cast.ines).get("/missions").text
