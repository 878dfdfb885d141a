"""A mission changes hands: its owner asks a colleague, who accepts; human resources name someone where nobody owns."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Door
from tests.browser.test_saved_searches import sound
from tests.browser.words import loose

pytestmark = pytest.mark.browser

KARIM = "karim.haddad@merane.example"
CAMILLE = "camille.roussel@merane.example"
SALOME = "salome.cohen@merane.example"
ANSWERS = "Bâtir une bibliothèque de réponses pour les appels d’offres"
DRIVERS = "Préparer l’arrivée de vingt conductrices et conducteurs à Marseille"


def test_a_colleague_takes_it_over(door: Door) -> None:
    screen = door.enter(KARIM, "fr", viewport={"width": 390, "height": 900})
    screen.open("/transfers")
    sound(screen, True)
    screen.follow(loose(ANSWERS))
    screen.reads("Would you take this mission over?")
    sound(screen, True)
    screen.press("Take the mission over")
    screen.reads("The mission is yours. Everyone concerned was told.")
    screen.reads("Hand it over")
    sound(screen, True)


def test_human_resources_name_someone(door: Door) -> None:
    screen = door.enter(CAMILLE, "fr", viewport={"width": 390, "height": 900})
    screen.open("/ownerless-missions")
    screen.shows(DRIVERS)
    sound(screen, True)
    screen.follow(loose(DRIVERS))
    sound(screen, True)
    screen.follow("Name someone")
    sound(screen, True)
    screen.press("Send the question")
    screen.reads("Name an employee.")
    sound(screen, True)
    screen.write({"transfer-person": "Salomé Cohen", "transfer-text": "Tout est prêt."})
    screen.press("Send the question")
    screen.shows("Salomé Cohen")
    screen.open("/ownerless-missions")
    screen.shows("Salomé Cohen")
    asked = door.enter(SALOME, "fr", java_script_enabled=False)
    asked.open("/transfers")
    asked.follow(loose(DRIVERS))
    asked.unfold("Say no")
    asked.press("Send my answer")
    asked.reads("Your answer was sent. The mission stays where it was.")
