"""The room of a mission under way, for someone who holds a place and for who owns it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Door
from tests.browser.screen import Screen
from tests.browser.test_saved_searches import sound
from tests.browser.words import loose

pytestmark = pytest.mark.browser

NADIA = "nadia.benali@merane.example"
SOFIA = "sofia@marchetti-accessibilite.example"
MAP = "Mesurer ce que les voyageurs comprennent du nouveau plan de réseau"
NEED = "Une heure avec la personne qui dessine les plans."
NEXT = "Le bilan se tient la dernière semaine. Une suite est décidée en janvier."


def enter_room(screen: Screen, path: str) -> None:
    screen.open(path)
    screen.follow(loose(MAP))
    screen.follow("Enter the room")


def write_week(screen: Screen, script: bool) -> None:
    screen.unfold("Change my note of this week")
    screen.write({"note-well": "", "note-hindered": "", "note-needs": ""})
    screen.press("Keep my note")
    screen.reads("Write one of the three lines at least.")
    sound(screen, script)
    screen.write({"note-needs": NEED})
    screen.press("Keep my note")
    screen.reads("Your note is kept. You can change it until Sunday.")
    screen.shows(NEED)


def test_an_external_says_how_the_week_goes_and_the_owner_reads_it(door: Door) -> None:
    sofia = door.enter(SOFIA, "fr", viewport={"width": 390, "height": 900})
    enter_room(sofia, "/applications")
    write_week(sofia, True)
    sofia.unfold("Add a link")
    sofia.write({"link-title": "Le plan annoté", "link-address": "http://plan.example"})
    sofia.press("Add the link")
    sofia.reads("Give a whole address that begins with https://.")
    sofia.write({"link-address": "https://plan.example/annotations"})
    sofia.press("Add the link")
    sofia.reads("The link is added: everyone in the room sees it.")
    nadia = door.enter(NADIA, "fr")
    enter_room(nadia, "/missions?state=mine")
    sound(nadia, True)
    nadia.shows(NEED)
    nadia.shows("plan.example")


def test_the_owner_keeps_the_room_without_a_script(door: Door) -> None:
    nadia = door.enter(NADIA, "fr", java_script_enabled=False)
    enter_room(nadia, "/missions?state=mine")
    nadia.follow("Add a task")
    nadia.write({"task-title": "Prévenir la station de la visite"})
    nadia.press("Add it")
    nadia.reads("The task is added. Whoever is in charge was told.")
    line = nadia.main.locator("li", has_text="Prévenir la station")
    with nadia.page.expect_navigation():
        line.locator("button").click()
    nadia.reads("Done: “%(title)s”.", title="Prévenir la station de la visite")
    nadia.unfold("Say it better")
    nadia.write({"next-text": NEXT})
    nadia.press("Say it to the team")
    nadia.reads("What comes next is said. Everyone who holds a place was told.")
    nadia.shows(NEXT)
    sound(nadia, False)
    nadia.follow("The closing list")
    nadia.reads("The outcome of each part")
    sound(nadia, False)
