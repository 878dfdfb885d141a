"""The list of missions: who reads what, what narrows it, and what it costs."""

from __future__ import annotations

import pytest

from portal.missions.models import Audience, MissionLanguage, MissionState, Remote
from tests.visitor import text_of


def titles(page):
    return [text_of(link) for link in page.find("a", class_="cover")]


def test_open_missions_stand_with_what_they_ask(visit, cast, world):
    sql = world.skill("SQL")
    world.mission(skills=((sql, 2),), pilot=world.pilot(), places=2)
    page = visit(cast.ines).get("/missions")
    assert titles(page) == ["Map the customer data"]
    assert "1 mission" in page.text
    for words in ("20%", "Sales", "Pilot: Shared data", "2 places", "SQL", "Not the skill asked"):
        assert words in page.text


def test_a_list_of_many_stays_cheap(visit, cast, world):
    skills = tuple((world.skill(name), 2) for name in ("SQL", "CRM", "Data modelling"))
    for _ in range(5):
        world.mission(skills=skills, pilot=world.pilot())
    ines = visit(cast.ines)
    ines.get("/missions")
    one = ines.query_count
    for _ in range(5):
        world.mission(skills=skills)
    ines.get("/missions")
    assert ines.query_count == one
    assert one <= 12
