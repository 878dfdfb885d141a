"""What anyone reads without signing in, and when they no longer do."""

from __future__ import annotations

import json
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.missions.models import Audience, MissionState, Remote, Stage
from portal.public.queries import every_mission
from portal.public.rules import is_for_everyone
from tests.factories import week

PAGES = ("/public", "/public/atom.xml", "/public/sitemap.xml", "/robots.txt")
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def address(mission):
    return f"/public/missions/{mission.public_id}"


def read_outside(visit, mission):
    """Whether anyone reads it: on its page, in the list, the feed and the map, all the same."""
    browser = visit()
    status = browser.client.get(address(mission)).status_code
    said = [mission.public_id in browser.client.get(path).get_data(as_text=True) for path in PAGES[:3]]
    assert len(set(said)) == 1
    assert (status, said[0]) in ((200, True), (404, False))
    return said[0]


def change(app, mission, **fields):
    with app.app_context(), transaction():
        for name, value in fields.items():
            target = mission.load().brief if name.startswith(("context", "objective")) else mission.load()
            setattr(target, name, value)


def posting(page):
    (block,) = page.find("script", type="application/ld+json")
    return json.loads(block.text)


def test_nothing_is_there_before_anyone_decided(world, visit):
    mission = world.mission()
    for path in (*PAGES, address(mission)):
        assert visit().client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("locale", "title", "skill"),
    [("en", "Map the customer data", "SQL queries"), ("fr", "Cartographier les données clients", "Requêtes SQL")],
)
def test_anyone_reads_the_list_and_a_mission_in_both_languages(visit, public, locale, title, skill):
    browser = visit(locale=locale)
    listed = browser.get("/public")
    assert browser.query_count <= 5
    assert title in listed.text
    assert skill in listed.text
    page = browser.get(listed.links()[title])
    assert browser.query_count <= 4
    for words in (title, skill, "Lyon", "20", f"objective {locale}", f"deliverables {locale}", f"context {locale}"):
        assert words in page.text, words
    assert page.root.attrib["lang"] == locale
    other = "fr" if locale == "en" else "en"
    switch = next(page.find("a", hreflang=other))
    assert visit(locale=locale).get(switch.attrib["href"]).root.attrib["lang"] == other
    assert page.links()["Apply on the portal" if locale == "en" else "Postuler sur le portail"] == (
        f"/missions/{public.public_id}"
    )
    assert "Set-Cookie" not in page.response.headers


def test_the_structured_data_has_what_search_engines_require(app, visit, public):
    change(app, public, closes_on=clock.today() + timedelta(days=9))
    found = posting(visit().get(f"{address(public)}?lang=en"))
    assert found["@type"] == "JobPosting"
    assert found["title"] == "Map the customer data"
    assert found["description"] == "<p>objective en</p><p>deliverables en</p><p>context en</p>"
    assert found["datePosted"] == clock.today().isoformat()
    assert found["validThrough"].startswith((clock.today() + timedelta(days=9)).isoformat())
    assert found["hiringOrganization"] == {"@type": "Organization", "name": "Merane"}
    assert found["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "FR",
        "addressLocality": "Lyon",
    }
    assert found["url"] == f"http://localhost{address(public)}?lang=en"
    change(app, public, remote=Remote.FULLY)
    found = posting(visit().get(address(public)))
    assert "jobLocation" not in found
    assert found["jobLocationType"] == "TELECOMMUTE"
    assert found["applicantLocationRequirements"]["name"] == "FR"


def test_what_is_written_stays_text(app, visit, world, turn, publish):
    turn(True)
    evil = "</script><script>alert(1)</script>"
    mission = publish(world.mission(title_en=evil, title_fr=evil))
    change(app, mission, objective_en=f"- one {evil}\n- two & <b>\nthen")
    publish(mission)
    page = visit().get(address(mission))
    assert page.html.count("<script") == 1
    assert posting(page)["title"] == evil
    assert "<ul><li>one &lt;/script&gt;" in posting(page)["description"]
    assert evil not in visit().client.get("/public/atom.xml").get_data(as_text=True)


def test_the_feed_is_read_by_a_news_reader(visit, public):
    for lang, title in (("en", "Map the customer data"), ("fr", "Cartographier les données clients")):
        answer = visit().client.get(f"/public/atom.xml?lang={lang}")
        feed = feedparser.parse(answer.data)
        assert not feed.bozo
        assert feed.feed.language == lang
        (entry,) = feed.entries
        assert entry.title == title
        assert entry.link == f"http://localhost{address(public)}?lang={lang}"
        again = visit().client.get(f"/public/atom.xml?lang={lang}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_the_map_names_every_page_and_its_other_language(visit, public):
    root = ElementTree.fromstring(visit().client.get("/public/sitemap.xml").data)
    found = [url.findtext(f"{MAP}loc") for url in root]
    assert found == [
        *(f"http://localhost/public?lang={lang}" for lang in ("fr", "en")),
        *(f"http://localhost{address(public)}?lang={lang}" for lang in ("fr", "en")),
    ]
    assert all(len(url.findall("{http://www.w3.org/1999/xhtml}link")) == 2 for url in root)
    robots = visit().client.get("/robots.txt").get_data(as_text=True)
    assert "Allow: /public\n" in robots
    assert "Disallow: /\n" in robots
    assert robots.endswith("Sitemap: http://localhost/public/sitemap.xml\n")


def test_turned_off_it_is_gone_at_once_and_comes_back_as_it_was(visit, public, turn):
    assert read_outside(visit, public)
    turn(False)
    for path in (*PAGES, address(public)):
        assert visit().client.get(path).status_code == 404, path
    turn(True)
    assert read_outside(visit, public)


@pytest.mark.parametrize("state", [state for state in MissionState if state is not MissionState.PUBLISHED])
def test_in_no_other_state(app, visit, public, state):
    more = {"paused_from": MissionState.PUBLISHED} if state is MissionState.PAUSED else {}
    change(app, public, state=state, **more)
    assert not read_outside(visit, public)
    change(app, public, state=MissionState.PUBLISHED)
    assert read_outside(visit, public)


LEAVING = {
    "no more applications": {"accepts_applications": False},
    "the day is past": {"closes_on": lambda: clock.today() - timedelta(days=1)},
    "staged back": {"stage": Stage.PANEL},
    "other words": {"title_en": "Map them better"},
    "another place": {"place": "Grenoble"},
    "another brief": {"context_fr": "Autrement"},
}


@pytest.mark.parametrize("why", LEAVING)
def test_nor_once_it_is_no_longer_what_was_agreed(app, visit, public, why):
    change(app, public, **{name: value() if callable(value) else value for name, value in LEAVING[why].items()})
    assert not read_outside(visit, public)


def test_nor_without_a_place_that_an_external_may_take(app, visit, world, cast, public):
    with app.app_context(), transaction():
        public.load().seats[0].taken = 1
    assert not read_outside(visit, public)
    with app.app_context(), transaction():
        public.load().seats[0].taken = 0
        public.load().seats[0].audience = Audience.EMPLOYEES
    assert not read_outside(visit, public)


def test_the_rule_is_one_in_python_and_in_sql(app, world, turn, publish):
    """What the owner is offered is what is read, whatever a mission is like."""
    turn(True)
    missions = []
    for audience, stage in ((Audience.BOTH, Stage.OPEN), (Audience.EXTERNALS, Stage.OPEN)):
        missions += [publish(world.mission(audience=audience, stage=stage)) for _ in range(7)]
    changes = [
        {},
        {"closes_on": clock.today()},
        {"closes_on": clock.today() - timedelta(days=1)},
        {"accepts_applications": False},
        {"stage": Stage.PANEL},
        {"state": MissionState.STAFFED},
        {"state": MissionState.EXPIRED},
    ]
    for mission, fields in zip(missions, changes * 2, strict=True):
        change(app, mission, **fields)
    with app.app_context():
        shown = {sheet.public_id for sheet in every_mission()}
        ready = {mission.public_id for mission in missions if is_for_everyone(mission.load())}
    assert shown == ready
    assert len(ready) == 4


def test_a_long_list_has_pages_within_the_budget(visit, world, turn, publish):
    turn(True)
    for number in range(23):
        publish(world.mission(title_en=f"Mission {number}", title_fr=f"Mission {number}", first=number % 5))
    browser = visit()
    first = browser.get("/public?lang=en")
    assert browser.query_count <= 5
    assert "23 missions" in first.text
    (following,) = first.find("a", rel="next")
    second = browser.get(following.attrib["href"])
    assert len(list(second.find("li", class_="media"))) == 3
    assert next(second.find("a", rel="prev")).attrib["href"] == "/public?lang=en"


def test_weeks_and_shares_are_those_of_today(app, visit, public):
    """What people write waits for someone to agree again; what the portal counts is always as it is."""
    with app.app_context(), transaction():
        seat = public.load().seats[0]
        seat.percent, seat.last_week = 40, week(12)
    assert "40% of the week" in visit().get(f"{address(public)}?lang=en").text
