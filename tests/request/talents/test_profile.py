"""A profile, read by its author, by colleagues and by externals."""

from __future__ import annotations

from datetime import date

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.talents import extensions
from portal.talents.models import Appetite, EvidenceKind, SpokenLevel


@pytest.fixture
def profile(world, cast):
    """Sofia with everything a profile can hold. Each part has a word of its own."""
    sql = world.skill("SQL")
    audit = world.skill("Accessibility audit", "Audit d’accessibilité")
    forms = world.skill("Form filling")
    mission = world.mission()
    world.profile(
        cast.sofia,
        headline_en="Accessibility expert",
        headline_fr="Experte accessibilité",
        summary_en="Summaryword",
        availability_share=60,
        available_from=date(2020, 1, 6),
        notice_weeks=2,
    )
    world.holds(cast.sofia, audit, 4)
    world.holds(cast.sofia, sql, 2, appetite=Appetite.GROW)
    world.holds(cast.sofia, forms, 3, appetite=Appetite.AVOID)
    world.evidence(cast.sofia, audit, EvidenceKind.ATTESTED, by=cast.claire, mission=mission, level=4)
    world.experience(cast.sofia, title_en="Experienceword")
    world.speaks(cast.sofia, "it", SpokenLevel.NATIVE)
    with world.app.app_context(), transaction():
        person = cast.sofia.person()
        person.job_title, person.place = "Jobword", "Placeword"
    return f"/talents/{cast.sofia.public_id}"


HIDDEN_FROM_EXTERNALS = (
    "Summaryword",
    "Experienceword",
    "Jobword",
    "Placeword",
    "Italian",
    "weeks of notice",
    "wants to",
)


def test_employees_read_all_of_it(visit, cast, profile):
    page = visit(cast.claire).get(profile)
    for words in (
        "Sofia Marchetti",
        "Freelancer",
        "Accessibility expert",
        "Marketing and Brand",
        *HIDDEN_FROM_EXTERNALS,
    ):
        assert words in page.text
    month = clock.today().strftime("%B %Y")
    assert f"Attested on 1 mission, the last in {month}" in page.text
    assert "Declared, wants to grow" in page.text
    assert "2 weeks of notice" in page.text


def test_externals_read_what_working_together_takes(visit, cast, profile):
    page = visit(cast.theo).get(profile)
    for words in (
        "Sofia Marchetti",
        "Freelancer",
        "Accessibility expert",
        "Marketing and Brand",
        "Accessibility audit",
    ):
        assert words in page.text
    for words in HIDDEN_FROM_EXTERNALS:
        assert words not in page.text


def test_a_wish_to_avoid_is_for_oneself(visit, cast, profile):
    assert "avoid" not in visit(cast.claire).get(profile).text
    assert "would rather avoid it" in visit(cast.sofia).get("/profile").text
    assert "only you see this" in visit(cast.sofia).get("/profile").text


def test_ones_own_page_says_what_others_see(visit, cast, profile):
    sofia = visit(cast.sofia)
    page = sofia.get("/profile")
    assert "This is your profile as you see it" in page.text
    colleague = sofia.get(page.links()["See it as a colleague"])
    assert "Summaryword" in colleague.text
    external = sofia.get(page.links()["See it as an external"])
    assert "as an external sees it" in external.text
    assert not [words for words in HIDDEN_FROM_EXTERNALS if words in external.text]


def test_nobody_else_can_be_looked_at_as_an_external_would(visit, cast, profile):
    assert "Summaryword" in visit(cast.claire).get(profile + "?as=external").text


def test_strangers_to_the_house_and_those_who_left_are_not_found(app, visit, cast, profile):
    visit(cast.ines).get("/talents/nobody", status=404)
    with app.app_context(), transaction():
        cast.sofia.person().left_on = date(2024, 1, 1)
    visit(cast.ines).get(profile, status=404)


def test_signed_out_goes_to_the_door(visit, cast):
    assert "/sign-in" in visit().get("/profile", status=302).location


def test_an_empty_profile_says_what_to_do(visit, cast):
    page = visit(cast.tom).get("/profile")
    assert "No skill yet" in page.text
    assert "A headline says in one line" in page.text
    assert "Tom has not written any skill yet" in visit(cast.ines).get(f"/talents/{cast.tom.public_id}").text


def test_what_ended_is_not_shown_any_more(world, visit, cast):
    world.profile(cast.tom, availability_share=40, available_until=date(2020, 1, 1))
    page = visit(cast.ines).get(f"/talents/{cast.tom.public_id}")
    assert "40" not in page.text
    assert "worth asking again" in page.text
    assert "Say it anew when you could help again" in visit(cast.tom).get("/profile").text


def test_an_attested_level_below_the_declared_one_is_said(world, visit, cast):
    sql = world.skill("SQL")
    world.holds(cast.tom, sql, 4)
    world.evidence(cast.tom, sql, EvidenceKind.ATTESTED, by=cast.karim, mission=world.mission(), level=2)
    world.evidence(cast.tom, sql, EvidenceKind.ENDORSED, by=cast.lea, level=3)
    page = visit(cast.ines).get(f"/talents/{cast.tom.public_id}")
    assert "(“practises”, where “teaches” is declared), endorsed by 1 colleague" in page.text
    assert "level 2 of 4" in page.text
    assert "Dots show the level: 1 knows the basics" in page.text


def test_a_text_in_the_other_language_says_so(visit, world, cast):
    world.profile(cast.tom, headline_fr="Analyste")
    page = visit(cast.ines, locale="en").get(f"/talents/{cast.tom.public_id}")
    assert [element.text for element in page.find("span", lang="fr")] == ["Analyste"]


def test_in_french(visit, cast, profile):
    page = visit(cast.ines, locale="fr").get(profile)
    assert "Experte accessibilité" in page.text
    assert "Attestée sur 1 mission" in page.text
    assert "souhaite progresser" in page.text


def test_higher_features_add_panels_for_whoever_reads_all(visit, cast, profile, monkeypatch):
    def panel(actor, person):
        if actor.id == person.id:
            return None
        return {"template": "errors/_panel_for_test.html", "context": {}}

    monkeypatch.setattr(extensions, "profile_panels", [panel])
    app = visit(cast.ines).app
    loader = app.jinja_env.loader
    from jinja2 import ChoiceLoader, DictLoader

    monkeypatch.setattr(
        app.jinja_env, "loader", ChoiceLoader([DictLoader({"errors/_panel_for_test.html": "<p>Panelword</p>"}), loader])
    )
    assert "Panelword" in visit(cast.ines).get(profile).text
    assert "Panelword" not in visit(cast.theo).get(profile).text
    assert "Panelword" not in visit(cast.sofia).get("/profile").text


def test_few_queries(visit, cast, profile):
    visitor = visit(cast.ines)
    visitor.get(profile)
    assert visitor.query_count <= 13, visitor.queries
