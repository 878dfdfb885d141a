"""What is written and not saved: its author closes the window, comes back, goes on and saves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen
from tests.browser.test_saved_searches import sound

pytestmark = pytest.mark.browser

AWA, TOM = "awa.diop@merane.example", "tom.lefevre@merane.example"
JULES, BO = "jules.martin@merane.example", "bo.ek@merane.example"
SECONDS = 10
NARROW = {"width": 390, "height": 900}


def stands(screen: Screen, source: str, **values: str) -> None:
    """Assert that the form says so quietly."""
    told = screen.page.locator("[data-kept]")
    expect(told).to_have_attribute("aria-live", "polite")
    expect(told).to_have_text(screen.words.pattern(source, whole=False, **values), timeout=WAIT_MS)


def comes(screen: Screen, name: str, text: str) -> None:
    """Wait until a field holds this: the last words of a window that closes arrive when they can."""
    for _ in range(SECONDS):
        if screen.page.locator(f'[name="{name}"]').input_value() == text:
            return
        screen.page.wait_for_timeout(1000)
        screen.page.reload()


def test_a_closed_window_loses_nothing(door: Door) -> None:
    first = screen = door.enter(AWA, "fr", viewport=NARROW)
    screen.open("/missions/new")
    screen.write({"title_fr": "Relire les carnets de ligne"})
    stands(screen, "Kept at %(time)s", time="")
    screen.press("Add a place")
    screen.write({"seats-1-title_fr": "Seconde lectrice", "context_fr": "Écrit juste avant de partir"})
    screen = Screen(first.context, "fr")
    first.page.close(run_before_unload=True)
    first.page = screen.page
    door.opened.append(screen)
    screen.open("/missions/new")
    sound(screen, script=True)
    expect(screen.page.locator('[name="title_fr"]')).to_have_value("")
    screen.follow("Go on with it")
    comes(screen, "context_fr", "Écrit juste avant de partir")
    sound(screen, script=True)
    for name, text in (
        ("title_fr", "Relire les carnets de ligne"),
        ("context_fr", "Écrit juste avant de partir"),
        ("seats-1-title_fr", "Seconde lectrice"),
    ):
        expect(screen.page.locator(f'[name="{name}"]')).to_have_value(text)
    screen.write({"summary_fr": "Tous les carnets, en un mois."})
    stands(screen, "Kept at %(time)s", time="")
    screen.press("Keep as a draft")
    screen.reads("The draft is kept. Only its owners see it until you submit it.")
    screen.shows("Tous les carnets, en un mois.")
    screen.open("/missions/new")
    expect(screen.page.locator('[action$="/discard"]')).to_have_count(0)


def test_what_is_thrown_away_does_not_come_back(door: Door) -> None:
    screen = door.enter(JULES, "en")
    screen.open("/missions/new")
    screen.write({"title_en": "Begun"})
    stands(screen, "Kept at %(time)s", time="")
    screen.open("/missions/new")
    screen.follow("Go on with it")
    screen.write({"place": "Typed just before"})
    screen.press("Throw it away")
    screen.reads("What was not saved is thrown away.")
    screen.open("/missions/new")
    expect(screen.page.locator('[action$="/discard"]')).to_have_count(0)


def test_a_session_that_ended_is_said_quietly(door: Door) -> None:
    screen = door.sign_in(TOM, "en")
    screen.open("/missions/new")
    door.kept.pop(TOM)
    screen.context.clear_cookies()
    screen.write({"title_en": "Written too late"})
    stands(screen, "Not kept: your session has ended. Copy what you wrote before you sign in again.")
    expect(screen.page.locator('[name="title_en"]')).to_have_value("Written too late")
    screen.complaints = [one for one in screen.complaints if "status of 400" not in one]


def test_without_a_script_nothing_changes(door: Door) -> None:
    screen = door.enter(BO, "en", java_script_enabled=False, viewport=NARROW)
    screen.open("/missions/new")
    screen.write({"title_en": "Never kept"})
    expect(screen.page.locator("[data-kept]")).to_be_empty()
    screen.open("/missions/new")
    expect(screen.page.locator('[action$="/discard"]')).to_have_count(0)
    screen.write({"title_en": "Saved at once"})
    screen.press("Keep as a draft")
    screen.reads("The draft is kept. Only its owners see it until you submit it.")
