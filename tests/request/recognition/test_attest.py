"""The owner says what someone's part achieved."""

from __future__ import annotations

from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.errors import Conflict
from portal.extensions import db
from portal.recognition import queries, services
from portal.recognition.models import RecognitionState
from portal.talents.models import EvidenceKind, SkillEvidence
from portal.web.jinja import day
from tests.mailbox import mails_written
from tests.threads import in_threads

OUTCOME = "Twenty flows described, and a team that can go on alone."


def path(recognition):
    return f"/recognitions/{recognition.public_id}/attest"


def mails(app):
    with app.app_context():
        return [(mail["event"], mail["to"]) for mail in mails_written()]


def state(app, recognition):
    with app.app_context():
        return recognition.load().state


def test_it_is_listed_with_the_confirmed_hours(visit, world, cast, seat):
    world.time_entry(seat, -3, minutes=450, confirmed_by=cast.nadia)
    recognition = world.recognition(seat, minutes_spent=450)
    page = visit(cast.karim).get("/recognitions")
    assert "Inès Carvalho" in page.text
    assert "7.5\u00a0h confirmed" in page.html
    assert path(recognition) in page.links().values()


def test_the_owner_attests_and_everyone_is_told(app, visit, world, cast, seat, drafted, sql):
    world.time_entry(seat, -3, minutes=450, confirmed_by=cast.nadia)
    visitor = visit(cast.karim)
    page = visitor.get(path(drafted))
    form = page.form("/attest")
    assert form["hours"] == "7.5"
    assert "skills-0-is_seen" not in form
    data = {"outcome": OUTCOME, "lang": "en", "hours": "8", "skills-0-is_seen": "y", "skills-0-level": "4"}
    answer = visitor.submit(page, "/attest", data)
    sheet = visitor.get(answer.location)
    assert OUTCOME in sheet.text
    assert "Inès Carvalho and Nadia Benali were told." in sheet.text
    assert mails(app) == [
        ("recognition/attested", cast.ines.email),
        ("recognition/to_record", cast.nadia.email),
    ]
    with app.app_context():
        row = drafted.load()
        assert (row.minutes_recognised, row.minutes_spent, row.state) == (480, 450, RecognitionState.ATTESTED)
        evidence = db.session.scalars(sa.select(SkillEvidence)).one()
        assert (evidence.person_id, evidence.skill_id, evidence.level) == (cast.ines.id, sql.id, 4)
        assert (evidence.kind, evidence.by_id, evidence.mission_id) == (
            EvidenceKind.ATTESTED,
            cast.karim.id,
            row.mission_id,
        )


def test_the_co_owner_may_too(app, visit, cast, drafted):
    visitor = visit(cast.claire)
    visitor.submit(visitor.get(path(drafted)), "/attest", {"outcome": OUTCOME, "hours": "0"})
    assert state(app, drafted) is RecognitionState.ATTESTED


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("outcome", "Too short", "Between 20 and 400"),
        ("outcome", "x" * 401, "Between 20 and 400"),
        ("hours", "many", "Write hours"),
        ("hours", "3001", "Between 0 and 3,000"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(app, visit, cast, drafted, field, value, sentence):
    visitor = visit(cast.karim)
    data = {"outcome": OUTCOME, "hours": "8", "skills-1-is_seen": "y", field: value}
    page = visitor.submit(visitor.get(path(drafted)), "/attest", data, status=422)
    assert sentence in page.field_error(field)
    form = page.form("/attest")
    assert form[field] == value
    assert form["skills-1-is_seen"] == "y"
    assert state(app, drafted) is RecognitionState.DRAFTED


def test_only_skills_of_the_place_are_attested(app, visit, world, cast, drafted):
    other = world.skill("Cooking")
    visitor = visit(cast.karim)
    data = {"outcome": OUTCOME, "hours": "8", "skills-0-skill": other.public_id, "skills-0-is_seen": "y"}
    page = visitor.submit(visitor.get(path(drafted)), "/attest", data, status=422)
    assert "Choose among the skills of this place" in page.text


def test_the_weeks_that_are_not_settled_are_said(visit, world, cast, seat, drafted):
    world.time_entry(seat, -5, minutes=450, confirmed_by=cast.nadia)
    world.time_entry(seat, -4, minutes=450)
    page = visit(cast.karim).get(path(drafted))
    assert "3 planned weeks are not declared yet. 1 declared week is not confirmed yet." in page.text
    for week in (-6, -3, -2):
        world.time_entry(seat, week, minutes=450, confirmed_by=cast.nadia)
    assert "not declared yet" not in visit(cast.karim).get(path(drafted)).text


def test_the_sheet_says_as_of_which_day_the_hours_were_counted(visit, world, cast, seat):
    world.time_entry(seat, -3, minutes=450, confirmed_by=cast.nadia)
    visitor = visit(cast.karim)
    page = visitor.get(path(world.recognition(seat)))
    sheet = visitor.get(visitor.submit(page, "/attest", {"outcome": OUTCOME, "hours": "8"}).location)
    today = day(clock.today(), year=True)
    world.time_entry(seat, -2, minutes=450, confirmed_by=cast.nadia)
    assert f"Declared and confirmed by {today}: 7.5" in sheet.text


@pytest.mark.parametrize(("name", "status"), [("jade", 404), ("oscar", 404), ("ines", 403), ("nadia", 403)])
def test_others_do_not_attest(visit, cast, drafted, name, status):
    visitor = visit(getattr(cast, name))
    visitor.get(path(drafted), status=status)
    data = {"csrf_token": visitor.token("/recognitions"), "outcome": OUTCOME, "hours": "8", "lang": "en"}
    visitor.post(path(drafted), data, status=status)


def test_an_external_never_enters(visit, cast, drafted):
    visit(cast.sofia).get(path(drafted), status=403)


def test_twice_is_once(app, visit, cast, drafted):
    visitor = visit(cast.karim)
    page = visitor.get(path(drafted))
    for _ in range(2):
        visitor.submit(page, "/attest", {"outcome": OUTCOME, "hours": "8", "skills-0-is_seen": "y"})
    with app.app_context():
        assert len(db.session.scalars(sa.select(SkillEvidence)).all()) == 1


def test_the_second_owner_finds_it_done(app, visit, cast, drafted):
    first, second = visit(cast.karim), visit(cast.claire)
    page = second.get(path(drafted))
    first.submit(first.get(path(drafted)), "/attest", {"outcome": OUTCOME, "hours": "8"})
    answer = second.submit(page, "/attest", {"outcome": "Something else entirely.", "hours": "1"}, status=409)
    assert OUTCOME in answer.text
    second.get(path(drafted), status=409)


def test_two_at_once_leave_one_attestation(app, cast, drafted, sql):
    start, outcomes = Barrier(2), []

    def attest(someone):
        with app.test_request_context():
            person = someone.person()
            recognition = queries.get_visible(person, drafted.public_id)
            start.wait()
            try:
                services.attest_recognition(
                    person, recognition, outcome=OUTCOME, lang="en", minutes=60, levels={sql.id: 3}
                )
                outcomes.append("attested")
            except Conflict:
                outcomes.append("conflict")

    in_threads(partial(attest, someone) for someone in (cast.karim, cast.claire))
    assert sorted(outcomes) == ["attested", "conflict"]
    with app.app_context():
        assert len(db.session.scalars(sa.select(SkillEvidence)).all()) == 1


def test_in_french_with_few_queries(visit, cast, drafted):
    visitor = visit(cast.karim, locale="fr")
    page = visitor.get(path(drafted))
    assert "Attester un apport" in page.text
    assert page.form("/attest")["lang"] == "fr"
    assert "Formation" in page.text
    assert visitor.query_count <= 14, visitor.queries
    visitor.get("/recognitions")
    assert visitor.query_count <= 10, visitor.queries
