"""Someone reads what they were told, chooses how they are, and looks at what a decision will say before it is sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import Screen
from tests.browser.test_pages import faults_here

pytestmark = pytest.mark.browser

NADIA = "nadia.benali@merane.example"
KARIM = "karim.haddad@merane.example"
FOLD = "() => document.querySelectorAll('header details').forEach(details => { details.open = false; })"
ROOM = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def sound(screen: Screen, script: bool) -> None:
    """Nothing is wrong with what it shows, as far as a script can tell. What this unfolds is folded again."""
    if script:
        assert faults_here(screen) == []
        assert screen.page.evaluate(ROOM)
        screen.page.evaluate(FOLD)


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)])
def test_reading_what_one_was_told(door: Door, locale: str, script: bool) -> None:
    screen = door.enter(NADIA, locale, java_script_enabled=script, viewport={"width": 390, "height": 900})
    with screen.page.expect_navigation():
        screen.page.locator("header a.bell").click()
    screen.reads("Waits for your answer")
    sound(screen, script)
    unread = screen.main.locator(".is-unread")
    before = unread.count()
    assert before
    with screen.page.expect_navigation():
        unread.first.locator(".notice-link").press("Enter")
    assert "/notices" not in screen.path
    screen.open("/notices")
    expect(unread).to_have_count(before - 1)
    screen.press("Mark all as read")
    expect(unread).to_have_count(0)
    expect(screen.page.locator("header .bell .count")).to_have_count(0)
    sound(screen, script)
    with screen.page.expect_navigation():
        screen.page.locator('button[form="undo"]').click()
    expect(unread).to_have_count(before - 1)


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)])
def test_choosing_how_one_is_told(door: Door, locale: str, script: bool) -> None:
    screen = door.enter(KARIM, locale, java_script_enabled=script, viewport={"width": 390, "height": 900})
    screen.open("/account")
    screen.follow("Choose how I am told")
    sound(screen, script)
    screen.page.locator('input[name="rhythm_time"][value="daily"]').check()
    screen.page.locator('select[name="quiet_from"]').select_option("20")
    screen.page.locator('select[name="quiet_until"]').select_option("")
    screen.press("Keep these choices")
    screen.reads("Give both hours, or neither.")
    expect(screen.page.locator('input[name="rhythm_time"][value="daily"]')).to_be_checked()
    sound(screen, script)
    screen.page.locator('select[name="quiet_until"]').select_option("7")
    screen.press("Keep these choices")
    screen.reads("Your choices are kept: they hold from the next mail on.")
    expect(screen.page.locator('select[name="quiet_from"]')).to_have_value("20")


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)])
def test_looking_at_what_a_refusal_will_say(door: Door, locale: str, script: bool) -> None:
    screen = door.enter(NADIA, locale, java_script_enabled=script, viewport={"width": 390, "height": 900})
    screen.open("/desk")
    screen.main.locator("summary", has_text=screen.words.pattern("Refuse with a reason")).first.click()
    form = screen.main.locator('form[action$="/refuse"]')
    form.locator('input[name="refuse-reason"]').first.check()
    form.locator('textarea[name="refuse-text"]').fill("Pas avant l’été.")
    form.locator(".foretold > summary").click()
    sound(screen, script)
    screen.press("Show the messages", within=form)
    letters = form.locator(".letter")
    assert letters.count() >= 2
    letters.first.locator("summary").click()
    expect(letters.first.locator(".letter-body")).to_contain_text("Pas avant l’été.")
    expect(form.locator('textarea[name="refuse-text"]')).to_have_value("Pas avant l’été.")
    sound(screen, script)
    screen.open("/desk")
    expect(screen.main.locator('form[action$="/refuse"]')).to_have_count(1)
