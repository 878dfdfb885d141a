"""An owner keeps a mission alive, puts it aside, opens it wider, and ends it when nobody is found."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Door
from tests.browser.screen import Screen
from tests.browser.test_saved_searches import sound
from tests.browser.words import loose

pytestmark = pytest.mark.browser

NOEMIE = "noemie.sauvageot@merane.example"
LINA = "lina.mazouz@merane.example"
CAMILLE = "camille.roussel@merane.example"
SEATS = "Donner une seconde vie à 1 200 sièges de tramway"
TRAINING = "Former les équipes terrain à l’outil de relation client"
WHY = "Le budget est voté le mois prochain."


def pause_and_resume(screen: Screen, script: bool) -> None:
    screen.unfold("Pause the mission")
    screen.press("Pause and tell them")
    screen.reads("Say why: those concerned will read it.")
    sound(screen, script)
    screen.write({"pause-text": WHY})
    screen.press("Pause and tell them")
    screen.reads("This mission is paused for now.")
    screen.shows(WHY)
    sound(screen, script)
    screen.press("Resume the mission")
    screen.reads("The mission goes on where it was. Everyone who applied or holds a place was told.")


def test_nobody_is_found_in_the_end(door: Door) -> None:
    screen = door.enter(NOEMIE, "fr", viewport={"width": 390, "height": 900})
    screen.open("/missions?state=mine")
    screen.follow(loose(SEATS))
    sound(screen, True)
    screen.press("It is still current")
    screen.reads("Confirmed: readers see that the mission is current as of today.")
    screen.reads("Confirmed current on")
    pause_and_resume(screen, True)
    screen.unfold("End it without anyone")
    screen.press("End it for good")
    screen.reads("Choose one cause at least.")
    sound(screen, True)
    screen.page.locator('input[name="leave_unfilled-causes"][value="dates"]').check()
    screen.write({"leave_unfilled-text": WHY})
    screen.press("End it for good")
    screen.reads("The mission ended without anyone. Whoever still waited was told.")
    sound(screen, True)
    reader = door.enter(CAMILLE, "fr", viewport={"width": 390, "height": 900})
    reader.open("/unfilled-missions?cause=dates")
    reader.shows(SEATS)


def test_it_opens_wider_without_a_script(door: Door) -> None:
    screen = door.enter(LINA, "fr", java_script_enabled=False)
    screen.open("/missions?state=mine")
    screen.follow(loose(TRAINING))
    pause_and_resume(screen, False)
    screen.press("Open to every external")
    screen.reads("The mission is open to every external.")
    screen.reads("Everyone it addresses, externals included.")
