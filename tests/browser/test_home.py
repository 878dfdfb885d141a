"""The home as people use it: first steps, a pause announced and ended, the way to apply on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.core import clock
from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS

pytestmark = pytest.mark.browser

ALBAN = "alban.verschueren@merane.example"
JULES = "jules.martin@merane.example"
AWA = "awa.diop@merane.example"
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_newcomer_is_led_to_a_first_skill(door: Door, locale: str) -> None:
    alban = door.enter(ALBAN, locale, viewport=PHONE)
    alban.reads("Welcome. Three steps, and missions can find you.")
    alban.follow("Say when", within=alban.main)
    expect(alban.page.locator("[name=share]")).to_be_visible()
    alban.open("/")
    alban.follow("Add a skill", within=alban.main)
    expect(alban.main.get_by_role("combobox")).to_be_visible()


@pytest.mark.parametrize(("who", "locale", "script"), [(JULES, "fr", False), (AWA, "en", True)])
def test_a_pause_is_announced_then_ended_early(door: Door, who: str, locale: str, script: bool) -> None:
    screen = door.enter(who, locale, viewport=PHONE, java_script_enabled=script)
    screen.open("/profile/availability/pauses/new")
    last = (clock.today() + timedelta(days=4)).isoformat()
    screen.write({"ends_on": "", "note": "…"})
    screen.press("Save")
    screen.reads("Say on which day it ends. You can change it later.")
    screen.write({"ends_on": last})
    screen.press("Save")
    screen.reads("Your pause shows beside your availability.")
    screen.open("/")
    screen.reads("Last day of your pause")
    screen.open("/profile/availability")
    with screen.page.expect_navigation(timeout=WAIT_MS):
        screen.page.locator("form[action$='/end'] button").click()
    screen.reads("Your pause is over: from today on you no longer show as on pause.")


def test_a_pause_is_announced_by_the_keyboard(door: Door) -> None:
    screen = door.enter(AWA, "en")
    screen.open("/profile/availability/pauses/new")
    first = (clock.today() + timedelta(days=20)).isoformat()
    screen.page.locator("[name=starts_on]").fill(first)
    screen.page.locator("[name=ends_on]").fill(first)
    screen.page.locator("[name=ends_on]").focus()
    screen.page.keyboard.press("Enter")
    screen.reads("Your pause shows beside your availability.")


def test_on_a_phone_the_way_to_apply_stands_above_the_brief(door: Door) -> None:
    screen = door.enter(ALBAN, "en", viewport=PHONE)
    screen.open("/missions")
    found = screen.page.locator("#results h3 a")
    for address in [link.get_attribute("href") for link in found.all()]:
        screen.open(address or "")
        way = screen.page.locator("a[href='#apply']")
        if way.count():
            box = way.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < PHONE["height"]
            way.click()
            expect(screen.page.locator("#apply")).to_be_in_viewport()
            return
    raise AssertionError("no mission takes an application")
