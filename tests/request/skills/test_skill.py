"""A skill's page."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, MissionState
from portal.skills.models import SkillLabel, SkillState
from portal.skills.queries import resolve_label
from portal.skills.services import import_esco
from portal.talents.models import HeldSkill
from tests.cast import Cast, Someone
from tests.factories import Ref, World
from tests.request.skills.vocabularies import write_sample
from tests.visitor import Page, text_of


def hold(app: Flask, skill: Ref, *people: Someone, level: int = 2) -> None:
    with app.app_context(), transaction() as session:
        session.add_all(HeldSkill(person_id=person.id, skill_id=skill.id, level=level) for person in people)


def figures(page: Page) -> dict[str, str]:
    """What the page counts: words to number."""
    parts = [[text_of(span) for span in stat.iter("span")] for stat in page.find("p", class_="stat")]
    return {label: number for number, label in parts}


def test_its_names_in_both_languages_and_its_origin(app: Flask, visit, cast: Cast, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        skill = resolve_label("share out the work", "en")
        path = f"/skills/{skill.public_id}"
    browser = visit(cast.sofia)
    page = browser.get(path)
    assert next(page.find("title")).text == "Share out the work · Transverse"
    for name in ("Répartir le travail", "Répartir les tâches", "Divide tasks", "Allocate tasks", "Leading"):
        assert name in page.text
    assert "comes from ESCO, the classification of the European Commission; its presentation was modified" in page.text
    assert browser.query_count <= 15
    reader = visit(cast.ines)
    reader.submit(reader.get("/skills"), "/language", {"locale": "fr"})
    page = reader.get(path)
    assert "Répartir le travail" in next(page.find("h1")).text
    assert [span.text for span in page.find("span", lang="en")] == [
        "Give each person tasks that suit their skills and their time."
    ], "a description that falls back says its language"


def test_holders_are_counted_from_level_two(app: Flask, visit, cast: Cast, world: World) -> None:
    skill = world.skill("SQL")
    path = f"/skills/{skill.public_id}"
    browser = visit(cast.oscar)
    assert figures(browser.get(path))["people practise it, or better"] == "0"
    hold(app, skill, cast.ines, cast.tom, cast.lea, cast.nadia)
    hold(app, skill, cast.marc, level=1)
    assert figures(browser.get(path))["people practise it, or better"] == "4"
    hold(app, skill, cast.sofia, level=4)
    page = browser.get(path)
    assert figures(page)["people practise it, or better"] == "5"
    rows = browser.get(page.links()["people practise it, or better"]).text
    assert "Sofia Marchetti" in rows
    assert "Marc Ollivier" not in rows


def test_open_missions_that_ask_for_it_are_counted(app: Flask, visit, cast: Cast, world: World) -> None:
    skill = world.skill("SQL")
    world.mission(skills=((skill, 2),))
    world.mission(skills=((skill, 2),), audience=Audience.EMPLOYEES)
    world.mission(skills=((skill, 2),), state=MissionState.DRAFT)
    path = f"/skills/{skill.public_id}"
    assert figures(visit(cast.ines).get(path))["open missions ask for it"] == "2"
    assert figures(visit(cast.sofia).get(path))["open mission asks for it"] == "1"


def test_a_retired_skill_can_be_read_but_not_a_proposed_one(app: Flask, visit, cast: Cast, world: World) -> None:
    old, new = world.skill("Telex"), world.skill("Telepathy")
    with app.app_context(), transaction():
        old.load().state = SkillState.RETIRED
        new.load().state = SkillState.PROPOSED
    browser = visit(cast.ines)
    assert "This skill is no longer offered" in browser.get(f"/skills/{old.public_id}").text
    browser.get(f"/skills/{new.public_id}", status=404)
    browser.get("/skills/nothing-here", status=404)


def test_a_label_is_shown_as_text(app: Flask, visit, cast: Cast, world: World) -> None:
    skill = world.skill("<b>Bold</b>")
    with app.app_context(), transaction():
        db.session.add(SkillLabel(skill_id=skill.id, lang="fr", text="<i>x</i>", folded="<i>x</i>"))
    page = visit(cast.ines).get(f"/skills/{skill.public_id}")
    assert "<b>Bold</b>" in page.text
    assert "<i>x</i>" in page.text
