"""A freelancer sees something to be done: an employee sponsors it, human resources ask for changes, then publish it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import Screen
from tests.browser.test_saved_searches import sound
from tests.browser.words import loose

pytestmark = pytest.mark.browser

SOFIA = "sofia@marchetti-accessibilite.example"
SPONSOR = "lina.mazouz@merane.example"
CAMILLE = "camille.roussel@merane.example"
COMMENT = "Dites avec quels outils, et qui accueillera les personnes."
# What the idea says, in its author's language, and what its sponsor adds to it.
IDEA = {
    "fr": (
        "Écouter les annonces en gare avec l’oreille d’un autre",
        "Les annonces sont dites et personne ne les suit.",
    ),
    "en": ("Hear the station calls with somebody else’s ears", "Calls are made, and nobody can follow them."),
}
BRIEF = {
    "context": "Six gares pilotes, et une enquête qui date.",
    "deliverables": "- un relevé par gare",
    "success_sign": "Une gêne signalée sur deux disparaît.",
    "what_next": "Une restitution en février.",
}


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)], ids=["fr", "en-without-script"])
def test_from_an_idea_to_a_published_mission(door: Door, locale: str, script: bool) -> None:
    options = {"java_script_enabled": script, "viewport": {"width": 390, "height": 900}}
    author, sponsor, camille = (door.enter(who, locale, **options) for who in (SOFIA, SPONSOR, CAMILLE))
    title, objective = IDEA[locale]
    propose(author, title, objective, script)
    take_it_up(sponsor, title, script)
    complete(sponsor, locale, {**BRIEF, "objective": objective})
    ask_for_changes(camille, title, script)
    mend(sponsor, locale, script)
    camille.open("/missions?state=to_validate")
    camille.follow(loose(title))
    camille.press("Publish")
    camille.reads("Open")
    author.open("/proposals")
    author.follow(loose(title))
    author.shows("Lina Mazouz")
    author.reads("The mission is published inside first: you can read it, and apply, once it is open to you.")
    sound(author, script)


def propose(author: Screen, title: str, objective: str, script: bool) -> None:
    """Nobody is named: refused at the field, and nothing typed is lost."""
    author.open("/missions")
    author.follow("Propose a mission")
    author.follow("Propose a mission")
    author.write({"idea-title": title, "idea-objective": objective, "idea-percent": "20"})
    author.press("Send my proposal")
    author.reads("Name an employee.")
    expect(author.page.locator('[name="idea-title"]')).to_have_value(title)
    sound(author, script)
    author.write({"idea-sponsor": "Lina Mazouz"})
    author.press("Send my proposal")
    author.shows(title)
    sound(author, script)


def take_it_up(sponsor: Screen, title: str, script: bool) -> None:
    """The draft begins with the author's words."""
    sponsor.open("/proposals")
    sponsor.follow(loose(title))
    sound(sponsor, script)
    sponsor.press("Sponsor it")
    expect(sponsor.main).to_contain_text(loose(title))


def complete(sponsor: Screen, locale: str, brief: dict[str, str]) -> None:
    """Submitted too early, it says what is missing at the fields; then it is complete."""
    if not sponsor.path.endswith("/edit"):
        sponsor.follow("Edit")
    expect(sponsor.page.locator(f'[name="objective_{locale}"]')).to_have_value(brief["objective"])
    sponsor.write({"co_owner": "Karim Haddad (M0031)"})
    sponsor.press("Save and submit for validation")
    sponsor.reads("Everything is saved. Before the mission can be submitted:")
    sponsor.write({f"{name}_{locale}": text for name, text in brief.items()})
    label = "Tests utilisateurs" if locale == "fr" else "User testing"
    sponsor.press("Add a skill")
    sponsor.write({"seats-0-skills-0-label": label, f"seats-0-title_{locale}": "Écoute"})
    sponsor.press("Save and submit for validation")
    sponsor.reads("The mission is submitted. Those who validate it were told, and you will be too.")


def ask_for_changes(camille: Screen, title: str, script: bool) -> None:
    """Without a word: refused. With one: sent to those who own it."""
    camille.open("/missions?state=to_validate")
    camille.follow(loose(title))
    camille.unfold("Ask for changes")
    camille.press("Send the request")
    expect(camille.page.locator("#request_changes-text[aria-invalid]")).to_be_visible()
    camille.write({"request_changes-text": COMMENT})
    camille.press("Send the request")
    camille.shows(COMMENT)
    sound(camille, script)


def mend(sponsor: Screen, locale: str, script: bool) -> None:
    """The owner reads what was asked, adds it, and submits it again."""
    sponsor.open(sponsor.path)
    sponsor.shows(COMMENT)
    sound(sponsor, script)
    sponsor.follow("Edit")
    sponsor.write({f"tools_{locale}": "Un enregistreur, prêté.", f"contact_{locale}": "Lina Mazouz, tous les mardis."})
    sponsor.press("Save and submit for validation")
    sponsor.reads("The mission is submitted. Those who validate it were told, and you will be too.")
