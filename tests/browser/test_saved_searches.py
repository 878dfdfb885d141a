"""Someone keeps a search, chooses how to hear of it, follows it in a news reader, and takes it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import Screen
from tests.browser.test_pages import faults_here
from tests.browser.words import loose

pytestmark = pytest.mark.browser

INES = "ines.carvalho@merane.example"
NADIA = "nadia.benali@merane.example"
CAMILLE = "camille.roussel@merane.example"
NAME = "Formations de l’été"
FOLD = "() => document.querySelectorAll('header details').forEach(details => { details.open = false; })"


def sound(screen: Screen, script: bool) -> None:
    """Nothing is wrong with what it shows, as far as a script can tell. What this unfolds is folded again."""
    if script:
        assert faults_here(screen) == []
        screen.page.evaluate(FOLD)


@pytest.mark.parametrize(("locale", "script", "email"), [("fr", True, NADIA), ("en", False, INES)])
def test_keeping_a_search(door: Door, locale: str, script: bool, email: str) -> None:
    screen = door.enter(email, locale, java_script_enabled=script, viewport={"width": 390, "height": 900})
    screen.open("/search?q=formation&kind=mission")
    screen.follow("Save this search")
    screen.write({"name": ""})
    screen.press("Save")
    screen.reads("Give it a name: it stands in the list and in the mails.")
    sound(screen, script)
    screen.write({"name": NAME})
    screen.page.locator('input[name="alert"][value="weekly"]').check()
    screen.press("Save")
    screen.reads("“%(name)s” is saved.", name=NAME)
    sound(screen, script)
    row = screen.main.locator("li", has=screen.page.get_by_role("heading", name=loose(NAME)))
    expect(row).to_contain_text(screen.words.pattern("By mail, once a week", whole=False))
    with screen.page.expect_navigation():
        row.locator('a.small[href^="/searches/"]').first.click()
    sound(screen, script)
    with screen.page.expect_navigation():
        screen.page.locator('form[action$="/feed"] button').click()
    address = screen.page.locator("#address").input_value()
    assert re.search(r"/feeds/[\w-]{43}\.atom$", address)
    sound(screen, script)
    answer = screen.page.request.get(address)
    assert answer.status == 200
    assert "atom+xml" in answer.headers["content-type"]
    screen.open("/searches")
    with screen.page.expect_navigation():
        row.locator("form button").click()
    expect(screen.main).not_to_contain_text(loose(NAME))
    assert screen.page.request.get(address).status == 404
    with screen.page.expect_navigation():
        screen.page.locator('button[form="restore"]').click()
    expect(screen.main).to_contain_text(loose(NAME))
    with screen.page.expect_navigation():
        row.locator("form button").click()


def test_what_is_new_leads_from_home_and_is_seen(door: Door) -> None:
    screen = door.enter(INES, "fr")
    news = screen.page.locator('section[aria-labelledby="searches-title"] a')
    count = news.count()
    assert count
    news.first.focus()
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    sound(screen, True)
    assert screen.page.locator("ol.rows > li").count()
    screen.press("I have seen them")
    expect(screen.button("I have seen them")).to_have_count(0)
    screen.open("/")
    expect(news).to_have_count(count - 1)


def test_the_end_of_the_mails(door: Door) -> None:
    """From the mail of the demo's outbox to the page that asks, signed out."""
    screen = door.enter(INES, "en")
    screen.open("/outbox?to=sofia")
    body = screen.page.locator("details", has_text=loose("Accessibilité")).first
    address = body.locator('a[href*="/searches/end/"]').first.get_attribute("href")
    assert address
    stranger = door.window("en", viewport={"width": 390, "height": 900}, color_scheme="dark")
    stranger.open(re.sub(r"^https?://[^/]+", "", address))
    sound(stranger, True)
    stranger.press("End these mails")
    stranger.reads("These mails are ended.")
    sound(stranger, True)


def test_what_was_looked_for_in_vain(door: Door) -> None:
    screen = door.enter(CAMILLE, "fr", viewport={"width": 390, "height": 900})
    screen.open("/unmet-needs")
    screen.shows("braille")
    screen.shows("blockchain")
    expect(screen.main).not_to_contain_text("kubernetes")
    sound(screen, True)
