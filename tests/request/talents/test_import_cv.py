"""Bringing in a file one has: read, shown beside the profile, taken line by line, undone."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from portal.core import clock
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.talents.cv import services
from portal.talents.cv.models import ProfileImport
from portal.talents.models import Experience, HeldSkill, Profile, SkillEvidence, SpokenLanguage, SpokenLevel

RESUME = {
    "basics": {"name": "Tom Lefèvre", "label": "Analyst", "summary": "Counts.\n\nThen explains."},
    "work": [
        {
            "name": "Valserre",
            "position": "Survey officer",
            "startDate": "2019-02",
            "endDate": "2021-08",
            "summary": "Surveys of passengers.",
            "highlights": ["Forty stations"],
        },
        {"name": "Merane", "position": "Analyst", "startDate": "2021-09-06"},
        {"name": "Somewhere", "position": "Undated"},
    ],
    "education": [{"institution": "Lyon 2"}],
    "skills": [{"name": "SQL", "level": "Masters"}, {"name": "Data", "keywords": ["Tableau de bord", "Alchemy"]}],
    "languages": [{"language": "Italian", "fluency": "B2"}, {"language": "Klingon", "fluency": "fluent"}],
}


def send(browser, content, name="resume.json", *, lang="en", status=303):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    """Send a file as the form does (encoded in memory: the client would leave a large file open)."""
    file = FileStorage(io.BytesIO(data), filename=name)
    values = {**browser.get("/profile/import").form("/import"), "file": file, "lang": lang}
    body, _length, boundary = stream_encode_multipart(values, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.post("/profile/import", body.read(), status=status, content_type=kind)


def preview(browser, content=RESUME, name="resume.json", **options):
    """Send a file and open its preview: its address, and the page."""
    address = send(browser, content, name, **options).location
    return address, browser.get(address)


def actions(someone) -> list[str]:
    rows = sa.select(Event.action).where(Event.subject_type == "person", Event.subject_id == someone.id)
    return list(db.session.scalars(rows.order_by(Event.id)))


@pytest.fixture
def library(world):
    return {"sql": world.skill("SQL"), "board": world.skill("Dashboards", "Tableau de bord")}


def test_a_preview_writes_nothing(app, cast, visit, library):
    address, page = preview(visit(cast.tom))
    for said in ("Survey officer · Valserre", "February 2019 – August 2021", "• Forty stations", "SQL", "Dashboards"):
        assert said in page.text
    assert "“Tableau de bord” in the file" in page.text
    assert "The file does not say when it started." in page.text
    assert "Klingon" in page.text
    assert "education" in page.text
    assert page.links()["Alchemy"].endswith("/profile/skills/new?label=Alchemy")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Experience)) == 0
        assert db.session.get(Profile, cast.tom.id) is None
        assert actions(cast.tom) == []
    assert page.form(address)["take"] == [
        "text-headline_en",
        "text-summary_en",
        "occupation-0",
        "occupation-1",
        f"skill-{library['sql'].public_id}",
        "language-it",
    ]


def test_what_is_checked_is_taken_once(app, cast, visit, library):
    tom = visit(cast.tom)
    address, page = preview(tom)
    for _ in range(2):
        done = tom.submit(page, address)
    page = tom.get(done.location)
    assert "6 lines are on your profile." in page.text
    assert "took lines from a file (6)" in page.text
    with app.app_context():
        profile = db.session.get_one(Profile, cast.tom.id)
        assert (profile.headline_en, profile.summary_en) == ("Analyst", "Counts.\n\nThen explains.")
        first, second = db.session.scalars(sa.select(Experience).order_by(Experience.started_on))
        assert (first.started_on, first.ended_on) == (date(2019, 2, 1), date(2021, 8, 31))
        assert first.summary_en == "Surveys of passengers.\n\n• Forty stations"
        assert (second.title_en, second.title_fr, second.ended_on) == ("Analyst", "", None)
        (held,) = db.session.scalars(sa.select(HeldSkill))
        assert (held.skill_id, held.level) == (library["sql"].id, 3)
        assert db.session.scalar(sa.select(SkillEvidence.level)) == 3
        assert db.session.scalar(sa.select(SpokenLanguage.level)) is SpokenLevel.B2
        assert actions(cast.tom) == ["profile.import"]
        assert db.session.scalar(sa.select(ProfileImport)).resume == {}


def test_only_what_is_checked_is_taken(app, cast, visit, library):
    tom = visit(cast.tom)
    address, page = preview(tom)
    tom.submit(page, address, {"take": ["language-it"]})
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Experience)) == 0
        assert db.session.scalar(sa.select(SpokenLanguage.code)) == "it"


def test_nothing_chosen_is_said(cast, visit, library):
    tom = visit(cast.tom)
    address, page = preview(tom)
    page = tom.submit(page, address, {"take": None}, status=422)
    assert "Nothing is chosen yet" in page.text
    assert "take" not in page.form(address)


def test_a_skill_is_taken_with_a_level(app, cast, visit, library):
    tom = visit(cast.tom)
    key = f"skill-{library['board'].public_id}"
    address, page = preview(tom)
    page = tom.submit(page, address, {"take": [key]}, status=422)
    assert page.field_error(key) == "Choose a level, or leave this line out."
    assert page.form(address)["take"] == key
    tom.submit(page, address, {f"level-{key}": "2"})
    with app.app_context():
        assert db.session.scalar(sa.select(HeldSkill.level)) == 2


def test_nothing_is_overwritten_unless_the_file_is_preferred(app, world, cast, visit, library):
    world.profile(cast.tom, headline_en="Mine")
    world.holds(cast.tom, library["sql"], level=2)
    world.speaks(cast.tom, "it", SpokenLevel.A2)
    world.experience(cast.tom, title_en="Officer", organization="Valserre", started_on=date(2019, 2, 1), ended_on=None)
    tom = visit(cast.tom)
    address, page = preview(tom)
    assert page.form(address)["use-text-headline_en"] == "mine"
    assert "Last month: August 2021" in page.text
    tom.submit(page, address, {"take": ["text-summary_en"]})
    with app.app_context():
        profile = db.session.get_one(Profile, cast.tom.id)
        assert (profile.headline_en, profile.summary_en) == ("Mine", "Counts.\n\nThen explains.")
        assert db.session.scalar(sa.select(HeldSkill.level)) == 2
    address, page = preview(tom)
    theirs = {name: "theirs" for name in page.form(address) if name.startswith("use-")}
    assert len(theirs) == 4
    tom.submit(page, address, {"take": None, **theirs})
    with app.app_context():
        db.session.expire_all()
        assert db.session.get_one(Profile, cast.tom.id).headline_en == "Analyst"
        (experience,) = db.session.scalars(sa.select(Experience))
        assert (experience.title_en, experience.ended_on) == ("Survey officer", date(2021, 8, 31))
        assert db.session.scalar(sa.select(HeldSkill.level)) == 3
        assert db.session.scalar(sa.select(SpokenLanguage.level)) is SpokenLevel.B2
    tom.submit(tom.get("/profile/import"), "/undo")
    with app.app_context():
        (experience,) = db.session.scalars(sa.select(Experience))
        assert (experience.title_en, experience.ended_on) == ("Officer", None)
        assert db.session.get_one(Profile, cast.tom.id).headline_en == "Mine"
        assert db.session.scalar(sa.select(HeldSkill.level)) == 2
        assert db.session.scalar(sa.select(SpokenLanguage.level)) is SpokenLevel.A2


def test_undoing_leaves_what_changed_since(app, cast, visit, library):
    tom = visit(cast.tom)
    address, page = preview(tom)
    tom.submit(page, address)
    with app.app_context():
        first = db.session.scalar(sa.select(Experience).order_by(Experience.started_on))
        edit = f"/profile/experience/{first.public_id}"
    tom.submit(tom.get(edit), edit, {"title_en": "Chief survey officer"})
    page = tom.get("/profile/import")
    for _ in range(2):
        done = tom.submit(page, "/undo")
    assert "1 line had changed since" in tom.get(done.location).text
    with app.app_context():
        assert list(db.session.scalars(sa.select(Experience.title_en))) == ["Chief survey officer"]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(HeldSkill)) == 0
        assert db.session.get_one(Profile, cast.tom.id).headline_en == ""
        assert actions(cast.tom) == ["profile.import", "profile.change_experience", "profile.undo_import"]
    assert "Undo it" not in tom.get("/profile/import").text


def test_a_profile_that_changed_meanwhile_is_a_conflict(app, world, cast, visit, library):
    world.profile(cast.tom, headline_en="Before")
    tom = visit(cast.tom)
    address, page = preview(tom)
    tom.submit(tom.get("/profile/identity"), "/profile/identity", {"headline_en": "Meanwhile"})
    late = tom.submit(page, address, {"use-text-headline_en": "theirs"}, status=409)
    assert "Your profile changed meanwhile." in late.text
    assert "Meanwhile" in late.text
    tom.submit(late, address, {"use-text-headline_en": "theirs"})
    with app.app_context():
        assert db.session.get_one(Profile, cast.tom.id).headline_en == "Analyst"


def test_a_file_put_aside_is_gone(app, cast, visit, library):
    tom = visit(cast.tom)
    address, page = preview(tom)
    tom.submit(page, "/discard")
    tom.get(address, status=404)
    tom.post(f"{address}/discard", {"csrf_token": tom.token()}, status=404)
    tom.post(address, {"csrf_token": tom.token(), "take": "language-it"}, status=404)
    with app.app_context():
        assert db.session.scalar(sa.select(ProfileImport)) is None


def test_another_persons_file_is_not_found(app, cast, visit, library):
    tom, ines = visit(cast.tom), visit(cast.ines)
    address, _ = preview(tom)
    ines.get(address, status=404)
    ines.post(address, {"csrf_token": ines.token(), "take": "language-it"}, status=404)
    ines.post(f"{address}/undo", {"csrf_token": ines.token()}, status=404)
    ines.post(f"{address}/discard", {"csrf_token": ines.token()}, status=404)
    tom.get(address)
    visit().get(address, status=302)


def test_what_waits_too_long_is_forgotten(app, cast, visit, library):
    tom = visit(cast.tom)
    address, page = preview(tom)
    with app.app_context():
        with transaction() as session:
            session.execute(sa.update(ProfileImport).values(created_at=clock.now() - timedelta(hours=25)))
        services.forget_old()
        assert db.session.scalar(sa.select(ProfileImport)) is None
    tom.get(address, status=404)
    tom.submit(page, address, status=404)


def test_sixty_skills_are_the_most(world, cast, visit):
    for number in range(60):
        world.holds(cast.tom, world.skill(f"Skill {number}"))
    world.skill("SQL")
    tom = visit(cast.tom)
    address, page = preview(tom, {"skills": [{"name": "SQL", "level": "expert"}]})
    page = tom.submit(page, address, status=422)
    assert "A profile holds 60 skills at most." in page.text


def test_sixty_experiences_are_the_most(world, cast, visit):
    for number in range(58):
        world.experience(cast.tom, title_en=f"Post {number}", started_on=date(1960 + number, 1, 1))
    tom = visit(cast.tom)
    address, page = preview(tom)
    tom.submit(page, address)
    work = [{"position": "Another", "startDate": "2020-01"}]
    address, page = preview(tom, {"work": work})
    page = tom.submit(page, address, status=422)
    assert "A profile holds 60 experiences at most." in page.text


def test_a_file_that_says_what_the_profile_says_leaves_nothing_to_take(cast, visit, library):
    tom = visit(cast.tom)
    address, page = preview(tom)
    tom.submit(page, address)
    page = tom.get(send(tom, {"work": RESUME["work"][:2], "skills": [{"name": "sql"}]}).location)
    assert "Nothing to take" in page.text
    assert "3 lines say what your profile already says." in page.text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.json", "empty"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.json", "larger than 5 MB"),
        (b"%PDF-1.7", "cv.pdf", ".json, .xml or .csv"),
        (b"%PDF-1.7", "cv.csv", "not a table"),
        (b"<a/>", "cv.json", "not JSON"),
        (b"{}", "cv.xml", "not XML"),
        (b"<a/>", "cv.xml", "not a Europass CV"),
        (b"<SkillsPassport/>", "cv.xml", "Nothing in this file"),
        (b"<SkillsPassport>me</SkillsPassport>", "cv.xml", "Nothing in this file"),
        (b"[1]", "cv.json", "is a list"),
        (b'{"a": 1}', "cv.json", "neither a JSON Resume nor"),
        (b'{"work": "all"}', "cv.json", "Nothing in this file"),
        (b'{"work": [', "cv.json", "not valid JSON"),
        ('{"basics": {"label": "é"}}'.encode("latin-1"), "cv.json", "not in UTF-8"),
        (b'{"work":' + b"[" * 5000 + b"]" * 5000 + b"}", "cv.json", "nested too deep"),
        (b"<a>" * 5000, "cv.xml", "nested too deep"),
        (b"<a>" + b"<b/>" * 60000 + b"</a>", "cv.xml", "too many elements"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "cv.xml", "Such files are refused"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "cv.xml", "Such files are refused"),
        (b"kind;name\nskill;SQL\nwish;peace\n", "cv.csv", "Line 3"),
        (b"first,second\n", "cv.csv", "must name its columns"),
    ],
)
def test_a_hostile_or_mistaken_file_is_refused_at_its_field(cast, visit, content, name, sentence):
    page = send(visit(cast.tom), content, name, status=422)
    assert sentence in page.field_error("file")


def test_no_file_at_all(cast, visit):
    tom = visit(cast.tom)
    page = tom.submit(tom.get("/profile/import"), "/import", {"lang": "en"}, status=422)
    assert page.field_error("file") == "Choose a file."


def test_the_example_is_a_table_that_can_be_sent(app, cast, visit, library):
    tom = visit(cast.tom, locale="fr")
    example = tom.get("/profile/import/example.csv").response.get_data()
    address, page = preview(tom, example, "mes-competences.csv", lang="fr")
    assert "Chargée d’études · Valserre" in page.text
    tom.submit(page, address)
    with app.app_context():
        assert set(db.session.scalars(sa.select(Experience.title_fr))) == {"Chargée d’études", "Analyste"}


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_page_in_both_languages(cast, visit, library, locale):
    sofia = visit(cast.sofia, locale=locale)
    page = sofia.get("/profile/import")
    assert page.root.attrib["lang"] == locale
    _address, page = preview(sofia)
    assert ("Rien n’est encore écrit" in page.text) is (locale == "fr")
    assert page.root.attrib["lang"] == locale
