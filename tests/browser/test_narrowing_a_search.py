"""Narrowing a search: only the answers are drawn again, the address says all, Back undoes, the keyboard is enough."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen

pytestmark = pytest.mark.browser

INES = "ines.carvalho@merane.example"
ASKED = "/search?q=données&kind=mission"


def start(door: Door, locale: str) -> Screen:
    screen = door.enter(INES, locale)
    screen.open(ASKED)
    return screen


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_only_the_answers_are_drawn_again_and_back_undoes(door: Door, locale: str) -> None:
    screen = start(door, locale)
    page, found = screen.page, screen.page.locator("#found")
    before = found.inner_text()
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    box = page.locator("#remote-fully")
    box.focus()
    box.press("Space")
    expect(page).to_have_url(re.compile("remote=fully"), timeout=WAIT_MS)
    expect(page.locator("h1")).to_have_attribute("data-kept", "yes")
    expect(page.locator("#remote-fully")).to_be_focused()
    expect(found).not_to_have_text(before)
    assert "add_skill" not in page.url
    chip = page.locator("#results .chips a.chip")
    expect(chip).to_have_count(1)
    page.go_back()
    expect(found).to_have_text(before, timeout=WAIT_MS)
    assert not screen.complaints


def test_a_skill_is_added_raised_and_removed_by_the_keyboard(door: Door) -> None:
    screen = start(door, "en")
    page = screen.page
    for name in ("SQL", "Workshop facilitation"):
        field = page.locator("#add_skill")
        field.fill(name)
        field.press("Enter")
        expect(page.locator("select[name=skill]").filter(visible=True)).to_have_count(
            1 if name == "SQL" else 2, timeout=WAIT_MS
        )
    every = page.locator("#found").inner_text()
    page.locator("#skills-any").focus()
    page.locator("#skills-any").press("Space")
    expect(page.locator("#found")).not_to_have_text(every, timeout=WAIT_MS)
    level = page.locator("select[name=skill]").first
    level.select_option(index=3)
    expect(page).to_have_url(re.compile(r"skill=[^&]*:4"), timeout=WAIT_MS)
    level.select_option(value="")
    expect(page.locator("select[name=skill]")).to_have_count(1, timeout=WAIT_MS)
    page.locator("#add_skill").fill("Sqll")
    page.locator("#add_skill").press("Enter")
    expect(page.locator("#add_skill")).to_have_attribute("aria-invalid", "true", timeout=WAIT_MS)
    assert not screen.complaints
