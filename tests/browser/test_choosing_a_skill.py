"""Choosing a skill among those found while typing: by the keyboard alone, on a phone, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen

pytestmark = pytest.mark.browser

SOFIA = "sofia@marchetti-accessibilite.example"
ACTIVE = "aria-activedescendant"


def listed(screen: Screen) -> Locator:
    return screen.page.locator("[role=option]").filter(visible=True)


def start(door: Door, locale: str, typed: str, width: int = 1200) -> tuple[Screen, Locator]:
    screen = door.enter(SOFIA, locale)
    screen.page.set_viewport_size({"width": width, "height": 700})
    screen.open("/profile/skills/new")
    field = screen.main.get_by_role("combobox")
    field.focus()
    field.press_sequentially(typed, delay=20)
    expect(listed(screen).first).to_be_visible(timeout=WAIT_MS)
    return screen, field


@pytest.mark.parametrize(
    ("locale", "typed", "skill", "other"),
    [("en", "kuberne", "Kubernetes", ""), ("fr", "project manag", "Gestion de projet", "Project management")],
)
def test_by_the_keyboard(door: Door, locale: str, typed: str, skill: str, other: str) -> None:
    screen, field = start(door, locale, typed)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(screen.page.locator(".combobox [role=status]")).not_to_be_empty()
    first = listed(screen).first
    expect(first).to_contain_text(skill)
    expect(first).to_contain_text(other)
    field.press("ArrowDown")
    expect(field).to_have_attribute(ACTIVE, "skill_option_1")
    expect(first).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    expect(field).to_have_attribute(ACTIVE, "skill_option_0")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value(typed)
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(skill)
    expect(listed(screen)).to_have_count(0)
    expect(screen.page.locator("[name=chosen]")).not_to_have_value("")


def test_a_missing_skill_is_proposed(door: Door) -> None:
    screen, field = start(door, "en", "Origami of paper trains", width=320)
    field.press("ArrowDown")
    expect(field).to_have_attribute(ACTIVE, "skill_option_0")
    field.press("Enter")
    expect(screen.page.locator("[data-proposed]")).to_be_visible()
    screen.page.locator('[name="level"][value="2"]').check()
    screen.press("Add it to my profile")
    screen.reads("“%(skill)s” is on your profile.", skill="Origami of paper trains")


def test_a_finger_chooses_and_nothing_is_cut(door: Door) -> None:
    screen, field = start(door, "fr", "excel", width=320)
    assert screen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    listed(screen).first.click()
    expect(field).to_have_value("Microsoft Excel")
    expect(field).to_be_focused()
