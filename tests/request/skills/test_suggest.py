"""What is suggested while someone types the name of a skill, and what a typed name stands for."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.core.transaction import transaction
from portal.extensions import db
from portal.skills.models import SkillLabel, SkillState
from portal.skills.queries import resolve_label, suggest
from portal.skills.services import import_esco, load_starter
from tests.cast import Cast
from tests.factories import World
from tests.request.skills.vocabularies import changed, write_sample


def labels(text: str, locale: str = "en", limit: int = 8) -> list[tuple[str, str]]:
    return [(found.label, found.found_as) for found in suggest(text, locale, limit)]


def test_what_begins_with_the_text_comes_first(app: Flask, cast: Cast, world: World) -> None:
    for name in ("Data modelling", "Open data", "Data", "Metadata", "Budget"):
        world.skill(name)
    with app.app_context():
        assert [label for label, _ in labels("dáta")] == ["Data", "Data modelling", "Open data"]
        assert [label for label, _ in labels("data", limit=2)] == ["Data", "Data modelling"]
        assert [label for label, _ in labels("metada")] == ["Metadata"]
        assert [label for label, _ in labels("modeling dta")] == ["Data modelling"], "typing errors, any order"
        assert [label for label, _ in labels("budgte")] == ["Budget"], "letters swapped"
        assert labels("") == labels("  ") == labels("zzz") == []
        assert labels("%") == labels("_") == []


def test_either_language_finds_it_and_the_other_name_is_told(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        assert labels("allocate", "fr") == [("Répartir le travail", "Allocate tasks")]
        assert labels("repartir", "en") == [("Share out the work", "Répartir le travail")]
        assert labels("s’installer", "fr") == labels("S'INSTALLER", "fr") != []


def test_two_skills_of_the_same_name_are_suggested_once(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_starter()
        import_esco(write_sample(tmp_path, lambda rows: changed(rows, "9", label_en="SQL", label_fr="SQL")))
        found = suggest("sql", "en")
        assert [skill.label for skill in found].count("SQL") == 1
        assert found[0].skill.source == "starter"
        assert resolve_label("sql", "en").source == "starter"


def test_a_name_stands_for_one_skill(app: Flask, cast: Cast, world: World) -> None:
    data, drawing, retired = world.skill("Data", "Données"), world.skill("Drawing", "Dessin"), world.skill("Telex")
    with app.app_context():
        with transaction() as session:
            session.add(SkillLabel(skill_id=drawing.id, lang="en", text="Data", folded="data"))
            session.add(SkillLabel(skill_id=drawing.id, lang="en", text="Sketch", folded="sketch"))
            retired.load().state = SkillState.RETIRED
        assert resolve_label("  DATA ", "en").id == data.id, "a preferred label wins"
        assert resolve_label("donnees", "en").id == data.id, "either language"
        assert resolve_label("sketch", "fr").id == drawing.id
        for text in ("", "dat", "Telex", "%"):
            assert resolve_label(text, "en") is None
        db.session.rollback()


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_options_are_a_fragment(app: Flask, visit, cast: Cast, tmp_path: Path, locale: str) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path, lambda rows: changed(rows, "4", label_en='divide "work" & <time>')))
    browser = visit(cast.sofia)
    if locale == "fr":
        browser.submit(browser.get("/skills"), "/language", {"locale": "fr"})
    found = browser.fragment("/skills/suggest?q=repartir", "options")
    values = {"fr": "Répartir le travail", "en": 'Divide "work" & <time>'}
    assert [option.attrib["value"] for option in found.find("option")] == [values[locale]]
    assert browser.query_count <= 5
    assert browser.fragment("/skills/suggest", "options").html.strip() == ""
