"""Skills that someone may have: added by the keyboard, set aside and taken back, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Door
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser


def lines(screen: Screen) -> Locator:
    return screen.main.locator(".answerable")


def names(screen: Screen) -> list[str]:
    return lines(screen).locator("b").all_inner_texts()


def press(screen: Screen, source: str, within: Locator) -> None:
    """Press a button that also names its skill to those who do not see the line."""
    with screen.page.expect_navigation():
        within.get_by_role("button", name=screen.words.pattern(source, whole=False)).first.click()


@pytest.mark.parametrize(
    ("locale", "script", "email"),
    [("fr", True, "karim.haddad@merane.example"), ("en", False, "sofia@marchetti-accessibilite.example")],
)
def test_one_is_added_and_one_is_set_aside(door: Door, locale: str, script: bool, email: str) -> None:
    screen = door.enter(email, locale, java_script_enabled=script)
    screen.page.set_viewport_size({"width": 390, "height": 800})
    screen.open("/profile")
    if script:
        screen.page.locator("#hidden-skills").scroll_into_view_if_needed()
        expect(lines(screen)).to_have_count(3)
    else:
        screen.follow("See the skills suggested to you")
    first, second, *_others = names(screen)
    screen.reads("Only you see these suggestions. None is added to your profile without you.")
    press(screen, "Not me", lines(screen).first)
    screen.reads("“%(skill)s” will not be suggested again.", skill=first)
    assert screen.path.endswith("#hidden-skills") is script
    expect(lines(screen).first).to_contain_text(second)

    lines(screen).first.get_by_role("link").focus()
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    expect(screen.page.locator("[name=label]")).to_have_value(second)
    screen.page.locator('[name="level"][value="2"]').check()
    screen.press("Add it to my profile")
    screen.reads("“%(skill)s” is on your profile.", skill=second)
    if script:
        screen.page.locator("#hidden-skills").scroll_into_view_if_needed()
        screen.follow(screen.words.pattern("See more", whole=False))
    else:
        screen.follow("See the skills suggested to you")
    assert not {first, second} & set(names(screen))
    assert len(names(screen)) > 3
    screen.unfold("What you set aside (%(count)s)", count=1)
    press(screen, "Suggest it again", screen.main.locator(".disclosure"))
    screen.reads("“%(skill)s” may be suggested again.", skill=first)
    assert first in names(screen)
