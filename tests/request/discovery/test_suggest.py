"""What the search box proposes while someone types: to whom, in which language, and nothing that is not theirs."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from portal.core.shelf import Shelf
from portal.core.transaction import transaction
from portal.engagements.models import Tier
from portal.extensions import db
from portal.missions import titles
from portal.missions.models import Audience, Mission, MissionState, Stage
from portal.missions.queries import visible_to
from portal.organization.models import Person
from portal.talents import names
from tests.cast import PEOPLE
from tests.html_of_suggestions import groups_of, names_of, said_of, typed

READERS = ("ines", "nadia", "karim", "helene", "simone", "paul", "adele", "sofia", "lila")


@pytest.mark.parametrize("text", ["car in", "INÈS CARV", "inés", "  ines   c", "carvalho, inès"])
def test_the_beginnings_of_a_name_find_it_in_any_order_without_accents_or_case(cast, visit, text):
    found = groups_of(typed(visit(cast.tom), text))
    assert ("Inès Carvalho", f"/talents/{cast.ines.public_id}") in found["People"]


def test_a_name_that_is_typed_whole_comes_first_then_the_people_of_ones_unit(app, cast, visit):
    with app.app_context(), transaction():
        cast.lea.person().given_name, cast.lea.person().family_name = "Zor", "Zola"
        cast.oscar.person().given_name, cast.oscar.person().family_name = "Zorine", "Abadie"
        cast.karim.person().given_name, cast.karim.person().family_name = "Zoran", "Zed"
        cast.karim.person().unit_id = cast.tom.person().unit_id
        cast.oscar.person().unit_id = next(
            unit for unit in db.session.scalars(sa.select(Person.unit_id)) if unit != cast.tom.person().unit_id
        )
    assert names_of(typed(visit(cast.tom), "zor"), "People") == ["Zor Zola", "Zoran Zed", "Zorine Abadie"]


@pytest.mark.parametrize(("locale", "shown"), [("fr", "Refonte de l’accueil"), ("en", "Redesign of the welcome")])
def test_a_title_in_either_language_is_shown_in_the_readers(cast, world, visit, locale, shown):
    mission = world.mission(title_fr="Refonte de l’accueil", title_en="Redesign of the welcome")
    reader = visit(cast.ines, locale=locale)
    for text in ("refonte", "acc ref", "welc", "l'acc", "RÉDESIGN"):
        assert names_of(typed(reader, text), "Missions") == [shown], text
    assert groups_of(typed(reader, "refonte"))["Missions"][0][1] == f"/missions/{mission.public_id}"


def test_a_title_in_one_language_alone_says_which(cast, world, visit):
    world.mission(title_fr="Cartographier", title_en="")
    page = typed(visit(cast.ines), "carto")
    assert [span.text for span in page.find("span", lang="fr")] == ["Cartographier"]


def test_missions_that_take_people_come_first_then_those_that_begin_so(cast, world, visit):
    world.mission(title_en="Atlas of stations", state=MissionState.COMPLETED)
    world.mission(title_en="A new atlas")
    world.mission(title_en="Atlas of lines")
    found = names_of(typed(visit(cast.ines), "atl"), "Missions")
    assert found == ["Atlas of lines", "A new atlas", "Atlas of stations"]


def test_a_skill_leads_to_the_search_by_it_and_small_slips_are_forgiven(cast, world, visit):
    skill = world.skill("Accessibility audit", "Audit d’accessibilité")
    reader = visit(cast.sofia)
    search = f"/search?skill={skill.public_id}:1"
    for text in ("access", "audit acc", "accesibility audti", "accessibilité"):
        found = groups_of(typed(reader, text))["Skills"]
        assert found == [("Accessibility audit", search)], text
    assert "Accessibility audit" in reader.get(search).text


def test_nothing_is_proposed_for_one_letter_or_none(cast, visit):
    reader = visit(cast.ines)
    for text in ("", " ", "c", "%", "_", "\x00"):
        assert groups_of(typed(reader, text)) == {}, text
    assert said_of(typed(reader, "zzzz")) == "No suggestion. Enter searches everywhere."


def test_what_is_typed_can_be_searched_for_as_it_is(cast, visit):
    page = typed(visit(cast.ines), 'a "b" <c>&d')
    last = list(page.find("a", role="option"))[-1]
    assert last.attrib["href"] == "/search?q=a+%22b%22+%3Cc%3E%26d"
    assert last.attrib["id"] == "find_0"


@pytest.mark.parametrize("text", ["*" * 300, "(" * 3000, "a " * 10_000, "é" * 5000, "[a TO z]", "readers:hr", "\x00a"])
def test_any_text_is_safe(cast, visit, text):
    typed(visit(cast.ines), text[:6000])


def test_it_takes_few_queries_and_no_page(cast, world, visit):
    world.skill("Atlas")
    for number in range(6):
        world.mission(title_en=f"Atlas {number}")
    reader = visit(cast.ines)
    typed(reader, "atlas")
    page = typed(reader, "atlas")
    assert reader.query_count <= 8
    assert len(names_of(page, "Missions")) == 4
    assert said_of(page) == "5 suggestions. Use the arrows, then Enter."
    assert "<html" not in page.html
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_stranger_is_sent_to_sign_in(visit):
    assert "/sign-in" in visit().get("/search/suggest?q=ines", status=302).location


# Each of these words stands in one place. Karim and Claire own the missions; Helene is HR; Simone sponsors the pilot.
EMPLOYEES = set(READERS) - {"sofia", "lila"}
CANARIES = {
    "draftx": {"karim"},
    "submittedx": {"karim", "helene", "simone"},
    "cancelledx": {"karim", "helene"},
    "internalx": EMPLOYEES,
    "externalx": set(READERS),
    "leftx": set(),
    "jobx": set(),
    "headlinex": set(),
    "summaryx": set(),
    "placex": set(),
    "identifierx": set(),
    "briefx": set(),
    "missionsummaryx": set(),
    "proposedx": set(),
}


def hide(world, cast) -> None:
    owned = {"owner": cast.karim, "co_owner": cast.claire}
    world.mission(**owned, title_en="Draftx", state=MissionState.DRAFT)
    world.mission(
        **owned, title_fr="Submittedx", title_en="Submittedx", state=MissionState.SUBMITTED, pilot=world.pilot()
    )
    world.mission(**owned, title_en="Cancelledx", state=MissionState.CANCELLED, published_at=None)
    internal = world.mission(
        **owned, title_fr="Internalx", title_en="Internalx", audience=Audience.EMPLOYEES, summary_en="Missionsummaryx"
    )
    world.mission(**owned, title_fr="Externalx", title_en="Externalx", audience=Audience.EXTERNALS)
    proposed = world.skill("Proposedx")
    world.profile(cast.tom, headline_fr="Headlinex", summary_en="Summaryx")
    with world.app.app_context(), transaction():
        internal.load().brief.tools_fr = "Briefx"
        proposed.load().state = "proposed"
        tom = cast.tom.person()
        tom.job_title, tom.place, tom.identifier = "Jobx", "Placex", "Identifierx"
        jade = cast.jade.person()
        jade.family_name, jade.left_on = "Leftx", date(2024, 1, 1)


def test_what_someone_may_not_read_is_in_no_suggestion_nor_count(world, cast, visit):
    hide(world, cast)
    wrong = []
    for name in READERS:
        visitor = visit(getattr(cast, name))
        for word, allowed in CANARIES.items():
            for text in (word, word[:-1], word.upper()):
                page = typed(visitor, text)
                found = {shown.casefold() for group in groups_of(page).values() for shown, _href in group}
                is_told = word in found
                if is_told != (name in allowed):
                    wrong.append(f"{name} {'is' if is_told else 'is not'} told of {text}")
                if name not in allowed and said_of(page) != "No suggestion. Enter searches everywhere.":
                    wrong.append(f"{name} counts {said_of(page)!r} for {text}")
    assert not wrong


def test_titles_are_proposed_to_those_who_may_read_them_and_nobody_else(world, cast, app):
    for state in MissionState:
        for audience in Audience:
            for stage in Stage if audience is not Audience.EMPLOYEES else (Stage.INTERNAL,):
                title = f"Canary {state} {audience} {stage}"
                world.mission(state=state, audience=audience, stage=stage, owner=cast.oscar, title_en=title)
    world.firm(cast.theo, Tier.PANEL)
    world.mission(title_en="Canary", state=MissionState.SUBMITTED, pilot=world.pilot())
    with app.app_context():
        total = db.session.scalar(sa.select(sa.func.count()).select_from(Mission))
        for name in PEOPLE:
            person = getattr(cast, name).person()
            visible = visible_to(person).where(Mission.title_en.startswith("Canary"))
            seen = {mission.public_id for mission in db.session.scalars(visible)}
            found = titles.find_titles(person, ["canary"], "en", 24)
            every = titles._SHELF.present()
            among = every.readable(person, titles.standing_of(person))
            assert {row.public_id for row in found} <= seen, name
            assert len(list(every.found(["canary"], among))) == len(seen) <= total, name


@pytest.fixture
def behind(monkeypatch):
    """What is kept in memory stays as it was: this process has not read again what another one has just written."""

    def stop() -> None:
        monkeypatch.setattr(Shelf, "_make_aside", lambda self, state, mark: None)
        for shelf in (titles._SHELF, names._SHELF):
            monkeypatch.setattr(shelf, "_is_small", lambda: False)

    return stop


def test_a_memory_that_is_behind_shows_nothing_that_is_hidden_since(world, cast, visit, app, behind):
    narrowed = world.mission(title_en="Atlas narrowed", audience=Audience.BOTH)
    renamed = world.mission(title_en="Atlas renamed", audience=Audience.BOTH)
    sofia = visit(cast.sofia)
    assert len(names_of(typed(sofia, "atlas"), "Missions")) == 2
    assert names_of(typed(sofia, "lefevre"), "People") == ["Tom Lefèvre"]
    behind()
    with app.app_context(), transaction():
        narrowed.load().stage = Stage.INTERNAL
        renamed.load().title_en = "Something else"
        cast.tom.person().left_on = date(2024, 1, 1)
    assert names_of(typed(sofia, "atlas"), "Missions") == ["Something else"]
    assert said_of(typed(sofia, "atlas")) == "1 suggestion. Use the arrows, then Enter."
    assert names_of(typed(sofia, "lefevre"), "People") == []
    assert sofia.query_count <= 8


def test_what_was_just_written_is_proposed_at_once_in_a_small_organization(world, cast, visit, app):
    ines = visit(cast.ines)
    assert groups_of(typed(ines, "zorro")) == {}
    with app.app_context(), transaction():
        cast.tom.person().family_name = "Zorro"
    world.mission(title_en="Zorro rides")
    found = typed(ines, "zorro")
    assert names_of(found, "People") == ["Tom Zorro"]
    assert names_of(found, "Missions") == ["Zorro rides"]
