"""A colleague endorses a skill; its owner says that what is old is still true: with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.test_pages import faults_here
from tests.browser.words import loose

pytestmark = pytest.mark.browser

NADIA = "nadia.benali@merane.example"
KARIM = "karim.haddad@merane.example"
CONTEXT = "Vu sur le plan de transport, du début à la fin."


@pytest.mark.parametrize(("locale", "script", "email"), [("fr", True, NADIA), ("en", False, KARIM)])
def test_endorsing_changing_and_taking_back(door: Door, locale: str, script: bool, email: str) -> None:
    screen = door.enter(email, locale, java_script_enabled=script)
    screen.open("/talents?q=Carvalho")
    screen.follow(re.compile("Inès Carvalho"))
    lines = screen.page.locator("#skills .lines > li")
    press = screen.page.locator('form[action$="/endorsement"] button')
    name = lines.filter(has=press).first.locator("b").inner_text()
    line = lines.filter(has=screen.page.locator("b", has_text=loose(name, whole=True)))
    change = line.get_by_role("link", name=screen.words.pattern("You endorse it: change", whole=False))
    with screen.page.expect_navigation():
        line.locator(press).click()
    with screen.page.expect_navigation():
        change.click()
    assert not script or not faults_here(screen)
    screen.page.locator('input[name="level"][value="2"]').check()
    screen.write({"context": CONTEXT})
    screen.press("Save")
    line.locator("summary").click()
    expect(line.locator("blockquote", has_text=loose(CONTEXT))).to_be_visible()
    with screen.page.expect_navigation():
        change.click()
    screen.unfold("Take it back")
    screen.press("Take my endorsement back")
    expect(line.locator(press)).to_be_visible()
    expect(screen.main).not_to_contain_text(loose(CONTEXT))


@pytest.mark.parametrize(
    ("locale", "script", "email"),
    [("fr", True, "judith@abecassis-traduction.example"), ("en", False, "benoit@charrier-redaction.example")],
)
def test_still_true(door: Door, locale: str, script: bool, email: str) -> None:
    screen = door.enter(email, locale, java_script_enabled=script)
    screen.open("/profile/still-true")
    rows = screen.page.locator(".doubts > li")
    count = rows.count()
    assert count
    if script:
        assert not faults_here(screen)
        rows.first.locator(".btn-line").focus()
        screen.page.keyboard.press("Enter")
        expect(rows).to_have_count(count - 1)
        expect(rows.first.locator(".btn-line") if count > 1 else screen.page.locator("#doubts h2")).to_be_focused()
    else:
        with screen.page.expect_navigation():
            rows.first.locator(".btn-line").click()
        expect(rows).to_have_count(count - 1)
