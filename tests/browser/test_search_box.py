"""The search box: by the keyboard alone, with a finger, without a script, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen
from tests.browser.test_pages import AXE, RUN_AXE

pytestmark = pytest.mark.browser

INES = "ines.carvalho@merane.example"
NADIA = "nadia.benali@merane.example"
SOFIA = "sofia@marchetti-accessibilite.example"
ACTIVE = "aria-activedescendant"


def box(screen: Screen) -> Locator:
    return screen.page.locator("#find_text")


def listed(screen: Screen) -> Locator:
    return screen.page.locator("#find [role=option]").filter(visible=True)


def kept(screen: Screen) -> Locator:
    return screen.page.locator("#find [role=option][data-keep]").filter(visible=True)


def said(screen: Screen) -> list[str]:
    """What axe has against the page with its list open. What is awaited is drawn pale: nothing is any more."""
    expect(screen.page.locator("[aria-busy=true]")).to_have_count(0, timeout=WAIT_MS)
    screen.page.evaluate(AXE)
    return [violation["id"] for violation in screen.page.evaluate(RUN_AXE)]


def write(screen: Screen, text: str) -> Locator:
    field = box(screen)
    field.focus()
    with screen.page.expect_response(re.compile("/search/suggest")):
        field.press_sequentially(text, delay=10)
    expect(listed(screen).first).to_be_visible(timeout=WAIT_MS)
    return field


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_by_the_keyboard_alone(door: Door, locale: str) -> None:
    screen = door.enter(NADIA, locale)
    screen.open("/missions")
    screen.page.keyboard.press("/")
    field = box(screen)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    write(screen, "car in")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-controls", "find_options")
    expect(screen.page.locator("#find [role=status]")).not_to_be_empty()
    person = listed(screen).filter(has_text="Inès Carvalho")
    expect(person).to_have_count(1, timeout=WAIT_MS)
    field.press("ArrowDown")
    expect(field).to_have_attribute(ACTIVE, "find_1")
    assert said(screen) == []
    expect(listed(screen).first).to_have_attribute("aria-selected", "true")
    field.press("End")
    expect(field).to_have_attribute(ACTIVE, "find_0")
    field.press("ArrowDown")
    expect(field).to_have_attribute(ACTIVE, "find_1")
    field.press("End")
    field.press("Home")
    expect(field).to_have_attribute(ACTIVE, "find_1")
    field.press("ArrowLeft")
    expect(field).not_to_have_attribute(ACTIVE, re.compile("."))
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(listed(screen)).to_have_count(0)
    expect(field).to_have_value("car in")
    field.press("ArrowDown")
    expect(listed(screen).first).to_be_visible()
    with screen.page.expect_navigation(timeout=WAIT_MS):
        field.press("Enter")
    screen.shows("Inès Carvalho")
    assert screen.path.startswith("/talents/")


def test_enter_with_nothing_chosen_searches_and_the_search_is_offered_again_until_it_is_cleared(door: Door) -> None:
    screen = door.enter(SOFIA, "en")
    screen.open("/missions")
    field = write(screen, "dashboard")
    with screen.page.expect_navigation(timeout=WAIT_MS):
        field.press("Enter")
    assert screen.path == "/search?q=dashboard"
    screen.open("/")
    box(screen).focus()
    expect(kept(screen).first).to_have_text("dashboard", timeout=WAIT_MS)
    assert said(screen) == []
    box(screen).press("ArrowDown")
    with screen.page.expect_navigation(timeout=WAIT_MS):
        box(screen).press("Enter")
    assert screen.path == "/search?q=dashboard"
    screen.open("/")
    box(screen).focus()
    expect(kept(screen).first).to_be_visible(timeout=WAIT_MS)
    before = kept(screen).count()
    screen.button("Clear “%(text)s”", text="dashboard").press("Enter")
    expect(kept(screen)).to_have_count(before - 1, timeout=WAIT_MS)
    expect(box(screen)).to_be_focused()
    screen.button("Clear all").click()
    expect(listed(screen)).to_have_count(0, timeout=WAIT_MS)


def test_a_finger_opens_the_box_and_a_skill_leads_to_its_search(door: Door) -> None:
    screen = door.enter(INES, "fr")
    screen.page.set_viewport_size({"width": 320, "height": 640})
    screen.open("/missions")
    expect(box(screen)).to_be_hidden()
    screen.page.locator(".find-open").click()
    expect(box(screen)).to_be_focused()
    write(screen, "excel")
    assert screen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    skill = listed(screen).filter(has_text="Microsoft Excel").first
    with screen.page.expect_navigation(timeout=WAIT_MS):
        skill.click()
    assert screen.path.startswith("/search?skill=")
    screen.shows("Microsoft Excel")


def test_an_answer_that_never_comes_leaves_nothing_pale(door: Door) -> None:
    screen = door.enter(INES, "en")
    screen.open("/missions")
    write(screen, "excel")
    screen.page.route(re.compile("/search/suggest"), lambda route: route.abort())
    with screen.page.expect_event("requestfailed"):
        box(screen).press_sequentially(" tables", delay=10)
    expect(screen.page.locator("[aria-busy=true]")).to_have_count(0, timeout=WAIT_MS)
    assert {complaint.split(": ", 1)[1].split(",")[0] for complaint in screen.complaints} == {
        "htmx:sendError",
        "Failed to load resource: net::ERR_FAILED",
    }
    screen.complaints.clear()


def test_the_box_of_the_search_page_proposes_too(door: Door) -> None:
    screen = door.enter(INES, "en")
    screen.open("/search")
    expect(screen.page.locator("#find")).to_have_count(1)
    write(screen, "nad ben")
    assert said(screen) == []
    with screen.page.expect_navigation(timeout=WAIT_MS):
        listed(screen).filter(has_text="Nadia Benali").first.click()
    screen.shows("Nadia Benali")


def test_without_a_script_the_box_searches(door: Door) -> None:
    door.enter(INES, "en")
    for width, opened in ((1280, False), (390, True)):
        screen = door.window(
            "en", storage_state=door.kept[INES], java_script_enabled=False, viewport={"width": width, "height": 800}
        )
        screen.open("/missions")
        if opened:
            screen.page.locator(".find-open").click()
        box(screen).fill("dashboard")
        with screen.page.expect_navigation(timeout=WAIT_MS):
            box(screen).press("Enter")
        assert screen.path == "/search?q=dashboard"
        expect(listed(screen)).to_have_count(0)
