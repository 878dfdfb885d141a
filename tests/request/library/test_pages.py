"""The desk's pages: who opens them, in both languages, and how much they ask of the database."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.skills.library import keeping, merging, pairs
from tests.cast import Cast
from tests.factories import Ref, World

BUDGET = 15


@pytest.fixture
def addresses(app: Flask, cast: Cast, world: World, propose, js: Ref, javascript: Ref) -> list[str]:
    """A page of each kind, with something on it."""
    origami = propose(cast.ines, "Origami of paper trains")
    world.holds(cast.tom, js, 3)
    world.mission(skills=((js, 2),))
    twin, other = world.skill("Project management"), world.skill("Project  managements")
    with app.app_context():
        pairs.look_for_pairs()
        hr = cast.helene.person()
        operation = merging.merge(hr, js.load(), javascript.load())
        keeping.set_priority(hr, javascript.load(), "Trois missions la cherchent.", "Three missions look for it.")
        journal = operation.public_id
    return [
        "/library/proposals",
        f"/library/proposals/{origami.public_id}",
        "/library/pairs",
        f"/library/skills/{twin.public_id}/merge?second={other.public_id}",
        f"/library/skills/{twin.public_id}/merge?into=nothing",
        "/library/skills",
        "/library/skills?q=java&priority=yes",
        "/library/skills?state=merged",
        f"/library/skills/{javascript.public_id}",
        f"/library/skills/{js.public_id}",
        f"/library/skills/{javascript.public_id}/split",
        "/library/families",
        "/library/journal",
        f"/library/journal/{journal}",
        "/library/file",
    ]


def test_librarians_read_them_in_both_languages(visit, cast: Cast, addresses: list[str]) -> None:
    browser = visit(cast.helene)
    for path in addresses:
        browser.get(path)
        assert browser.query_count <= BUDGET, (path, browser.query_count)
    french = visit(cast.helene, locale="fr")
    for path in addresses:
        page = french.get(path)
        assert page.root.attrib["lang"] == "fr"


def test_others_do_not(visit, cast: Cast, addresses: list[str]) -> None:
    for person in (cast.ines, cast.adele, cast.sofia):
        browser = visit(person)
        for path in addresses:
            browser.get(path, status=403)
    assert "/sign-in" in visit().get("/library/proposals", status=302).location


def test_what_is_not_there_is_not_found(visit, cast: Cast, world: World, javascript: Ref) -> None:
    browser = visit(cast.helene)
    for path in (
        "/library/proposals/nothing",
        f"/library/proposals/{javascript.public_id}",
        "/library/skills/nothing",
        "/library/skills/nothing/split",
        "/library/skills/nothing/merge",
        "/library/journal/nothing",
        "/library/file/nothing",
    ):
        browser.get(path, status=404)


def test_the_desk_is_in_the_menu_of_librarians_only(visit, cast: Cast) -> None:
    assert "/library/proposals" in visit(cast.helene).get("/skills").links().values()
    assert "/library/proposals" not in visit(cast.ines).get("/skills").links().values()


def test_empty_rooms_say_what_comes_there(visit, cast: Cast) -> None:
    browser = visit(cast.helene)
    assert "No proposal waits" in browser.get("/library/proposals").text
    assert "No two skills are nearly the same" in browser.get("/library/pairs").text
    assert "Nothing was done yet" in browser.get("/library/journal").text
    assert "No skill fits all of this" in browser.get("/library/skills?q=zzz").text
