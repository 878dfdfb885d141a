"""A manager takes weeks back and gives them again; whose time it is is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from tests.browser.conftest import Door
from tests.browser.test_saved_searches import sound

pytestmark = pytest.mark.browser

NADIA = "nadia.benali@merane.example"
JULES = "jules.martin@merane.example"
PHONE = {"width": 390, "height": 900}


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)], ids=["fr", "en-without-script"])
def test_weeks_go_back_to_the_team_and_are_given_again(door: Door, locale: str, script: bool) -> None:
    screen = door.enter(NADIA, locale, java_script_enabled=script, viewport=PHONE)
    screen.open("/team")
    screen.page.locator("li", has_text="Jules Martin").get_by_role("link").nth(1).click()
    screen.unfold("Take back some weeks")
    screen.write({"suspend-last_week": "2020-01-06", "suspend-text": "L’enquête est avancée."})
    screen.main.get_by_label(screen.words("Someone is missing in the team")).first.check()
    screen.press("Take back these weeks")
    screen.reads("The last week comes before the first one.")
    last = clock.this_week() + timedelta(weeks=2)
    screen.write({"suspend-last_week": last.isoformat()})
    screen.press("Take back these weeks")
    screen.shows("L’enquête est avancée.")
    sound(screen, script)
    talent = door.enter(JULES, locale, java_script_enabled=script, viewport=PHONE)
    talent.open("/notices")
    talent.shows("des semaines sont reprises" if locale == "fr" else "are taken back")
    screen.press("Give this time again")
    screen.reads("Take back some weeks")
    sound(screen, script)
