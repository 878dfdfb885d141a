"""Who looked at what is not open to everyone: noted once a day, read by the person alone."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pysqlite3.dbapi2 as sqlite
import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.talents.looks import services
from portal.talents.looks.models import ProfileLook
from portal.talents.models import Circle, Section
from portal.talents.visibility import Quality
from tests.request.talents.seen import narrow, scene


def rows(app):
    with app.app_context():
        return [
            (row.reader_id, row.section, row.quality, row.mission_id)
            for row in db.session.scalars(sa.select(ProfileLook).order_by(ProfileLook.id))
        ]


@pytest.fixture
def seen(world, cast):
    found = scene(world, cast, "tom")
    narrow(world, found.person, Circle.OWNERS, Section.SUMMARY, Section.SKILLS)
    return found


def test_a_reader_a_section_and_a_day_make_a_row(app, visit, cast, seen):
    address = f"/talents/{cast.tom.public_id}"
    for name in ("nadia", "helene", "karim"):
        reader = visit(getattr(cast, name))
        for _ in range(2):
            reader.get(address)
    found = rows(app)
    both = (Section.SKILLS, Section.SUMMARY)
    assert found == [
        *((cast.nadia.id, section, Quality.MANAGER, None) for section in both),
        *((cast.helene.id, section, Quality.HR, None) for section in both),
        *((cast.karim.id, section, Quality.OWNER, seen.mission.id) for section in both),
    ]
    with app.app_context(), clock.at(clock.now() + timedelta(days=1)):
        assert services.looks_to_note(cast.nadia.person(), _sight(cast, "nadia"))


def _sight(cast, name):
    from portal.talents.queries import read_profile

    return {cast.tom.id: read_profile(getattr(cast, name).person(), cast.tom.person(), "en").sight}


def test_what_everyone_reads_and_what_nobody_reads_is_not_noted(app, visit, cast, seen):
    for name in ("ines", "adele", "paul", "theo"):
        visit(getattr(cast, name)).get(f"/talents/{cast.tom.public_id}")
    tom = visit(cast.tom)
    for address in ("/profile", f"/talents/{cast.tom.public_id}?as=hr", "/profile/cv", "/profile/looks"):
        tom.get(address)
    assert rows(app) == []


def test_the_pages_of_those_who_choose_and_decide_are_noted(app, world, visit, cast, seen):
    narrow(world, cast.tom, Circle.OWNERS, Section.AVAILABILITY)
    karim = visit(cast.karim)
    karim.get(f"/missions/{seen.mission.public_id}/applications")
    assert rows(app) == [(cast.karim.id, Section.SKILLS, Quality.OWNER, seen.mission.id)]
    karim.get(f"/applications/{seen.application.public_id}")
    assert rows(app)[1:] == [(cast.karim.id, Section.AVAILABILITY, Quality.OWNER, seen.mission.id)]
    visit(cast.marc).get("/desk")
    assert [row[:3] for row in rows(app)[2:]] == [(cast.marc.id, Section.SKILLS, Quality.DECIDER)]


def test_a_pause_read_on_the_desk_is_a_look_at_the_availability(app, world, visit, cast, seen):
    narrow(world, cast.tom, Circle.INSIDE, Section.SKILLS)
    narrow(world, cast.tom, Circle.RESPONSIBLE, Section.AVAILABILITY)
    visit(cast.marc).get("/desk")
    assert rows(app) == [], "no pause, nothing read"
    world.pause(cast.tom, -1, 30)
    assert "Tom announced a pause" in visit(cast.marc).get("/desk").text
    assert [row[:3] for row in rows(app)] == [(cast.marc.id, Section.AVAILABILITY, Quality.DECIDER)]


def test_a_photo_is_looked_at_too(app, world, visit, cast, seen):
    narrow(world, cast.tom, Circle.RESPONSIBLE, Section.PHOTO)
    visit(cast.nadia).client.get(f"/talents/{cast.tom.public_id}/photo")
    visit(cast.ines).client.get(f"/talents/{cast.tom.public_id}/photo")
    assert rows(app) == [(cast.nadia.id, Section.PHOTO, Quality.MANAGER, None)]


def test_the_person_reads_who_looked_and_nobody_else(app, world, visit, cast, seen):
    for name in ("nadia", "karim"):
        visit(getattr(cast, name)).get(f"/talents/{cast.tom.public_id}")
    page = visit(cast.tom).get("/profile/looks")
    for words in ("2 looks", "Nadia Benali", "as your manager", "Karim Haddad", "as an owner of “Flowword”"):
        assert words in page.text
    assert "Summary, Skills" in page.text
    table = visit(cast.tom).client.get("/profile/looks.csv").get_data(as_text=True).lstrip("\ufeff")
    found = {row["Who"]: row for row in csv.DictReader(io.StringIO(table))}
    assert found["Nadia Benali"]["Sections"] == "Summary, Skills"
    assert found["Karim Haddad"]["Day"] == clock.today().isoformat()
    for name in ("nadia", "adele", "helene"):
        assert "Nobody looked" in visit(getattr(cast, name)).get("/profile/looks").text
    assert "Tom keeps part of this to some people" in visit(cast.nadia).get(f"/talents/{cast.tom.public_id}").text


def test_in_french(visit, cast, seen):
    visit(cast.nadia).get(f"/talents/{cast.tom.public_id}")
    page = visit(cast.tom, locale="fr").get("/profile/looks")
    assert "Qui a regardé" in page.text
    assert "en tant que manager" in page.text


def test_an_owner_loses_sight_with_the_end_of_the_application(app, visit, cast, seen):
    with app.app_context(), transaction():
        seen.application.load().state = ApplicationState.WITHDRAWN
    page = visit(cast.karim).get(f"/talents/{cast.tom.public_id}")
    assert "Summaryword" not in page.html
    assert rows(app) == []


def test_it_is_kept_for_twelve_months(app, visit, cast, seen):
    visit(cast.nadia).get(f"/talents/{cast.tom.public_id}")
    with app.app_context():
        for days, left in ((364, 2), (366, 0)):
            with clock.at(clock.now() + timedelta(days=days)):
                services.forget_old()
            assert len(rows(app)) == left


def test_two_answers_at_once_write_one_row(app, cast, seen):
    with app.app_context():
        looks = services.looks_to_note(cast.nadia.person(), _sight(cast, "nadia"))
        services.note_looks(looks)
        services.note_looks(looks)
    assert len(rows(app)) == 2


def test_a_busy_database_costs_the_note_and_not_the_page(app, visit, cast, seen, monkeypatch, caplog):
    def busy():
        raise sa.exc.OperationalError("BEGIN", None, sqlite.OperationalError("database is locked"))

    nadia = visit(cast.nadia)
    monkeypatch.setattr(services, "transaction", busy)
    assert "Summaryword" in nadia.get(f"/talents/{cast.tom.public_id}").html
    assert "looks not noted" in caplog.text
    assert rows(app) == []
