"""A mission begins with a ready brief: what only its author knows is left to fill in, in one language or in both."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.test_saved_searches import sound

pytestmark = pytest.mark.browser

KARIM = "karim.haddad@merane.example"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 900}


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)], ids=["fr", "en-without-script"])
def test_what_is_left_in_brackets_holds_it_back(door: Door, locale: str, script: bool) -> None:
    screen = door.enter(KARIM, locale, java_script_enabled=script, viewport=NARROW)
    screen.open("/missions")
    screen.follow("Describe a mission")
    sound(screen, script)
    screen.main.get_by_role("link", name=screen.words.pattern("In both languages", whole=False)).first.click()
    screen.page.wait_for_url("**/missions/new?**")
    title = screen.page.locator(f'[name="title_{locale}"]')
    assert "[" in title.input_value()
    sound(screen, script)
    screen.write({"title_fr": "Construire le tableau des retards", "title_en": "Build the dashboard of delays"})
    screen.press("Save and submit for validation")
    screen.reads("Everything is saved. Before the mission can be submitted:")
    part = screen.words("Where it starts from")
    for language in ("in French", "in English"):
        still = f"Fill in or take out what is between square brackets in “%(part)s”, {language}: %(blanks)s"
        screen.reads(still, part=part, blanks="")
    expect(title).not_to_contain_text("[")


def test_both_languages_stand_side_by_side_where_there_is_room(door: Door) -> None:
    screen = door.enter(KARIM, "fr", viewport=WIDE)
    screen.open("/missions/new")
    own, other = (screen.page.locator(f'[name="objective_{locale}"]') for locale in ("fr", "en"))
    expect(other).to_be_visible()
    left, right = own.bounding_box(), other.bounding_box()
    assert left
    assert right
    assert left["y"] == pytest.approx(right["y"], abs=2)
    assert left["x"] + left["width"] < right["x"]
    assert other.get_attribute("lang") == "en"
    phone = door.enter(KARIM, "fr", viewport=NARROW)
    phone.open("/missions/new")
    expect(phone.page.locator('[name="objective_fr"]')).to_be_visible()
    expect(phone.page.locator('[name="objective_en"]')).to_be_hidden()
