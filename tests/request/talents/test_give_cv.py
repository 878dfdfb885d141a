"""One's CV going out: the sheet, the PDF, the JSON Resume, and a round trip that loses nothing."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import sqlalchemy as sa

from portal.core.i18n import speaking
from portal.extensions import db
from portal.talents.cv.reading.words import language_code, level_of, spoken_level
from portal.talents.labels import LANGUAGES, LEVEL_WORD, SPOKEN
from portal.talents.models import Experience, HeldSkill, Profile, SpokenLanguage, SpokenLevel
from portal.talents.wording import language_name
from tests.request.talents.test_import_cv import preview, send

SCHEMA_DATE = re.compile(r"[1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]")


@pytest.fixture
def filled(world, cast):
    """Tom's profile, in two languages where he wrote two."""
    world.profile(
        cast.tom,
        headline_fr="Analyste",
        headline_en="Analyst",
        summary_fr="Je compte.\n\nJ’explique.",
    )
    world.experience(
        cast.tom,
        title_fr="Chargé d’études",
        title_en="Survey officer",
        organization="Valserre",
        started_on=date(2019, 2, 1),
        ended_on=date(2021, 8, 31),
        summary_fr="Enquêtes.\n\n• Quarante gares\n\n• Deux <rapports>",
    )
    world.experience(cast.tom, title_en="Analyst", organization="Merane", started_on=date(2021, 9, 6), ended_on=None)
    world.holds(cast.tom, world.skill("Data modelling", "Modélisation de données"), level=3)
    world.holds(cast.tom, world.skill("SQL"), level=2)
    world.speaks(cast.tom, "fr", SpokenLevel.NATIVE)
    world.speaks(cast.tom, "it", SpokenLevel.B1)


def held(someone) -> dict[str, object]:
    """Everything that a profile holds and a JSON Resume has."""
    profile = db.session.get(Profile, someone.id)
    names = ("title_fr", "title_en", "organization", "started_on", "ended_on", "summary_fr", "summary_en")
    rows = db.session.scalars(
        sa.select(Experience).where(Experience.person_id == someone.id).order_by(Experience.started_on)
    )
    return {
        "texts": [getattr(profile, f"{name}_{lang}") for name in ("headline", "summary") for lang in ("fr", "en")],
        "experience": [[getattr(row, name) for name in names] for row in rows],
        "skills": sorted(
            map(
                tuple,
                db.session.execute(
                    sa.select(HeldSkill.skill_id, HeldSkill.level).where(HeldSkill.person_id == someone.id)
                ),
            )
        ),
        "languages": sorted(
            map(
                tuple,
                db.session.execute(
                    sa.select(SpokenLanguage.code, SpokenLanguage.level).where(SpokenLanguage.person_id == someone.id)
                ),
            )
        ),
    }


def exported(browser, lang) -> dict:
    response = browser.get(f"/profile/cv.json?lang={lang}").response
    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''cv-tom-lefevre-{lang}.json"
    return json.loads(response.get_data())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_round_trip_loses_nothing(app, cast, visit, filled, lang):
    tom, lea = visit(cast.tom), visit(cast.lea)
    document = exported(tom, lang)
    address, page = preview(lea, document, lang="en")
    lea.submit(page, address)
    with app.app_context():
        assert held(cast.lea) == held(cast.tom)
    again = exported_by(lea, lang)
    for one in (document, again):
        for name in ("name", "email", "location"):
            one["basics"].pop(name, None)
        one["meta"].pop("lastModified")
    assert again == document


def exported_by(browser, lang) -> dict:
    return json.loads(browser.get(f"/profile/cv.json?lang={lang}").response.get_data())


def test_the_document_keeps_to_the_schema(cast, visit, filled):
    document = exported(visit(cast.tom), "fr")
    assert set(document) == {"$schema", "basics", "work", "skills", "languages", "meta"}
    assert document["basics"]["label"] == "Analyste"
    now, before = document["work"]
    assert (before["position"], before["highlights"]) == ("Chargé d’études", ["Quarante gares", "Deux <rapports>"])
    assert "endDate" not in now
    assert all(SCHEMA_DATE.fullmatch(one["startDate"]) for one in document["work"])
    assert document["skills"][0] == {"name": "Modélisation de données", "level": "maîtrise"}
    assert document["languages"][0]["language"] == "français"
    assert re.fullmatch(r"v\d\.\d\.\d", document["meta"]["version"])


def test_a_file_read_and_given_back_keeps_what_we_hold(cast, visit, world):
    """The other way round: JSON Resume, portal, JSON Resume."""
    world.skill("SQL")
    sent = {
        "basics": {"label": "Programmer", "summary": "From Tulsa."},
        "work": [
            {
                "name": "Pied Piper",
                "position": "CEO",
                "startDate": "2013-12-01",
                "endDate": "2014-12-01",
                "summary": "Compression.",
                "highlights": ["Won a prize", "Built an algorithm"],
            }
        ],
        "skills": [{"name": "SQL", "level": "masters"}],
        "languages": [{"language": "English", "fluency": "native language"}],
    }
    lea = visit(cast.lea)
    address, page = preview(lea, sent)
    lea.submit(page, address)
    given = exported_by(lea, "en")
    for name in ("work", "skills", "languages"):
        assert given[name] == sent[name]
    assert {name: given["basics"][name] for name in ("label", "summary")} == sent["basics"]
    assert "Nothing to take" in lea.get(send(lea, given).location).text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_word_we_write_is_one_we_read(app, lang):
    with app.app_context(), speaking(lang):
        assert {level: level_of(str(word)) for level, word in LEVEL_WORD.items()} == {n: n for n in range(1, 5)}
        assert {level: spoken_level(str(words)) for level, words in SPOKEN.items()} == {n: n for n in SpokenLevel}
        assert {code: language_code(language_name(code)) for code in LANGUAGES} == {code: code for code in LANGUAGES}


def test_an_empty_profile_has_a_cv(cast, visit):
    lea = visit(cast.lea)
    assert "Léa Nguyen" in lea.get("/profile/cv").text
    assert lea.get("/profile/cv.pdf").response.get_data().startswith(b"%PDF-")
    assert exported_by(lea, "en")["basics"]["name"] == "Léa Nguyen"


def test_the_sheet_shows_what_was_chosen_in_the_language_chosen(cast, visit, filled):
    tom = visit(cast.tom)
    page = tom.get("/profile/cv")
    assert "Survey officer" in page.text
    assert cast.tom.email in page.text
    assert page.links()["Download the PDF"].startswith("/profile/cv.pdf?chosen=1&lang=en&part=summary")
    page = tom.get("/profile/cv?chosen=1&lang=fr&part=experience&part=nonsense")
    (sheet,) = page.find("article")
    assert sheet.attrib["lang"] == "fr"
    shown = " ".join("".join(sheet.itertext()).split())
    assert "Chargé d’études Valserre · février 2019 – août 2021" in shown
    assert "Quarante gares" in shown
    assert [element.attrib["lang"] for element in sheet.iter() if "lang" in element.attrib] == ["fr", "en"]
    for absent in (cast.tom.email, "Je compte", "SQL", "italien"):
        assert absent not in shown
    assert page.root.attrib["lang"] == "en"


def test_an_address_made_by_hand_is_harmless(cast, visit, filled):
    page = visit(cast.tom).get("/profile/cv?chosen=&lang=<b>&part=%00&part=summary")
    assert "Je compte." in page.text


def test_the_pdf_says_who_and_in_which_language(cast, visit, filled):
    response = visit(cast.tom).get("/profile/cv.pdf?chosen=1&lang=fr&part=experience&part=skills").response
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''cv-tom-lefevre-fr.pdf")
    body = response.get_data()
    assert b"/Lang (fr-FR)" in body
    assert b"/DisplayDocTitle true" in body
    assert b"/Outlines" in body


def test_letters_our_font_lacks_are_said_and_the_pdf_refused(world, cast, visit):
    world.profile(cast.tom, headline_en="Анализ ✓")
    tom = visit(cast.tom)
    page = tom.get("/profile/cv")
    assert "The PDF cannot write these letters: Аазилн." in page.text
    assert "Download the PDF" not in page.links()
    assert "Print the page" in tom.get("/profile/cv.pdf", status=422).text
    world.profile(cast.lea, headline_en="Ready ✓")
    visit(cast.lea).get("/profile/cv.pdf")


def test_nobody_else_reaches_it(cast, visit, filled):
    assert "Survey officer" not in visit(cast.ines).get("/profile/cv").text
    for path in ("cv", "cv.pdf", "cv.json", "import"):
        visit().get(f"/profile/{path}", status=302)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_page_in_both_languages(cast, visit, filled, locale):
    page = visit(cast.tom, locale=locale).get("/profile/cv")
    assert ("Télécharger le PDF" in page.text) is (locale == "fr")
    assert next(page.find("article")).attrib["lang"] == locale
