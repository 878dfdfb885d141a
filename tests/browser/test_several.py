"""Requests that wait are picked with keys alone; what they do together is shown before anything is authorized."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.test_manager import NADIA, Keyboard
from tests.browser.test_saved_searches import sound

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 900}


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_several_are_weighed_with_keys_alone(door: Door, script: bool) -> None:
    screen = door.enter(NADIA, "fr", java_script_enabled=script, viewport=PHONE)
    screen.open("/desk")
    screen.follow("Decide several together")
    keyboard = Keyboard(screen)
    boxes = screen.main.get_by_role("checkbox")
    before = boxes.count()
    assert before >= 2
    for box in boxes.all():
        keyboard.reach(box)
        keyboard.keys.press("Space")
    keyboard.enter(screen.button("Show the weeks with those picked"))
    expect(screen.main.locator("#authorize-title")).to_be_visible()
    assert boxes.count() == before
    summary = screen.page.locator("summary", has_text=screen.words.pattern("Who will be told, and what they will read"))
    keyboard.reach(summary)
    keyboard.keys.press("Enter")
    keyboard.enter(screen.button("Show the messages"))
    expect(screen.main.locator(".letter").first).to_be_visible()
    sound(screen, script)
