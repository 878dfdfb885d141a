"""The manager's desk without a mouse, forms that keep what was typed, presses that count once, and the way back."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen
from tests.browser.words import loose

pytestmark = pytest.mark.browser

NADIA = "nadia.benali@merane.example"
MOST_TABS = 150
# A link that covers its row draws the outline of the row.
SHOWS_FOCUS = """element => [null, "::after"].some(
    (part) => { const style = getComputedStyle(element, part);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1; })"""


class Keyboard:
    """Someone who has no mouse: Tab to what they want, then a key."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.keys = screen.page.keyboard

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus is there; what has the focus must show it."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                assert target.evaluate(SHOWS_FOCUS), "the focus cannot be seen"
                return
            self.keys.press("Tab")
        raise AssertionError(f"{target} is not reached after {MOST_TABS} tabs")

    def enter(self, target: Locator) -> None:
        """Reach it and press Enter, which leads to another page."""
        self.reach(target)
        with self.screen.page.expect_navigation(timeout=WAIT_MS):
            self.keys.press("Enter")

    def unfold(self, source: str) -> Locator:
        """Reach a folded answer and open it. Returns its form."""
        summary = self.screen.page.locator("summary", has_text=self.screen.words.pattern(source))
        self.reach(summary)
        self.keys.press("Enter")
        form = self.screen.main.locator("details", has=summary).locator("form")
        expect(form).to_be_visible()
        return form

    def type(self, target: Locator, text: str) -> None:
        """Reach a field and write in it, over what was there."""
        self.reach(target)
        self.keys.press("Control+a")
        self.keys.type(text)


def open_with_keys(screen: Screen, keyboard: Keyboard, title: str) -> None:
    """From the desk to one request."""
    screen.open("/desk")
    link = screen.main.locator("ul.rows").get_by_role("link", name=loose(title))
    keyboard.reach(link)
    keyboard.keys.press("Enter")
    expect(screen.page.locator("#request-title")).to_have_text(loose(title, whole=True), timeout=WAIT_MS)


def test_other_terms_are_proposed_with_keys_alone(door: Door) -> None:
    screen = door.enter(NADIA, "fr")
    keyboard = Keyboard(screen)
    open_with_keys(screen, keyboard, "Réécrire en langage clair les messages de perturbation")
    form = keyboard.unfold("Propose other terms")
    keyboard.type(form.locator('[name="counter-percent"]'), "12")
    keyboard.enter(form.get_by_role("button"))

    expect(screen.page.locator(".error-summary")).to_be_focused()
    percent = screen.page.locator('[name="counter-percent"]')
    expect(percent).to_have_value("12")
    expect(percent).to_have_attribute("aria-invalid", "true")
    expect(screen.page.locator('[name="counter-note"]')).to_have_attribute("aria-invalid", "true")
    first_week = date.fromisoformat(screen.page.locator('[name="counter-first_week"]').input_value())

    keyboard.type(percent, "10")
    keyboard.type(screen.page.locator('[name="counter-note"]'), "Dix pour cent laissent le vendredi libre.")
    keyboard.enter(screen.button("Propose these terms"))
    screen.reads(
        "Other terms proposed. %(person)s and %(owner)s were told and must both answer.",
        person="Awa Diop",
        owner="Quentin d’Almeida",
    )
    assert first_week.weekday() == 0


def test_a_request_is_refused_with_a_reason_and_with_keys_alone(door: Door) -> None:
    screen = door.enter(NADIA, "en")
    keyboard = Keyboard(screen)
    open_with_keys(screen, keyboard, "Build a shared scorecard for suppliers")
    form = keyboard.unfold("Refuse with a reason")
    keyboard.type(form.locator('[name="refuse-text"]'), "We close the year until January.")
    keyboard.enter(form.get_by_role("button"))

    expect(screen.page.locator(".error-summary")).to_be_focused()
    screen.reads("Choose a reason.")
    expect(screen.page.locator('[name="refuse-text"]')).to_have_value("We close the year until January.")

    first_reason = screen.page.locator('[name="refuse-reason"]').first
    keyboard.reach(first_reason)
    keyboard.keys.press("Space")
    expect(first_reason).to_be_checked()
    keyboard.enter(screen.button("Refuse"))
    expect(screen.main).to_contain_text("Refused on")
    screen.open("/desk")
    expect(screen.main.locator("ul.rows")).not_to_contain_text("Build a shared scorecard for suppliers")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_two_presses_make_one_object(door: Door, script: bool) -> None:
    screen = door.enter(NADIA, "fr", java_script_enabled=script)
    title = "Deux pressions" if script else "Deux pressions sans script"
    screen.open("/profile/experience/new")
    screen.write({"title_fr": title, "started_on": "2019-03"})
    screen.button("Add it to my profile").dblclick()
    expect(screen.page).to_have_url(re.compile("/profile#"), timeout=WAIT_MS)
    screen.open("/profile")
    expect(screen.page.locator("#experience b").get_by_text(title, exact=True)).to_have_count(1)


def test_going_back_finds_the_filtered_list_again(door: Door) -> None:
    screen = door.enter(NADIA, "fr")
    screen.open("/missions")
    found = screen.page.locator("#found")
    everything = found.inner_text()
    box = screen.page.locator('#facets input[name="share"]').first
    with screen.page.expect_response(re.compile(r"/missions\?")):
        box.check()
    expect(screen.page).to_have_url(re.compile("share="), timeout=WAIT_MS)
    expect(found).not_to_have_text(everything)
    expect(box).to_be_focused()
    narrowed = found.inner_text()

    with screen.page.expect_navigation():
        screen.page.locator("#results li h3 a").first.click()
    screen.page.go_back()
    expect(found).to_have_text(narrowed, timeout=WAIT_MS)
    expect(box).to_be_checked()
    screen.page.reload()
    expect(found).to_have_text(narrowed)
    screen.page.go_back()
    expect(found).to_have_text(everything, timeout=WAIT_MS)
    expect(box).not_to_be_checked()
