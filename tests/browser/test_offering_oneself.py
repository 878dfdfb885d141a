"""A talent says what they would like to do; an owner finds it and invites them; they read the invitation."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Door
from tests.browser.test_saved_searches import sound
from tests.browser.words import loose

pytestmark = pytest.mark.browser

KARIM = "karim.haddad@merane.example"
PEOPLE = {"fr": "awa.diop@merane.example", "en": "eun-ji.seo@merane.example"}
TITLE = {"fr": "Écouter les voyageurs là où ils attendent", "en": "Listen to travellers where they wait"}
SKILL = {"fr": "Tests utilisateurs", "en": "User testing"}


@pytest.mark.parametrize(("locale", "script"), [("fr", True), ("en", False)], ids=["fr", "en-without-script"])
def test_from_a_few_words_to_an_invitation(door: Door, locale: str, script: bool) -> None:
    options = {"java_script_enabled": script, "viewport": {"width": 390, "height": 900}}
    talent = door.sign_in(PEOPLE[locale], locale, **options)
    talent.open("/applications")
    talent.follow("I offer myself")
    sound(talent, script)
    talent.follow("Say what I would like to do")
    talent.write({"offer-title": TITLE[locale], "offer-skills-0": "Zorglub"})
    talent.press("Show it")
    talent.reads("Say what you would like to do, and what you bring.")
    sound(talent, script)
    talent.write({"offer-text": "Dix ans au guichet.", "offer-skills-0": SKILL[locale]})
    talent.press("Show it")
    talent.reads("Nobody invited you yet.")
    sound(talent, script)
    mine = talent.path

    owner = door.enter(KARIM, locale, **options)
    owner.open("/applications/received")
    owner.follow("People who offer themselves")
    sound(owner, script)
    owner.follow(loose(TITLE[locale]))
    sound(owner, script)
    owner.main.locator("a[href$='/invite']").click()
    owner.page.wait_for_url("**/invite")
    owner.page.locator("[name='invite-seat']").first.check()
    owner.write({"invite-message": "Vous savez écouter."})
    owner.press("Send the invitation")
    owner.shows("Vous savez écouter.")

    talent.open(mine)
    talent.main.locator("#came-title ~ ul a").click()
    talent.shows("Vous savez écouter.")
