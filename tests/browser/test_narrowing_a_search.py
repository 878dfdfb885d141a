"""Narrowing a search: only the answers are drawn again, the address says all, Back undoes, the keyboard is enough."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen
from tests.browser.test_pages import faults_here

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


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_on_a_narrow_screen_the_filters_stay_open_while_one_chooses(door: Door, locale: str) -> None:
    screen = door.enter(INES, locale, viewport={"width": 390, "height": 844})
    screen.open(ASKED)
    page, panel = screen.page, screen.page.locator("details.filters")
    expect(panel).not_to_have_attribute("open", re.compile(""))
    panel.locator("summary").focus()
    page.keyboard.press("Enter")
    for box in ("#remote-fully", "#share-20"):
        page.locator(box).focus()
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile(box[1:].replace("-", "=")), timeout=WAIT_MS)
        expect(page.locator(box)).to_be_checked(timeout=WAIT_MS)
        expect(panel).to_have_attribute("open", "")
        expect(page.locator(box)).to_be_focused()
    assert not screen.complaints


def test_the_count_is_told_to_who_does_not_see_the_answers_change(door: Door) -> None:
    screen = start(door, "en")
    page, told = screen.page, screen.page.locator("[data-tells=found]")
    assert told.inner_text() == ""
    page.locator("#remote-fully").press("Space")
    expect(page).to_have_url(re.compile("remote=fully"), timeout=WAIT_MS)
    expect(told).to_have_text(re.compile(r"^\d+ of \d+ answers? for “données”$"), timeout=WAIT_MS)
    assert told.inner_text() == page.locator("#found").inner_text()


def test_a_chip_and_an_order_draw_only_the_answers_again_and_leave_the_keyboard_with_them(door: Door) -> None:
    screen = start(door, "en")
    page, found = screen.page, screen.page.locator("#found")
    screen.open(f"{ASKED}&remote=fully&share=20")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    chips = page.locator("#results .chips a.chip")
    expect(chips).to_have_count(2)
    before = page.url
    chips.first.focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(1, timeout=WAIT_MS)
    expect(found).to_be_focused()
    expect(page.locator("h1")).to_have_attribute("data-kept", "yes")
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile("sort=newest"), timeout=WAIT_MS)
    expect(page.locator("h1")).to_have_attribute("data-kept", "yes")
    for count in (1, 2):
        with page.expect_event("domcontentloaded"):  # it loads itself again, which `go_back` takes for a failure
            page.evaluate("() => void setTimeout(() => history.back())")
        expect(chips).to_have_count(count, timeout=WAIT_MS)
    expect(page).to_have_url(before)
    assert not screen.complaints


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_nothing_for_axe_to_say_with_every_filter_open(door: Door, locale: str) -> None:
    screen = door.enter(INES, locale, viewport={"width": 1280, "height": 900})
    page, skills = screen.page, chosen_skills(screen)
    for path in (
        f"/search?q=données&kind=mission&remote=fully&remote=partly&share=20&language=fr&open_to=employees{skills}",
        f"/search?q=a&kind=talent&contract=employee&contract=freelance&free=20{skills}",
    ):
        for width, scheme in ((1280, "dark"), (390, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            screen.open(path)
            expect(page.locator("#results a.chip").nth(3)).to_be_attached()
            assert faults_here(screen) == []


def chosen_skills(screen: Screen) -> str:
    """Two skills of the library, as parameters of a search."""
    screen.open("/search?q=données&kind=mission&add_skill=SQL")
    screen.page.locator("#add_skill").fill("Python")
    screen.page.locator("#add_skill").press("Enter")
    expect(screen.page.locator("select[name=skill]")).to_have_count(2, timeout=WAIT_MS)
    return "".join(f"&skill={select.input_value()}" for select in screen.page.locator("select[name=skill]").all())
