"""The main job, from a mission's first draft to a recognition on a profile: owner, human resources, talent, manager."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.core import clock
from tests.browser.conftest import Door
from tests.browser.screen import WAIT_MS, Screen
from tests.browser.words import loose

pytestmark = pytest.mark.browser

KARIM = "karim.haddad@merane.example"
CAMILLE = "camille.roussel@merane.example"
NADIA = "nadia.benali@merane.example"

OUTCOME = {
    "fr": "Grâce à ce relevé, les guichets savent enfin ce que chacun lit vraiment sur place.",
    "en": "Thanks to this survey, the ticket desks know at last what people really read there.",
}


@dataclass(frozen=True)
class Story:
    """Whose journey it is, in which language, with or without scripts, and the mission written for it."""

    locale: str
    script: bool
    email: str
    name: str
    title_fr: str
    title_en: str
    query: str

    @property
    def title(self) -> str:
        """The title in the language of the journey."""
        return self.title_fr if self.locale == "fr" else self.title_en


STORIES = (
    Story(
        "fr",
        True,
        "tom.lefevre@merane.example",
        "Tom Lefèvre",
        "Relire les affichettes des guichets de Perrache",
        "Proofread the leaflets of the Perrache ticket desks",
        "affichettes",
    ),
    Story(
        "en",
        False,
        "ines.carvalho@merane.example",
        "Inès Carvalho",
        "Photographier les haltes rouvertes du Beaujolais",
        "Photograph the reopened halts of Beaujolais",
        "BEAUJOLAIS",
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=["fr", "en-without-script"])
def test_from_a_draft_to_a_recognition(door: Door, story: Story) -> None:
    options = {"java_script_enabled": story.script}
    owner = door.enter(KARIM, story.locale, **options)
    mission = describe_the_mission(owner, story)
    publish_it(door.enter(CAMILLE, story.locale, **options), story)

    talent = door.sign_in(story.email, story.locale, **options)
    find_it_by_words(talent, story)
    find_it_by_filters(talent, story)
    apply(talent)

    choose_and_offer(owner, mission, story)
    accept(talent, story)
    manager = door.enter(NADIA, story.locale, **options)
    authorize(manager, story)
    see_it_confirmed(talent, story)

    owner.open(mission)
    owner.press("Start the mission")
    declare_this_week(talent, story)
    confirm_the_time(manager, story)
    complete_and_attest(owner, mission, story)
    record(manager, story)
    publish_on_the_profile(talent, story)


def describe_the_mission(owner: Screen, story: Story) -> str:
    """Karim writes it, in both languages, for weeks that begin now. Returns its address."""
    owner.follow("Missions", within=owner.page.locator("header"))
    owner.follow("Describe a mission")
    owner.follow("Begin with an empty page")
    this_week = clock.this_week()
    owner.write(
        {
            "title_fr": story.title_fr,
            "title_en": story.title_en,
            "summary_fr": "Une semaine pour voir sur place ce qui est lu, ce qui ne l’est pas, et le dire.",
            "summary_en": "A week to see on site what is read and what is not, and to say so.",
            "co_owner": "Maud Escoffier (M0035)",
            "place": "Lyon",
            "objective_fr": "Ne plus imprimer ce que personne ne lit.",
            "objective_en": "Stop printing what nobody reads.",
            "deliverables_fr": "- un relevé par lieu\n- trois propositions",
            "deliverables_en": "- one survey for each place\n- three proposals",
            "context_fr": "Chacun imprime, personne ne sait ce qui est lu.",
            "success_sign_en": "Half as much paper a month later.",
            "tools_fr": "Un carnet et un badge",
            "seats-0-title_fr": "Relevé sur place",
            "seats-0-title_en": "Survey on site",
            "seats-0-percent": "20",
            "seats-0-first_week": day_of(this_week),
            "seats-0-last_week": day_of(this_week + timedelta(weeks=1)),
            "seats-0-skills-0-label": "Relecture et correction" if story.locale == "fr" else "Editing and proofreading",
        }
    )
    owner.press("Add a skill")
    expect(owner.page.locator('[name="seats-0-skills-1-label"]')).to_be_visible()
    expect(owner.page.locator('[name="title_fr"]')).to_have_value(story.title_fr)
    owner.press("Save and submit for validation")
    owner.reads("The mission is submitted. Those who validate it were told, and you will be too.")
    expect(owner.page.locator("h1")).to_have_text(loose(story.title, whole=True))
    return owner.path


def publish_it(camille: Screen, story: Story) -> None:
    """Human resources read it and publish it."""
    camille.open("/missions?state=to_validate")
    camille.follow(loose(story.title))
    camille.press("Publish")
    camille.reads("Open")


def find_it_by_words(talent: Screen, story: Story) -> None:
    """A search finds it as soon as the index has heard of it, whatever the accents and the case."""
    talent.follow("Missions", within=talent.page.locator("header"))
    talent.write({"q": story.query})
    talent.press("Search", within=talent.main)
    link = talent.main.get_by_role("link", name=loose(story.title))
    until(talent, link, "the search finds the mission")


def find_it_by_filters(talent: Screen, story: Story) -> None:
    """The same by narrowing the list: at once with scripts, by a button without."""
    talent.open("/missions")
    for name, value in (("open_to", "employees"), ("unit", None)):
        boxes = talent.page.locator(f'#facets input[name="{name}"]')
        box = talent.page.locator(f'#facets input[name="{name}"][value="{value}"]') if value else boxes.first
        if name == "unit":
            box = talent.page.locator("#facets label", has_text=sales(story.locale)).locator("input")
        if story.script:
            with talent.page.expect_response(re.compile(r"/missions\?")):
                box.check()
            expect(talent.page).to_have_url(re.compile(rf"[?&]{name}="), timeout=WAIT_MS)
        else:
            box.check()
            talent.press("Apply")
    talent.follow(loose(story.title), within=talent.page.locator("#results"))
    expect(talent.page.locator("h1")).to_have_text(loose(story.title, whole=True))


def sales(locale: str) -> str:
    """The name of Karim's unit."""
    return "Direction commerciale" if locale == "fr" else "Sales"


def apply(talent: Screen) -> None:
    """Nothing typed: refused at the field. Then a message."""
    talent.press("Send my application")
    expect(talent.page.locator("#apply-message[aria-invalid]")).to_be_visible()
    talent.write(
        {"apply-message": "J’ai relu nos dépliants deux ans de suite.\nI would like to learn how surveys are made."}
    )
    talent.press("Send my application")
    talent.reads("Your application was sent: %(name)s was told, and you have a receipt by mail.", name="Karim Haddad")
    talent.reads("Submitted")


def choose_and_offer(owner: Screen, mission: str, story: Story) -> None:
    """Karim reads the application, keeps it, and offers a place with his reasons."""
    owner.open(mission)
    owner.follow("Read the applications")
    owner.follow(loose(story.name))
    owner.press("Shortlist")
    owner.reads("Shortlisted")
    owner.unfold("Offer a place")
    owner.press("Send the offer")
    expect(owner.page.locator('[name="offer-why"][aria-invalid]')).to_be_visible()
    owner.write({"offer-message": "Bienvenue.", "offer-why": "Sait relire sans réécrire."})
    owner.press("Send the offer")
    owner.reads("Offer made")


def accept(talent: Screen, story: Story) -> None:
    """The talent finds the offer among her applications and accepts it."""
    talent.open("/applications")
    talent.follow(loose(story.title), within=talent.main)
    talent.shows("Bienvenue.")
    talent.press("Accept the offer")
    talent.reads("Waiting for the manager")


def authorize(manager: Screen, story: Story) -> None:
    """Nadia sees the team's weeks, and says yes; with a reason, since a week's notice is a rule of hers."""
    manager.follow(re.compile(manager.words("Decisions")), within=manager.page.locator("header"))
    manager.follow(loose(story.title))
    request = manager.page.locator("#request")
    expect(request).to_contain_text(story.name)
    expect(request.locator("table.cap tr.is-current")).to_contain_text(story.name)
    expect(request.locator("table.cap td.ask").first).to_be_attached()
    manager.unfold("Authorize %(percent)s%%", percent=20)
    manager.press("Authorize %(percent)s%%", percent=20)
    reason = manager.page.locator('[name="authorize-override_reason"][aria-invalid]')
    expect(reason).to_be_visible()
    reason.fill("Une semaine calme : le travail attendra.")
    manager.press("Authorize %(percent)s%%", percent=20)
    manager.reads(
        "%(percent)s%% authorized. %(person)s and %(owner)s were told.",
        percent=20,
        person=story.name,
        owner="Karim Haddad",
    )


def see_it_confirmed(talent: Screen, story: Story) -> None:
    """Her application says so, and so does her first page."""
    talent.page.reload()
    talent.reads("Place confirmed")
    talent.open("/")
    talent.shows(story.title)


def declare_this_week(talent: Screen, story: Story) -> None:
    """Seven hours on this mission, this week."""
    talent.follow("My time", within=talent.page.locator("header"))
    line = talent.main.locator(f'[id="{week_name(clock.this_week())}"] .time-line').filter(has_text=loose(story.title))
    line.locator('input[name$="hours"]').fill("7")
    talent.press("Save this week", within=talent.page.locator(f'[id="{week_name(clock.this_week())}"]'))
    expect(talent.page.locator(".flashes")).to_contain_text("7")


def week_name(monday: date) -> str:
    """The ISO name of a week, such as 2027-W03."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def confirm_the_time(manager: Screen, story: Story) -> None:
    """Nadia confirms that line alone."""
    manager.open("/desk")
    manager.follow("Read and confirm")
    row = manager.main.locator(".time-row").filter(has_text=loose(story.title)).filter(has_text=story.name)
    manager.press("Confirm this line", within=row)
    expect(row).to_have_count(0)


def complete_and_attest(owner: Screen, mission: str, story: Story) -> None:
    """Karim completes the mission and says what it changed."""
    owner.open(mission)
    owner.unfold("Complete the mission")
    owner.press("Complete for good")
    owner.open("/recognitions")
    row = owner.main.locator("li").filter(has_text=loose(story.title)).filter(has_text=story.name)
    owner.follow(re.compile(story.name), within=row)
    owner.write({"outcome": OUTCOME[story.locale]})
    owner.page.locator('[name="skills-0-is_seen"]').check()
    expect(owner.page.locator('[name="hours"]')).to_have_value("7")
    owner.press("Attest")
    owner.shows(OUTCOME[story.locale])


def record(manager: Screen, story: Story) -> None:
    """Nadia reads it and adds a word."""
    manager.open("/recognitions")
    row = manager.main.locator("li").filter(has_text=loose(story.title)).filter(has_text=story.name)
    manager.follow(re.compile(story.name), within=row)
    manager.write({"words": "L’équipe en profite déjà."})
    manager.press("Record")
    manager.reads("Recorded. %(name)s was told, and chooses who sees it.", name=story.name)


def publish_on_the_profile(talent: Screen, story: Story) -> None:
    """She chooses who sees it, and it stands there."""
    talent.open("/recognitions")
    talent.follow(loose(story.title))
    talent.page.locator('[name="shown"][value="inside"]').check()
    talent.press("Show it on my profile")
    talent.reads("It is now on your profile. You can change who sees it at any time.")
    talent.open("/profile")
    talent.shows(OUTCOME[story.locale])
    talent.shows(story.title)


def day_of(day: date) -> str:
    """A day as a date field takes it."""
    return day.isoformat()


def until(screen: Screen, locator: Any, what: str, tries: int = 60) -> None:
    """Load the page again until something stands on it: the worker needs a moment."""
    for _ in range(tries):
        if locator.count():
            return
        screen.page.wait_for_timeout(500)
        screen.page.reload()
    raise AssertionError(f"{what}: not after {tries} tries")
