"""A talent and the owner of a mission write to each other from their own pages, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import Screen
from tests.browser.test_pages import faults_here

pytestmark = pytest.mark.browser

INES, KARIM = "ines.carvalho@merane.example", "karim.haddad@merane.example"
MISSION = re.compile("données clients|customer data")


def write(screen: Screen, text: str) -> None:
    """Write a message by keyboard alone."""
    field = screen.page.locator('[name="message-text"]')
    field.focus()
    screen.page.keyboard.type(text)
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Tab")
        screen.page.keyboard.press("Enter")


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)])
def test_a_question_and_its_answer(door: Door, locale: str, script: bool) -> None:
    talent = door.enter(INES, locale, java_script_enabled=script)
    talent.open("/applications")
    talent.follow(MISSION, within=talent.main)
    assert not script or not faults_here(talent)
    write(talent, "Une salle est-elle prévue ?")
    expect(talent.main.locator(".talk > li").last).to_contain_text("Une salle est-elle prévue ?")

    owner = door.enter(KARIM, locale, java_script_enabled=script)
    owner.open("/applications/received")
    owner.follow(MISSION, within=owner.main)
    owner.follow("New message", within=owner.main)
    expect(owner.main.locator(".talk > li").last).to_contain_text("Une salle est-elle prévue ?")
    assert not script or not faults_here(owner)
    write(owner, "Oui, la grande.")
    expect(owner.main.locator(".talk > li").last).to_contain_text("Oui, la grande.")

    talent.open("/applications")
    talent.follow("New message", within=talent.main)
    expect(talent.main.locator(".talk > li").last).to_contain_text("Oui, la grande.")
    with talent.page.expect_navigation():
        talent.main.locator(".talk button").click()
    talent.reads("You took this message back.")
