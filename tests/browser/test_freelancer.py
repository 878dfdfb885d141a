"""A freelancer's journey: her profile, a mission open to externals, an offer, procurement in place of a manager."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen
from tests.browser.words import loose

pytestmark = pytest.mark.browser

SOFIA = "sofia@marchetti-accessibilite.example"
MATHILDE = "mathilde.oberle@merane.example"
RATE = "613.50"
HER_PAGES = ("/", "/missions", "/applications", "/time", "/profile", "/recognitions", "/account", "/search")


@dataclass(frozen=True)
class Story:
    """What Sofia adds to her profile, and the mission she applies to, in one language."""

    locale: str
    headline: str
    typed: str
    skill: str
    still_true: str
    owner: str
    mission: str
    seat: str


STORIES = (
    Story(
        "fr",
        "Vos services, utilisables par tous, preuves à l’appui",
        "langage clair",
        "Langage clair",
        "JavaScript",
        "ana-sofia.restrepolondono@merane.example",
        "Essayer les nouveaux écrans des distributeurs avec des voyageurs",
        "Correction des écrans",
    ),
    Story(
        "en",
        "Your services, usable by everyone, with the proof",
        "Proofreader",
        "Editing and proofreading",
        "Design systems",
        "salome.cohen@merane.example",
        "Tell the story of the transformation in twelve field portraits",
        "Photography",
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=["fr", "en"])
def test_from_a_profile_to_a_confirmed_place(door: Door, story: Story) -> None:
    sofia = door.sign_in(SOFIA, story.locale)
    write_a_headline(sofia, story)
    add_a_skill(sofia, story)
    say_it_is_still_true(sofia, story)
    find_what_is_open_to_her(sofia, story)
    apply(sofia, story)

    owner = door.enter(story.owner, story.locale)
    offer_a_place(owner, story)
    accept(sofia, story)

    confirm_the_engagement(door.enter(MATHILDE, story.locale), story)
    sofia.page.reload()
    sofia.reads("Place confirmed")
    nothing_shows_a_rate_or_a_manager(sofia)


def write_a_headline(sofia: Screen, story: Story) -> None:
    """One line in her language; the other one stays."""
    sofia.open("/profile")
    sofia.follow(re.compile(sofia.words("my headline and summary")))
    other = "headline_en" if story.locale == "fr" else "headline_fr"
    kept = sofia.page.locator(f'[name="{other}"]').input_value()
    sofia.write({f"headline_{story.locale}": story.headline})
    sofia.press("Save")
    sofia.shows(story.headline)
    sofia.open("/profile/identity")
    expect(sofia.page.locator(f'[name="{other}"]')).to_have_value(kept)


def add_a_skill(sofia: Screen, story: Story) -> None:
    """Typed by one of its names; the library suggests, and the profile shows its preferred label."""
    sofia.open("/profile/skills/new")
    field = sofia.page.locator('[name="label"]')
    field.press_sequentially(story.typed[:6], delay=30)
    option = sofia.page.locator(f'[role="option"][data-value="{story.skill}"]')
    expect(option).to_be_visible(timeout=WAIT_MS)
    field.press("Escape")
    expect(option).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill(story.typed)
    expect(option).to_be_visible(timeout=WAIT_MS)
    field.press("Escape")
    sofia.press("Add it to my profile")
    expect(sofia.page.locator(".error-summary")).to_be_focused()
    expect(field).to_have_value(story.typed)
    sofia.page.locator('[name="level"][value="3"]').check()
    sofia.press("Add it to my profile")
    expect(sofia.page.locator("#skills")).to_contain_text(loose(story.skill))


def say_it_is_still_true(sofia: Screen, story: Story) -> None:
    """One press confirms an old skill today."""
    sofia.open("/profile")
    line = sofia.page.locator("#skills li").filter(has_text=story.still_true)
    with sofia.page.expect_navigation(timeout=WAIT_MS):
        line.locator('form[action$="/confirm"] button').click()
    sofia.reads("“%(skill)s” is confirmed today.", skill=story.still_true)


def find_what_is_open_to_her(sofia: Screen, story: Story) -> None:
    """Every mission of her list may be opened by externals; the facet narrows it at once."""
    sofia.open("/missions")
    with sofia.page.expect_response(re.compile(r"/missions\?")):
        sofia.page.locator('#facets input[name="share"][value]').first.check()
    expect(sofia.page).to_have_url(re.compile("share="), timeout=WAIT_MS)
    sofia.page.go_back()
    expect(sofia.page).not_to_have_url(re.compile("share="))
    expect(sofia.page.locator('#facets input[name="share"]').first).not_to_be_checked()
    sofia.write({"q": story.mission.split()[-1]})
    sofia.press("Search", within=sofia.main)
    sofia.follow(loose(story.mission))
    expect(sofia.page.locator("h1")).to_have_text(loose(story.mission, whole=True))


def apply(sofia: Screen, story: Story) -> None:
    """She chooses among the places that are open to her."""
    sofia.page.locator("#apply").get_by_label(loose(story.seat)).check()
    sofia.write({"apply-message": "J’ai vérifié des écrans semblables avec dix personnes."})
    sofia.press("Send my application")
    sofia.reads("Submitted")


def offer_a_place(owner: Screen, story: Story) -> None:
    """The owner reads her application and offers the place."""
    owner.open("/applications/received")
    owner.follow(loose(story.mission), within=owner.main)
    owner.follow(loose("Sofia Marchetti"))
    owner.press("Shortlist")
    owner.unfold("Offer a place")
    owner.write({"offer-why": "Elle connaît les normes et les gens."})
    owner.press("Send the offer")
    owner.reads("Offer made")


def accept(sofia: Screen, story: Story) -> None:
    """It says what comes next for her: a contract, not a line manager."""
    sofia.open("/applications")
    sofia.follow(loose(story.mission), within=sofia.main)
    sofia.reads(
        "If you accept, the place is kept for you and procurement is asked to confirm the contract. "
        "It is not final before that."
    )
    sofia.press("Accept the offer")
    sofia.reads("Waiting for procurement")


def confirm_the_engagement(mathilde: Screen, story: Story) -> None:
    """Procurement gives a rate; a wrong one is refused at its field and what was typed stays."""
    mathilde.open("/engagements")
    row = mathilde.main.locator("li").filter(has_text="Sofia Marchetti").filter(has_text=loose(story.mission))
    mathilde.follow(loose(story.mission), within=row)
    mathilde.write({"approve-daily_rate": "beaucoup", "approve-note": "Tarif du panel."})
    mathilde.press("Confirm the engagement")
    expect(mathilde.page.locator('[name="approve-daily_rate"][aria-invalid]')).to_have_value("beaucoup")
    expect(mathilde.page.locator('[name="approve-note"]')).to_have_value("Tarif du panel.")
    mathilde.write({"approve-daily_rate": RATE})
    mathilde.press("Confirm the engagement")
    mathilde.reads("The engagement is confirmed: the talent and those who own the mission were told, without the rate.")


def nothing_shows_a_rate_or_a_manager(sofia: Screen) -> None:
    """No amount on any page of hers, and nobody tells her about a manager she does not have."""
    pages = [sofia.path, *HER_PAGES]
    for path in pages:
        sofia.open(path)
        text = sofia.page.locator("body").inner_text()
        assert "€" not in text, path
        assert "613" not in text, path
        assert not re.search(r"\bmanagers?\b", text, re.IGNORECASE), path
