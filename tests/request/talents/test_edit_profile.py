"""Writing the rest of a profile: texts, availability, languages, experience."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from portal.core.audit import Event
from portal.extensions import db
from portal.talents.models import Experience, Profile, SpokenLanguage, SpokenLevel
from tests.visitor import text_of


def profile_of(someone) -> Profile:
    return db.session.get_one(Profile, someone.id)


def actions(someone) -> list[str]:
    rows = sa.select(Event.action).where(Event.subject_type == "person", Event.subject_id == someone.id)
    return list(db.session.scalars(rows.order_by(Event.id)))


def test_the_first_text_makes_the_profile(app, cast, visit):
    tom = visit(cast.tom)
    page = tom.get("/profile/identity")
    assert page.form("/profile/identity")["version"] == "0"
    done = tom.submit(page, "/profile/identity", {"headline_en": " Analyst ", "summary_fr": "Deux\r\n\r\nparagraphes"})
    page = tom.get(done.location)
    assert "Your headline and summary are saved." in page.text
    assert "Analyst" in page.text
    with app.app_context():
        profile = profile_of(cast.tom)
        assert (profile.headline_en, profile.summary_fr) == ("Analyst", "Deux\n\nparagraphes")
        assert actions(cast.tom) == ["profile.identity"]


def test_texts_too_long_are_kept_and_refused(cast, visit):
    tom = visit(cast.tom)
    page = tom.submit(
        tom.get("/profile/identity"), "/profile/identity", {"headline_fr": "é" * 121, "headline_en": "Kept"}, status=422
    )
    assert page.field_error("headline_fr")
    assert page.form("/profile/identity")["headline_en"] == "Kept"
    assert len(page.form("/profile/identity")["headline_fr"]) == 121


@pytest.mark.parametrize("written_before", [True, False])
def test_a_stale_text_is_a_conflict(app, world, cast, visit, written_before):
    if written_before:
        world.profile(cast.tom, headline_en="Before")
    tom = visit(cast.tom)
    early = tom.get("/profile/identity")
    tom.submit(tom.get("/profile/identity"), "/profile/identity", {"headline_en": "First"})
    late = tom.submit(early, "/profile/identity", {"headline_en": "Second"}, status=409)
    assert late.form("/profile/identity")["headline_en"] == "First"
    assert "Second" in late.text
    with app.app_context():
        assert profile_of(cast.tom).headline_en == "First"


def test_sending_twice_is_no_conflict(app, cast, visit):
    tom = visit(cast.tom)
    page = tom.get("/profile/identity")
    for _ in range(2):
        tom.submit(page, "/profile/identity", {"headline_en": "Analyst"})
    with app.app_context():
        assert actions(cast.tom) == ["profile.identity"]


def test_a_hand_made_form_without_a_version_or_with_an_unreadable_one_is_stale(cast, visit):
    tom = visit(cast.tom)
    for version in ({}, {"version": ""}, {"version": "abc"}):
        tom.post("/profile/identity", {"csrf_token": tom.token(), "headline_en": "x", **version}, status=409)


def test_availability(app, cast, visit):
    tom = visit(cast.tom)
    typed = {"share": "60", "available_from": "2020-03-02", "available_until": "2099-06-30", "notice_weeks": "2"}
    done = tom.submit(tom.get("/profile/availability"), "/profile/availability", typed)
    page = tom.get(done.location)
    assert "2 weeks of notice" in page.text
    assert "Free now, until" in page.text
    assert tom.get("/profile/availability").form("/profile/availability")["share"] == "60"
    with app.app_context():
        profile = profile_of(cast.tom)
        assert (profile.availability_share, profile.available_from) == (60, date(2020, 3, 2))
    tom.submit(tom.get("/profile/availability"), "/profile/availability", {"share": "0", "notice_weeks": "0"})
    assert "No time free at present" in tom.get("/profile").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"share": "101"}, "share"),
        ({"share": "a lot"}, "share"),
        ({"notice_weeks": "53"}, "notice_weeks"),
        ({"available_from": "31/12"}, "available_from"),
        ({"available_from": "2027-02-01", "available_until": "2027-01-01"}, "available_until"),
    ],
)
def test_availability_that_makes_no_sense(cast, visit, typed, field):
    tom = visit(cast.tom)
    page = tom.submit(tom.get("/profile/availability"), "/profile/availability", typed, status=422)
    assert page.field_error(field)
    for name, value in typed.items():
        assert page.form("/profile/availability")[name] == value


def test_languages(app, world, cast, visit):
    world.speaks(cast.tom, "en", SpokenLevel.B1)
    tom = visit(cast.tom)
    page = tom.get("/profile/languages")
    typed = {
        "languages-0-level": "C1",
        "languages-1-code": "it",
        "languages-1-level": "native",
        "languages-2-code": "",
    }
    page = tom.get(tom.submit(page, "/profile/languages", typed).location)
    spoken = [text_of(row) for row in page.by_id("languages").iter("div")]
    assert spoken == ["Italiannative language", "EnglishC1, works in it with ease"]
    page = tom.get("/profile/languages")
    tom.submit(page, "/profile/languages", {"languages-1-code": ""})
    with app.app_context():
        rows = db.session.scalars(sa.select(SpokenLanguage).where(SpokenLanguage.person_id == cast.tom.id))
        assert {row.code: row.level for row in rows} == {"it": SpokenLevel.NATIVE}
        assert actions(cast.tom) == ["profile.languages"] * 2


def test_a_language_stands_once(cast, visit):
    tom = visit(cast.tom)
    typed = {"languages-0-code": "it", "languages-1-code": "it"}
    page = tom.submit(tom.get("/profile/languages"), "/profile/languages", typed, status=422)
    assert "A language stands there twice" in page.text
    assert page.form("/profile/languages")["languages-1-code"] == "it"


def test_a_stale_list_of_languages_is_a_conflict(world, cast, visit):
    world.speaks(cast.tom, "en", SpokenLevel.B1)
    tom = visit(cast.tom)
    early = tom.get("/profile/languages")
    tom.submit(tom.get("/profile/languages"), "/profile/languages", {"languages-1-code": "it"})
    late = tom.submit(early, "/profile/languages", {"languages-1-code": "de"}, status=409)
    codes = {value for name, value in late.form("/profile/languages").items() if name.endswith("code")}
    assert codes == {"en", "it", ""}
    assert "German" in late.text


NEW = {"title_en": "Survey officer", "organization": "Valserre", "started_on": "2019-02", "ended_on": "2021-08"}


def test_experience_is_added_changed_and_removed(app, cast, visit):
    tom = visit(cast.tom)
    page = tom.get("/profile/experience/new")
    for _ in range(2):
        done = tom.submit(page, "/profile/experience/new", NEW)
    page = tom.get(done.location)
    assert "February 2019 – August 2021" in page.text
    with app.app_context():
        (experience,) = db.session.scalars(sa.select(Experience))
        assert experience.ended_on == date(2021, 8, 31)
        address = f"/profile/experience/{experience.public_id}"
    page = tom.get(address)
    assert page.form(address)["started_on"] == "2019-02"
    tom.submit(page, address, {"ended_on": ""})
    assert "February 2019 – today" in tom.get("/profile").text
    late = tom.submit(page, address, {"title_en": "Late", "submission_key": "another"}, status=409)
    assert "Late" in late.text
    page = tom.get(address)
    for _ in range(2):
        tom.submit(page, "/remove")
    assert "Survey officer" not in tom.get("/profile").text
    with app.app_context():
        kinds = ["add", "change", "remove"]
        assert actions(cast.tom) == [f"profile.{kind}_experience" for kind in kinds]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title_en": ""}, "title_fr"),
        ({"started_on": ""}, "started_on"),
        ({"started_on": "2099-01", "ended_on": ""}, "started_on"),
        ({"started_on": "0001-01"}, "started_on"),
        ({"ended_on": "2018-01"}, "ended_on"),
    ],
)
def test_experience_that_makes_no_sense(cast, visit, typed, field):
    tom = visit(cast.tom)
    page = tom.submit(tom.get("/profile/experience/new"), "/profile/experience/new", {**NEW, **typed}, status=422)
    assert page.field_error(field)
    assert page.form("/profile/experience/new")["organization"] == "Valserre"


def test_sixty_experiences_are_the_most(world, cast, visit):
    for number in range(60):
        world.experience(cast.tom, title_en=f"Post {number}")
    tom = visit(cast.tom)
    page = tom.submit(tom.get("/profile/experience/new"), "/profile/experience/new", NEW, status=422)
    assert "A profile holds 60 experiences at most." in page.text
    assert page.form("/profile/experience/new")["organization"] == "Valserre"


def test_another_persons_experience_is_not_found(world, cast, visit):
    experience = world.experience(cast.tom, title_en="Analyst")
    ines = visit(cast.ines)
    address = f"/profile/experience/{experience.public_id}"
    ines.get(address, status=404)
    ines.post(address, {"csrf_token": ines.token(), **NEW}, status=404)
    ines.post(address + "/remove", {"csrf_token": ines.token()}, status=404)


@pytest.mark.parametrize("page", ["identity", "availability", "languages", "experience/new"])
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_form_in_both_languages(cast, visit, page, locale):
    shown = visit(cast.sofia, locale=locale).get(f"/profile/{page}")
    assert shown.root.attrib["lang"] == locale
    assert ("Enregistrer" in shown.text or "Ajouter" in shown.text) is (locale == "fr")
