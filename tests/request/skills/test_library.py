"""The library's list: families, search in both languages, fragment."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.core.transaction import transaction
from portal.skills.models import SkillState
from portal.skills.services import import_esco, load_starter
from tests.cast import Cast
from tests.factories import World
from tests.request.skills.vocabularies import write_sample


@pytest.fixture
def library(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_starter()
        import_esco(write_sample(tmp_path))


def test_families_open_their_skills(visit, cast: Cast, library: None) -> None:
    browser = visit(cast.ines)
    page = browser.get("/skills")
    assert "Our own families" in page.text
    assert "Families of ESCO, the classification of the European Commission" in page.text
    assert browser.query_count <= 10
    page = browser.get(page.links()["Procurement"])
    assert "15 skills" in page.text
    assert browser.query_count <= 10


@pytest.mark.parametrize("words", ["séance de TRAVAIL", "seance", "lead a working", "CHAIR A WORK"])
def test_any_name_in_either_language_finds_a_skill(visit, cast: Cast, library: None, words: str) -> None:
    browser = visit(cast.sofia)
    page = browser.get("/skills?" + "q=" + words.replace(" ", "+"))
    assert "Chair a working session" in page.links()
    assert browser.query_count <= 10
    french = visit(cast.ines)
    french.submit(french.get("/skills"), "/language", {"locale": "fr"})
    assert "Animer une séance de travail" in french.get(f"/skills?q={words}").links()


def test_words_are_searched_inside_a_family(visit, cast: Cast, library: None) -> None:
    browser = visit(cast.ines)
    page = browser.get("/skills?q=data&family=esco:06")
    assert "1 skill" in page.text
    assert "Relational databases" in page.links()
    assert "“data”" in page.text


def test_nothing_found_says_what_to_try(visit, cast: Cast, library: None) -> None:
    page = visit(cast.ines).get("/skills?q=%25_'\"<b>")
    assert "No skill has this name" in page.text
    assert "An administrator fills it" not in page.text


def test_an_empty_library_says_how_to_fill_it(visit, cast: Cast) -> None:
    assert "The library is empty" in visit(cast.ines).get("/skills").text


def test_retired_and_proposed_skills_are_not_offered(app: Flask, visit, cast: Cast, world: World) -> None:
    old, new = world.skill("Telex"), world.skill("Telepathy")
    with app.app_context(), transaction():
        old.load().state = SkillState.RETIRED
        new.load().state = SkillState.PROPOSED
    assert "0 skills" in visit(cast.ines).get("/skills?q=tele").text


def test_the_fragment_is_that_of_the_page(visit, cast: Cast, library: None) -> None:
    browser = visit(cast.ines)
    for path in ("/skills", "/skills?q=data", "/skills?q=nothing-like-this"):
        page = browser.get(path)
        part = browser.fragment(path, "results")
        assert part.text == " ".join("".join(page.by_id("results").itertext()).split())


def test_many_skills_are_in_pages(visit, cast: Cast, library: None) -> None:
    browser = visit(cast.ines)
    page = browser.get("/skills?q=a")
    following = browser.get(page.links()["Next"])
    assert "Page 2 of" in following.text
    assert not {text for text, href in page.links().items() if "/skills/" in href} & set(following.links())


def test_strangers_sign_in_first(visit, library: None) -> None:
    for path in ("/skills", "/skills/suggest?q=a", "/skills/nothing"):
        assert "/sign-in" in visit().get(path, status=302).location
