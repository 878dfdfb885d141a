"""The librarian's journey: a proposal accepted, two skills merged and the merge undone; with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door

pytestmark = pytest.mark.browser

CAMILLE = "camille.roussel@merane.example"


@pytest.mark.parametrize(("locale", "scripted", "width"), [("fr", True, 1280), ("en", False, 390)])
def test_two_skills_are_one_and_then_two_again(door: Door, locale: str, scripted: bool, width: int) -> None:
    screen = door.enter(CAMILLE, locale, java_script_enabled=scripted, viewport={"width": width, "height": 800})
    screen.open("/library/pairs")
    pairs = screen.main.locator("ol > li")
    before = pairs.count()
    assert before
    with screen.page.expect_navigation():
        pairs.first.locator("a.btn").first.click()
    with screen.page.expect_navigation():
        screen.main.locator("section.sheet button.btn-go").first.click()
    expect(screen.main.locator("ol > li")).to_have_count(before - 1)
    screen.follow("See it, or undo it", within=screen.page.locator("body"))
    screen.press("Undo this")
    screen.open("/library/pairs")
    expect(screen.main.locator("ol > li")).to_have_count(before)


def test_a_proposal_is_accepted_by_the_keyboard_alone(door: Door) -> None:
    screen = door.enter(CAMILLE, "en")
    screen.open("/library/proposals")
    screen.follow(re.compile("Writing for chatbots"))
    field = screen.page.locator("#label_fr")
    field.focus()
    field.press("ControlOrMeta+a")
    field.press_sequentially("Écriture pour robots conversationnels")
    screen.page.locator("#label_en").focus()
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_text("Done: accepted “Writing for chatbots” into the library.")).to_be_visible()
    screen.open("/skills?q=robots+conversationnels")
    expect(screen.page.get_by_role("link", name="Writing for chatbots")).to_be_visible()


def test_several_skills_change_family_at_once(door: Door) -> None:
    screen = door.enter(CAMILLE, "en")
    screen.open("/library/skills?q=accessib")
    boxes = screen.page.locator('input[name="skills"]')
    boxes.nth(0).check()
    boxes.nth(1).check()
    screen.page.locator("#into").select_option(label="Cybersecurity")
    screen.press("Move them")
    expect(screen.page.get_by_text("put 2 skills in the family “Cybersecurity”")).to_be_visible()
