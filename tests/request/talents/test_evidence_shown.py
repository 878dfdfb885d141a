"""What supports a skill, on the profile: who said it, when, on which mission, and how long ago it was confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from portal.missions.models import Audience
from portal.talents.models import EvidenceKind


@pytest.fixture
def sql(world, cast):
    """Sofia declares it at level 3."""
    skill = world.skill("SQL")
    world.holds(cast.sofia, skill, 3)
    return skill


@pytest.fixture
def profile(cast):
    return f"/talents/{cast.sofia.public_id}"


def days_ago(days):
    return clock.now() - timedelta(days=days)


def test_the_disclosure_names_who_and_when(visit, cast, world, sql, profile):
    mission = world.mission()
    world.evidence(cast.sofia, sql, EvidenceKind.DECLARED, by=cast.sofia, level=3, at=days_ago(90))
    world.evidence(cast.sofia, sql, EvidenceKind.ATTESTED, by=cast.karim, level=2, mission=mission, at=days_ago(30))
    page = visit(cast.ines).get(profile)
    assert "Attested on 1 mission" in page.text
    assert "(“practises”, where “masters” is declared)" in page.text
    assert "What was seen on a mission counts before what is declared." in page.text
    assert "Attested “practises” on" in page.text
    assert page.links()["Karim Haddad"] == f"/talents/{cast.karim.public_id}"
    assert page.links()["Map the customer data"] == f"/missions/{mission.public_id}"
    assert "Declared “masters” on" in page.text
    french = visit(cast.ines, locale="fr").get(profile).text
    assert "Attestée «" in french
    assert "Cartographier les données clients" in french


def test_a_mission_that_the_reader_may_not_open_is_not_named(visit, cast, world, sql, profile):
    mission = world.mission(audience=Audience.EMPLOYEES)
    world.evidence(cast.sofia, sql, EvidenceKind.ATTESTED, by=cast.karim, level=3, mission=mission)
    assert "Map the customer data" in visit(cast.ines).get(profile).text
    theo = visit(cast.theo).get(profile).text
    assert "Attested “masters” on" in theo
    assert "Map the customer data" not in theo
    as_external = visit(cast.sofia).get(f"{profile}?as=external").text
    assert "Map the customer data" not in as_external


def test_who_declared_less_since_reads_why(visit, cast, world, sql, profile):
    world.evidence(cast.sofia, sql, EvidenceKind.ATTESTED, by=cast.karim, level=4, at=days_ago(90))
    world.evidence(cast.sofia, sql, EvidenceKind.DECLARED, by=cast.sofia, level=3, at=days_ago(30))
    assert "“masters” was declared after “teaches” was attested" in visit(cast.ines).get(profile).text


def test_words_grow_old_gently(visit, cast, world):
    today = clock.today()
    for name, days in (("Fresh", 20), ("Older", 300), ("Old", 900)):
        world.holds(cast.tom, world.skill(name), 2, confirmed_on=today - timedelta(days=days))
    text = visit(cast.ines).get(f"/talents/{cast.tom.public_id}").text
    assert "Declared · confirmed in" in text
    assert "Declared · last confirmed in" in text
    assert "Declared · not confirmed since" in text
