"""What a new mission begins with: a ready brief, an empty page, or a mission done before."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from portal.extensions import db
from portal.missions.drafting.ready import ready_briefs
from portal.missions.models import Mission, MissionState
from tests.request.missions.test_form import NEW, WHOLE

BEGIN = "/missions/begin"


def only(app):
    with app.app_context():
        return db.session.scalars(sa.select(Mission)).one()


def ready(karim, key="data", language="en"):
    return karim.get(f"{NEW}?ready={key}&in={language}")


def filled(form):
    return {name: re.sub(r"\[[^\]]*…\]", "said here", text) for name, text in form.items()}


def test_each_ready_brief_has_a_sentence_and_leads_to_the_form(visit, cast):
    karim = visit(cast.karim)
    assert BEGIN in karim.get("/missions").links().values()
    page = karim.get(BEGIN)
    assert karim.query_count <= 15
    links = [*page.links().values()]
    assert NEW in links
    for one in ready_briefs():
        assert one.name_en in page.text
        assert one.about_en in page.text
        for language in ("en", "both"):
            address = f"{NEW}?ready={one.key}&in={language}"
            assert address in links
            karim.get(address)
            assert karim.query_count <= 15


def test_one_language_or_both(visit, cast):
    karim = visit(cast.karim)
    form = ready(karim, "event", "fr").form(NEW)
    assert form["title_fr"].startswith("Organiser [quel événement")
    assert (form["title_en"], form["context_en"], form["seats-0-title_en"]) == ("", "", "")
    assert (form["seats-0-percent"], form["seats-0-places"], form["seats-0-skills-0-label"]) == ("10", "1", "")
    form = ready(karim, "event", "both").form(NEW)
    assert form["title_fr"].startswith("Organiser")
    assert form["title_en"].startswith("Set up")
    assert form["seats-0-title_en"] == "Someone who prepares and hosts"


def test_a_brief_that_does_not_exist_is_an_empty_page(visit, cast):
    form = visit(cast.karim).get(f"{NEW}?ready=nothing&in=it&title_en=Kept").form(NEW)
    assert (form["title_en"], form["context_en"], form["seats-0-percent"]) == ("Kept", "", "20")


def test_nothing_is_kept_until_it_is_saved_and_what_is_left_blank_holds_it_back(app, visit, cast, world, mails):
    karim = visit(cast.karim)
    page = ready(karim)
    assert "2 points of 9 are said" in page.text
    assert "in “Where it starts from”, in English: [week, month…] [who…] [which subject…]" in page.text
    with app.app_context():
        assert db.session.query(Mission).count() == 0
    done = karim.submit(page, NEW, {"co_owner": "Jade Petit", "do": "submit"})
    page = karim.get(done.location)
    assert "Everything is saved. Before the mission can be submitted:" in page.text
    assert "[which subject…]" in page.field_error("title_en")
    assert "[which dashboard tool…]" in page.field_error("tools_en").lower()
    assert "#tools_en" in page.links().values()
    assert only(app).state is MissionState.DRAFT
    rest = filled(page.form("/edit"))
    karim.submit(page, "/edit", rest | {"title_en": "Build [which dashboard…]", "do": "submit"})
    assert only(app).state is MissionState.DRAFT
    assert mails() == []
    done = karim.submit(page, "/edit", rest | {"version": str(only(app).version), "do": "submit"})
    assert "The mission is submitted." in karim.get(done.location).text
    assert only(app).state is MissionState.SUBMITTED


def test_the_other_language_counts_too(visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    page = karim.post(NEW, {"csrf_token": karim.token(NEW), **WHOLE, "tools_fr": "[…]", "do": "measure"}, status=200)
    assert "#tools_fr" in page.links().values()
    assert "6 points of 9 are said" in page.text


def test_what_is_published_takes_no_blank(app, visit, cast, world):
    mission = world.mission(co_owner=cast.jade)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}/edit")
    refused = karim.submit(page, "/edit", {"summary_en": "For [whom…]"}, status=422)
    assert "[whom…]" in refused.field_error("summary_en")
    assert refused.form("/edit")["summary_en"] == "For [whom…]"
    karim.submit(page, "/edit", {"summary_en": "For [sales]"})


def test_a_mission_done_before_is_copied(app, visit, cast, world):
    world.mission(state=MissionState.DRAFT, title_en="Still a draft")
    world.mission(owner=cast.claire, title_en="Of someone else")
    done = world.mission(title_en="Done before")
    karim = visit(cast.karim)
    page = karim.get(BEGIN)
    assert "Done before" in page.text
    assert "Still a draft" not in page.text
    assert "Of someone else" not in page.text
    copied = karim.submit(page, f"/missions/{done.public_id}/copy")
    assert copied.location.endswith("/edit")
    assert karim.get(copied.location).form("/edit")["title_en"] == "Done before"


def test_who_has_published_none_reads_how(visit, cast):
    assert "Once you have published one" in visit(cast.ines).get(BEGIN).text


def test_who_may(visit, cast):
    visit(cast.sofia).get(BEGIN, status=403)
    visit().get(BEGIN, status=302)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_in_both_languages(visit, cast, locale):
    page = visit(cast.karim, locale=locale).get(BEGIN)
    for one in ready_briefs():
        assert one.named("name", locale).text in page.text
    assert {"fr": "Avec un descriptif prêt à remplir", "en": "With a ready brief"}[locale] in page.text
