"""A manager says who decides while they are away; that one decides, hands it back, and both read what happened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from tests.browser.conftest import Door
from tests.browser.test_saved_searches import sound

pytestmark = pytest.mark.browser

MARC = "marc.ollivier@merane.example"
REMI = "remi.castagnet@merane.example"
NADIA = "nadia.benali@merane.example"
PHONE = {"width": 390, "height": 900}


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)], ids=["fr", "en-without-script"])
def test_decisions_are_given_and_come_back(door: Door, locale: str, script: bool) -> None:
    screen = door.enter(MARC, locale, java_script_enabled=script, viewport=PHONE)
    screen.open("/desk")
    screen.follow("While I am away")
    last = (clock.today() + timedelta(days=3)).isoformat()
    screen.write({"give-person": "Rémi Castagnet", "give-last_day": "2020-01-01", "give-text": "Le plan est prêt."})
    screen.press("Give my decisions")
    screen.reads("The end comes before the start.")
    screen.write({"give-last_day": last})
    screen.press("Give my decisions")
    screen.reads("%(name)s was told.", name="Rémi Castagnet")
    sound(screen, script)
    screen.open("/desk")
    screen.shows("Rémi Castagnet")
    given = door.enter(REMI, locale, java_script_enabled=script, viewport=PHONE)
    given.open("/delegations")
    given.shows("Le plan est prêt.")
    given.press("Hand it back")
    given.reads("%(name)s decides again, and was told.", name="Marc Ollivier")
    screen.open("/delegations")
    sound(screen, script)


def test_who_stands_in_reads_for_whom(door: Door) -> None:
    screen = door.enter(NADIA, "fr")
    screen.open("/desk")
    screen.reads("For %(name)s", name="Jean-Baptiste Santoni")
    screen.follow("While I am away")
    screen.shows("Jean-Baptiste Santoni")
