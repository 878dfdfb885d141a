"""Endorsing a colleague's skill: one press, one word for each colleague, theirs to take back, its subject's to hide."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.audit import Event
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.extensions import db
from portal.talents.evidence import endorsing
from portal.talents.evidence.endorsing import Word
from portal.talents.models import Circle, SkillEvidence
from tests.mailbox import mails_written
from tests.threads import in_threads

CONTEXT = "On the timetable, from the first draft to the end."


@pytest.fixture
def sql(world):
    return world.skill("SQL")


@pytest.fixture
def held(world, cast, sql):
    """Sofia declares SQL at level 3."""
    return world.holds(cast.sofia, sql, 3)


@pytest.fixture
def profile(cast):
    return f"/talents/{cast.sofia.public_id}"


def address(held):
    return f"/talents/skills/{held.public_id}/endorsement"


def said(app):
    with app.app_context():
        rows = db.session.scalars(sa.select(SkillEvidence).order_by(SkillEvidence.id))
        return [(row.by_id, row.level, row.context, row.withdrawn_at is None, row.hidden_at is None) for row in rows]


def mails(app):
    with app.app_context():
        return mails_written()


def actions(app):
    with app.app_context():
        events = sa.select(Event.actor_id, Event.subject_id, Event.action).where(Event.action.startswith("profile."))
        return [tuple(row) for row in db.session.execute(events.order_by(Event.id))]


def test_one_press_endorses_at_the_level_declared(app, visit, cast, held, profile):
    ines = visit(cast.ines)
    page = ines.get(profile)
    done = ines.submit(page, address(held))
    page = ines.get(done.location)
    assert "You endorsed “SQL” of Sofia Marchetti at the level “masters”. They were told." in page.text
    assert "Endorsed by 1 colleague" in page.text
    assert "Endorsed “masters” on" in page.text
    assert said(app) == [(cast.ines.id, 3, "", True, True)]
    assert actions(app) == [(cast.ines.id, cast.sofia.id, "profile.endorse_skill")]
    (mail,) = mails(app)
    assert (mail["event"], mail["to"]) == ("talents/endorsed", cast.sofia.email)
    assert "Inès Carvalho endorses your skill “SQL”" in mail["subject"]
    own = visit(cast.sofia).get("/profile")
    assert "Inès Carvalho · endorsed “SQL”" in own.text
    assert "level 3 of 4" in own.text


def test_the_notice_names_the_skill_as_its_reader_does(visit, cast, world):
    held = world.holds(cast.sofia, world.skill("Data analysis", label_fr="Analyse de données"), 3)
    ines = visit(cast.ines, locale="fr")
    ines.submit(ines.get(f"/talents/{cast.sofia.public_id}"), address(held))
    assert "votre compétence « Analyse de données »" in visit(cast.sofia, locale="fr").get("/notices").text
    assert "endorses your skill “Data analysis”" in visit(cast.sofia, locale="en").get("/notices").text


def test_a_word_and_another_level(app, visit, cast, held, profile):
    ines = visit(cast.ines)
    page = ines.get(ines.get(profile).links()["Endorse at another level, or with a word: SQL"])
    assert "Sofia Marchetti says: “masters”." in page.text
    assert page.form(address(held))["level"] == "3"
    ines.submit(page, address(held), {"level": "4", "context": f"  {CONTEXT}\n"})
    assert said(app) == [(cast.ines.id, 4, CONTEXT, True, True)]
    assert CONTEXT in mails(app)[0]["body"]
    page = visit(cast.theo, locale="fr").get(profile)
    assert CONTEXT in page.text
    assert next(page.find("blockquote")).attrib["lang"] == "en"
    assert "niveau 3 sur 4" in page.text, "a word changes no level"


def test_sending_twice_endorses_once(app, visit, cast, held, profile):
    ines = visit(cast.ines)
    page = ines.get(profile)
    for _ in range(2):
        ines.submit(page, address(held))
    assert len(said(app)) == len(mails(app)) == 1


def test_changing_and_taking_back(app, visit, cast, held, profile):
    ines = visit(cast.ines)
    ines.submit(ines.get(profile), address(held))
    page = ines.get(ines.get(profile).links()["You endorse it: change SQL"])
    ines.submit(page, address(held), {"level": "2"})
    assert said(app) == [(cast.ines.id, 2, "", True, True)]
    assert len(mails(app)) == 1, "one mail a day from each colleague"
    done = ines.submit(ines.get(address(held)), "/withdraw")
    page = ines.get(done.location)
    assert "Nobody reads your endorsement of “SQL” any more." in page.text
    assert "Declared" in page.text
    assert "Endorsed" not in page.text
    own = visit(cast.sofia).get("/profile").text
    assert "Inès Carvalho · took back their endorsement of “SQL”" in own
    ines.submit(ines.get(profile), address(held))
    assert said(app) == [(cast.ines.id, 3, "", True, True)]


def test_a_mail_tells_of_the_first_one_of_a_day(app, visit, cast, world, held, profile):
    world.holds(cast.sofia, world.skill("Python"), 2)
    lea = world.holds(cast.lea, world.skill("Excel"), 2)
    ines = visit(cast.ines)
    page = ines.get(profile)
    ines.submit(page, address(held))
    other = next(form for form in page.links().values() if form.endswith("/endorsement") and form != address(held))
    done = ines.submit(page, other)
    assert "Their profile says it." in ines.get(done.location).text
    ines.submit(ines.get(f"/talents/{cast.lea.public_id}"), address(lea))
    assert [mail["to"] for mail in mails(app)] == [cast.sofia.email, cast.lea.email]
    with clock.at(clock.now() + timedelta(days=2)), app.test_request_context():
        endorsing.endorse_skill(cast.ines.person(), held.public_id, Word(4))
    assert "changed their endorsement" in mails(app)[2]["subject"]


def test_a_stale_form_shows_what_stands_and_keeps_what_was_typed(app, visit, cast, held, profile):
    ines = visit(cast.ines)
    early = ines.get(address(held))
    ines.submit(ines.get(profile), address(held))
    late = ines.submit(early, address(held), {"level": "1", "context": CONTEXT}, status=409)
    assert "Your endorsement changed a moment ago" in late.text
    assert CONTEXT in late.text
    assert late.form(address(held))["level"] == "3"
    assert said(app) == [(cast.ines.id, 3, "", True, True)]
    ines.submit(late, address(held), {"level": "1"})
    ines.submit(late, "/withdraw", status=409)
    fresh = ines.get(address(held))
    ines.submit(fresh, "/withdraw")
    assert "changed a moment ago" in ines.submit(fresh, "/withdraw", status=409).text


@pytest.mark.parametrize(
    ("typed", "field"), [({"level": "7"}, "level"), ({"level": None}, "level"), ({"context": "x" * 201}, "context")]
)
def test_what_is_wrong_is_said_at_its_field(app, visit, cast, held, typed, field):
    ines = visit(cast.ines)
    page = ines.submit(ines.get(address(held)), address(held), {"context": CONTEXT, **typed}, status=422)
    assert page.field_error(field)
    assert page.form(address(held))["context"] == typed.get("context", CONTEXT)
    assert said(app) == []


def test_who_may(app, visit, cast, world, held, profile):
    """Any employee, and whoever was on a mission with the person; never oneself."""
    sofia, theo = visit(cast.sofia), visit(cast.theo)
    sofia.get(address(held), status=403)
    sofia.post(address(held), {"csrf_token": sofia.token("/account"), "level": "4", "version": "0"}, status=403)
    theo.get(address(held), status=403)
    assert "Endorse" not in theo.get(profile).text
    assert "Endorse" not in sofia.get(profile).text
    mission = world.mission(places=2)
    world.application(mission, cast.sofia, state=ApplicationState.CONFIRMED)
    applied = world.application(mission, cast.theo)
    theo.get(address(held), status=403)
    with app.app_context(), transaction():
        applied.load().state = ApplicationState.DECLINED
    theo.get(address(held), status=403)
    world.seated(world.mission(co_owner=cast.claire), cast.lila)
    visit(cast.lila).get(address(held), status=403)
    world.application(mission, cast.lila, state=ApplicationState.COMPLETED)
    lila = visit(cast.lila)
    lila.submit(lila.get(profile), address(held))
    assert [by for by, *_ in said(app)] == [cast.lila.id]
    assert theo.query_count <= 15


def test_what_is_not_there(app, visit, cast, held):
    ines = visit(cast.ines)
    ines.get("/talents/skills/nothing/endorsement", status=404)
    page = ines.get(address(held))
    sofia = visit(cast.sofia)
    sofia.submit(sofia.get("/profile"), "/remove")
    ines.submit(page, address(held), status=404)
    assert said(app) == []


def test_nobody_endorses_who_has_left(app, visit, cast, held):
    ines = visit(cast.ines)
    with app.app_context(), transaction():
        cast.sofia.person().left_on = date(2024, 1, 1)
    ines.get(address(held), status=404)


def test_a_day_has_its_limit(app, visit, cast, world, held):
    with app.test_request_context():
        ines = cast.ines.person()
        for _ in range(endorsing.MOST_A_DAY):
            endorsing.endorse_skill(ines, held.public_id, Word(2))
    browser = visit(cast.ines)
    page = browser.submit(browser.get(address(held)), address(held), {"context": CONTEXT}, status=422)
    assert "You endorsed 20 skills in the last 24 hours." in page.text
    assert page.form(address(held))["context"] == CONTEXT
    with clock.at(clock.now() + timedelta(days=2)), app.test_request_context():
        endorsing.endorse_skill(cast.ines.person(), held.public_id, Word(3))
    assert said(app) == [(cast.ines.id, 3, "", True, True)]


def test_what_was_said_is_hidden_never_deleted(app, visit, cast, held, profile):
    ines, sofia = visit(cast.ines), visit(cast.sofia)
    ines.submit(ines.get(address(held)), address(held), {"context": CONTEXT})
    page = sofia.get("/profile")
    assert CONTEXT in page.text
    page = sofia.get(sofia.submit(page, "/hide").location)
    assert "What Inès Carvalho said is hidden." in page.text
    assert "hidden by you" in page.text
    assert "You · hid an endorsement of “SQL”" in page.text
    assert "Endorsed by" not in page.text
    assert CONTEXT not in visit(cast.claire).get(profile).text
    mine = ines.get(profile)
    assert CONTEXT in mine.text
    assert "hidden from their profile: only the two of you read it" in mine.text
    form = ines.get(address(held))
    assert "Sofia Marchetti does not show it on their profile." in form.text
    done = ines.submit(form, address(held), {"level": "4"})
    assert "is kept. Sofia Marchetti does not show it" in ines.get(done.location).text
    assert said(app) == [(cast.ines.id, 4, CONTEXT, True, False)]
    assert len(mails(app)) == 1, "who hides it hears no more of it"
    page = sofia.get(sofia.submit(sofia.get("/profile"), "/show").location)
    assert "is on your profile again" in page.text
    assert CONTEXT in visit(cast.claire).get(profile).text


def test_taking_back_and_saying_again_does_not_show_what_is_hidden(app, visit, cast, held, profile):
    ines, sofia = visit(cast.ines), visit(cast.sofia)
    ines.submit(ines.get(profile), address(held))
    page = sofia.get("/profile")
    sofia.submit(page, "/hide")
    ines.submit(ines.get(address(held)), "/withdraw")
    sofia.submit(page, "/hide", status=404)
    ines.submit(ines.get(profile), address(held))
    assert said(app) == [(cast.ines.id, 3, "", True, False)]


@pytest.mark.parametrize("circle", [Circle.SELF, Circle.OWNERS])
def test_who_reads_the_skills_no_more_takes_their_word_back(app, visit, world, cast, held, profile, circle):
    ines, theo = visit(cast.ines), visit(cast.theo)
    ines.submit(ines.get(address(held)), address(held), {"context": CONTEXT})
    late = ines.get(address(held))
    world.profile(cast.sofia, skills_circle=circle)
    ines.get(address(held), status=404)
    page = ines.get(profile)
    assert "You endorsed skills that Sofia Marchetti no longer shows you." in page.text
    assert "SQL Endorsed “masters” on" in page.text
    assert "SQL" not in visit(cast.claire).get(profile).text
    with app.app_context(), transaction() as session:
        session.delete(held.load())
    assert ines.get(profile).text == page.text, "whether the skill is still held is not for them to know"
    page = ines.get(ines.submit(page, "/withdraw").location)
    assert "Nobody reads your endorsement of “SQL” any more." in page.text
    assert "no longer shows you" not in page.text
    assert said(app) == [(cast.ines.id, 3, CONTEXT, False, True)]
    ines.submit(late, "/withdraw", status=409)
    withdrawal = next(form.attrib["action"] for form in late.find("form") if "/withdraw" in form.attrib["action"])
    theo.post(withdrawal, {"csrf_token": theo.token()}, status=404)


def test_an_external_takes_their_word_back_after_the_place_was_released(app, visit, world, cast, held, profile):
    mission = world.mission(places=2)
    application = world.application(mission, cast.theo, state=ApplicationState.CONFIRMED)
    world.application(mission, cast.sofia, state=ApplicationState.CONFIRMED)
    theo = visit(cast.theo)
    theo.submit(theo.get(profile), address(held))
    page = theo.get(address(held))
    with app.app_context(), transaction():
        application.load().state = ApplicationState.DECLINED
    theo.get(address(held), status=403)
    theo.submit(page, "/withdraw")
    assert said(app) == [(cast.theo.id, 3, "", False, True)]


def test_only_its_subject_hides_it(app, visit, cast, held, profile):
    ines = visit(cast.ines)
    ines.submit(ines.get(profile), address(held))
    with app.app_context():
        public_id = db.session.scalar(sa.select(SkillEvidence.public_id))
    for who in (cast.ines, cast.theo):
        browser = visit(who)
        browser.post(f"/profile/endorsements/{public_id}/hide", {"csrf_token": browser.token("/account")}, status=404)


def test_the_same_colleague_twice_at_once_leaves_one_word(app, cast, held):
    start, outcomes = Barrier(2), []

    def endorse(level):
        with app.test_request_context():
            ines = cast.ines.person()
            start.wait(timeout=30)
            try:
                endorsing.endorse_skill(ines, held.public_id, Word(level), version=0)
                outcomes.append("endorsed")
            except Conflict:
                outcomes.append("conflict")

    in_threads(partial(endorse, level) for level in (2, 4))
    assert sorted(outcomes) == ["conflict", "endorsed"]
    assert len(said(app)) == len(mails(app)) == 1


def test_two_who_endorse_each_other_do_not_wait_for_ever(app, cast, world, held):
    other = world.holds(cast.ines, world.skill("Python"), 2)
    mission = world.mission(places=2)
    for someone in (cast.sofia, cast.ines):
        world.application(mission, someone, state=ApplicationState.CONFIRMED)
    start, failures = Barrier(2), []

    def endorse(pair):
        with app.test_request_context():
            person = pair[0].person()
            start.wait(timeout=30)
            try:
                endorsing.endorse_skill(person, pair[1].public_id, Word(3), version=0)
            except Exception as error:
                failures.append(error)

    in_threads(partial(endorse, pair) for pair in ((cast.ines, held), (cast.sofia, other)))
    assert failures == []
    assert len(said(app)) == 2


def test_few_queries(visit, cast, world, held, profile):
    ines = visit(cast.ines)
    ines.submit(ines.get(profile), address(held))
    ines.get(profile)
    assert ines.query_count <= 13, ines.queries
    ines.get(address(held))
    assert ines.query_count <= 8, ines.queries


def test_in_french(visit, cast, held, profile):
    ines = visit(cast.ines, locale="fr")
    page = ines.get(address(held))
    assert "Elle traite les cas difficiles, et l’on vient la voir." in page.text
    page = ines.get(ines.submit(page, address(held)).location)
    assert "Recommandée par 1 collègue" in page.text
