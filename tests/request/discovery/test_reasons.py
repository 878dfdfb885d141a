"""An answer says why it answers: what matched in the other language than the page's is quoted, in its language, as far
as its reader may read it."""

from __future__ import annotations

import pytest

from portal.core.transaction import transaction
from portal.discovery import index
from portal.extensions import db
from portal.skills.models import SkillLabel
from portal.skills.words import fold
from portal.talents.models import Circle
from tests.html_of_search import titles_of
from tests.visitor import Page, text_of

IN_TITLE = {"en": "In the French title:", "fr": "Dans le titre en anglais :"}
IN_SUMMARY = {"en": "In the French summary:", "fr": "Dans le résumé en anglais :"}
IN_BRIEF = {"en": "In the French brief:", "fr": "Dans le descriptif en anglais :"}
IN_HEADLINE = {"en": "In the French headline:", "fr": "Dans le titre en anglais :"}
IN_PROFILE = {"en": "In their French summary:", "fr": "Dans la présentation en anglais :"}
IN_PAST = {"en": "In the experience, in French:", "fr": "Dans l’expérience, en anglais :"}
THROUGH = {
    "en": "Through the skill “Timber framing”, in French: Charpente en bois",
    "fr": "Par la compétence « Charpente en bois », en anglais : Timber framing",
}
OTHER = {"en": "fr", "fr": "en"}
LOCALES = ["en", "fr"]


@pytest.fixture
def indexed(app):
    """Builds the index from what the test has written."""

    def build() -> None:
        with app.app_context():
            index.rebuild()

    return build


def words(locale: str, name: str) -> dict[str, str]:
    """A text in both languages: the word asked stands in the one that a page in `locale` does not show."""
    hidden = OTHER[locale]
    return {f"{name}_{hidden}": "Quokka 42", f"{name}_{locale}": "Wombat 42"}


def reasons(page: Page) -> list[str]:
    """The sentences under the answers."""
    return [text_of(one) for one in page.find("p", class_="why")]


def quoted(page: Page) -> list[tuple[str, str]]:
    """What is marked in the other language: the language, and the words."""
    return [
        (span.attrib["lang"], text_of(mark))
        for span in page.find("span")
        if "lang" in span.attrib
        for mark in span.iter("mark")
    ]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("name", "said"), [("title", IN_TITLE), ("summary", IN_SUMMARY)])
def test_the_text_of_a_mission_in_the_other_language(world, cast, visit, indexed, locale, name, said):
    world.mission(**words(locale, name))
    indexed()
    page = visit(cast.ines, locale=locale).get("/search?q=quokka")
    assert reasons(page) == [f"{said[locale]} Quokka 42"]
    assert quoted(page) == [(OTHER[locale], "Quokka")]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_brief_in_the_other_language(world, cast, visit, indexed, locale):
    mission = world.mission()
    with world.app.app_context(), transaction():
        setattr(mission.load().brief, f"objective_{OTHER[locale]}", "A quokka in each depot.")
    indexed()
    page = visit(cast.ines, locale=locale).get("/search?q=quokka")
    assert reasons(page) == [f"{IN_BRIEF[locale]} A quokka in each depot."]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("name", "said"), [("headline", IN_HEADLINE), ("summary", IN_PROFILE)])
def test_what_a_person_says_in_the_other_language(world, cast, visit, indexed, locale, name, said):
    world.profile(cast.tom, **words(locale, name))
    indexed()
    page = visit(cast.ines, locale=locale).get("/search?q=quokka")
    assert reasons(page) == [f"{said[locale]} Quokka 42"]
    assert quoted(page) == [(OTHER[locale], "Quokka")]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_person_did_in_the_other_language(world, cast, visit, indexed, locale):
    world.experience(cast.tom, **words(locale, "title"))
    indexed()
    page = visit(cast.ines, locale=locale).get("/search?q=quokka")
    assert reasons(page) == [f"{IN_PAST[locale]} Quokka 42"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_skill_named_in_the_other_language(world, cast, visit, indexed, locale):
    framing = world.skill("Timber framing", "Charpente en bois")
    world.mission(title_en="A new hall", title_fr="Une halle", skills=((framing, 3),))
    world.holds(cast.tom, framing, 3)
    indexed()
    reader = visit(cast.ines, locale=locale)
    page = reader.get("/search", query_string={"q": {"en": "charpente", "fr": "timber"}[locale]})
    assert reasons(page) == [THROUGH[locale], THROUGH[locale]]
    assert quoted(page) == [(OTHER[locale], {"en": "Charpente", "fr": "Timber"}[locale])] * 2
    in_words = reader.get("/search", query_string={"q": {"fr": "charpente", "en": "timber"}[locale]})
    assert THROUGH[locale] not in in_words.text
    assert not quoted(in_words)


def test_a_skill_by_a_further_name(world, cast, visit, indexed):
    audit = world.skill("Accessibility audit", "Audit d’accessibilité")
    world.mission(title_en="Ready for all", skills=((audit, 3),))
    world.holds(cast.tom, audit, 3)
    with world.app.app_context(), transaction():
        db.session.add(SkillLabel(skill_id=audit.id, lang="en", text="Wcagreview", folded=fold("Wcagreview")))
    indexed()
    ines = visit(cast.ines)
    page = ines.get("/search?q=wcagreview")
    assert len(titles_of(page)) == 2
    assert reasons(page) == ["Through the skill “Accessibility audit”, also called: Wcagreview"] * 2
    assert ines.query_count <= 15, ines.queries


def test_what_the_page_shows_is_not_said_twice(world, cast, visit, indexed):
    world.mission(title_fr="Robot 42", title_en="Robot 43")
    world.mission(title_fr="", title_en="Robot of the night")
    indexed()
    for locale, said in (("en", "Found in: the title"), ("fr", "Trouvé dans : le titre")):
        assert reasons(visit(cast.ines, locale=locale).get("/search?q=robot")) == [said, said]


def test_a_mission_is_found_by_its_place(world, cast, visit, indexed):
    world.mission(place="Quokkaville")
    indexed()
    assert reasons(visit(cast.ines).get("/search?q=quokkaville")) == ["Found in: the place"]


def test_what_someone_keeps_to_themselves_is_not_quoted(world, cast, visit, indexed):
    world.profile(cast.tom, **words("en", "headline"), summary_fr="Quokka secret", summary_en="Nothing")
    indexed()
    assert "Quokka secret" not in visit(cast.sofia).get("/search?q=quokka").text
    world.profile(cast.tom, summary_circle=Circle.SELF)
    indexed()
    page = visit(cast.ines).get("/search?q=quokka")
    assert reasons(page) == ["In the French headline: Quokka 42"]
    assert "secret" not in page.text


def test_the_database_alone_quotes_the_other_language_too(world, cast, visit, app):
    world.mission(**words("en", "title"))
    page = visit(cast.ines).get("/search?q=quokka")
    assert reasons(page) == ["In the French title: Quokka 42"]
