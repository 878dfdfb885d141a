"""An owner sets candidates side by side, answers one with what they will read in sight; someone invited says yes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.core import clock
from tests.browser.conftest import Door
from tests.browser.screen import Screen
from tests.browser.test_pages import faults_here
from tests.browser.words import loose

pytestmark = pytest.mark.browser

KARIM = "karim.haddad@merane.example"
MISSION = re.compile("données clients|customer data")
BOXES = 'input[type="checkbox"][name="batch-applications"]'


def candidates(screen: Screen) -> None:
    """The candidates of Karim's mission."""
    screen.open("/applications/received")
    screen.follow(MISSION, within=screen.main)


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)])
def test_side_by_side_then_one_answer_by_keyboard(door: Door, locale: str, script: bool) -> None:
    screen = door.enter(KARIM, locale, java_script_enabled=script)
    candidates(screen)
    assert not script or not faults_here(screen)
    boxes = screen.page.locator(BOXES)
    for number in range(2):
        boxes.nth(number).focus()
        screen.page.keyboard.press("Space")
    screen.press("Compare")
    expect(screen.main.locator("thead th")).to_have_count(3)
    assert not script or not faults_here(screen)
    candidates(screen)
    boxes.first.focus()
    screen.page.keyboard.press("Space")
    screen.unfold("Choose the answer")
    screen.page.locator('[name="batch-decision"][value="hold"]').focus()
    screen.page.keyboard.press("Space")
    screen.write({"batch-until": (clock.today() + timedelta(days=20)).isoformat()})
    screen.press("Read what they will read")
    screen.reads("Before it is sent")
    assert not script or not faults_here(screen)
    with screen.page.expect_navigation():
        screen.main.locator(".btn-go").focus()
        screen.page.keyboard.press("Enter")
    screen.reads("What was done")
    screen.reads("Answered")
    expect(screen.main.locator(".tag")).to_have_text(screen.words.pattern("On hold"))


def test_someone_invited_says_yes(door: Door) -> None:
    screen = door.enter("ibrahim.kone@merane.example", "fr")
    screen.open("/applications")
    screen.follow(MISSION, within=screen.main)
    assert not faults_here(screen)
    screen.page.reload()
    screen.unfold("I am interested")
    screen.write({"take_up-message": "Volontiers."})
    screen.press("Become a candidate")
    screen.reads("You are a candidate now, and those who own the mission were told.")
    screen.shows("Volontiers.")
    assert loose("Karim Haddad vous invite").search(screen.main.inner_text())
