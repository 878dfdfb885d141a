"""An external proposes a mission; an employee sponsors it or says why not; nobody is left without an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, Mission, MissionState, Stage
from portal.missions.proposing import services
from portal.missions.proposing.models import MOST_WAITING, WAITS, MissionProposal, ProposalState
from portal.missions.workflow import mission_published
from portal.organization.workflow import person_left
from tests.ideas import IDEA
from tests.mailbox import mails_written
from tests.threads import in_threads

S = ProposalState
FORM = "/proposals/new"
MOST_STATEMENTS = 15


def typed(**changes):
    values = {
        "title": IDEA.title,
        "objective": IDEA.objective,
        "deliverables": IDEA.deliverables,
        "percent": "20",
        "first_week": IDEA.first_week.isoformat(),
        "last_week": IDEA.last_week.isoformat(),
        "sponsor": "Karim Haddad",
    }
    return {f"idea-{name}": value for name, value in (values | changes).items()}


def force(browser, path, data=None, *, status):
    return browser.post(path, {"csrf_token": browser.token("/missions"), **(data or {})}, status=status)


def count(kind):
    return db.session.scalar(sa.select(sa.func.count(kind.id)))


@pytest.fixture
def told(app):
    """Who was told what of a proposal: (name of the cast, event)."""

    def read():
        with app.app_context():
            written = [(mail["to"].partition("@")[0], mail["event"]) for mail in mails_written()]
        return sorted((to, event) for to, event in written if event.startswith("proposals/"))

    return read


@pytest.fixture
def proposed(app, cast):
    """What Sofia proposed to Karim. Its public id."""

    def make(idea=IDEA):
        with app.app_context():
            return services.propose(cast.sofia.person(), idea, sponsor_id=cast.karim.id).public_id

    return make


@pytest.fixture
def read(app):
    """A column of a proposal as it is written."""

    def column(public_id, name="state"):
        with app.app_context():
            found = db.session.scalars(sa.select(MissionProposal).where(MissionProposal.public_id == public_id)).one()
            return getattr(found, name)

    return column


def test_an_idea_becomes_a_mission_of_its_sponsor(app, cast, visit, told, read):
    sofia = visit(cast.sofia)
    page = sofia.get("/missions")
    assert page.links()["Propose a mission"] == "/proposals"
    assert "Describe a mission" not in page.text
    page = sofia.get("/proposals")
    assert "You have proposed nothing yet" in page.text
    done = sofia.submit(sofia.get(page.links()["Propose a mission"]), FORM, typed())
    address = done.location
    page = sofia.get(address)
    assert sofia.query_count <= MOST_STATEMENTS
    assert "Karim Haddad was told, and you are told of the answer." in page.text
    assert "Karim Haddad is asked to sponsor it" in page.text
    assert told() == [("karim", "proposals/asked")]
    karim = visit(cast.karim)
    assert "One mission is proposed to you" in karim.get("/").text
    page = karim.get("/proposals")
    assert karim.query_count <= MOST_STATEMENTS
    page = karim.get(page.links()[IDEA.title])
    assert karim.query_count <= MOST_STATEMENTS
    assert IDEA.objective in page.text
    assert IDEA.deliverables in page.text
    page = karim.get(karim.submit(page, "/sponsor").location)
    assert "The mission is yours to write. Sofia Marchetti was told." in page.text
    assert "Sponsored the proposal of an external" in page.text
    assert told() == [("karim", "proposals/asked"), ("sofia", "proposals/sponsored")]
    with app.app_context():
        mission = db.session.scalars(sa.select(Mission)).one()
        assert mission.owner_id == cast.karim.id
        assert (mission.state, mission.audience) == (MissionState.DRAFT, Audience.BOTH)
        assert (mission.title_en, mission.title_fr) == (IDEA.title, "")
        assert (mission.brief.objective_en, mission.brief.deliverables_en) == (IDEA.objective, IDEA.deliverables)
        (seat,) = mission.seats
        assert (seat.percent, seat.first_week, seat.last_week) == (20, IDEA.first_week, IDEA.last_week)
    with app.app_context():
        about = (Event.subject_type == "mission_proposal", Event.subject_id == read(address.rpartition("/")[2], "id"))
        told_of_it = db.session.scalars(sa.select(Event.action).where(*about).order_by(Event.id)).all()
        assert told_of_it == ["propose", "sponsor"]
    page = sofia.get(address)
    assert "The mission is being written." in page.text
    assert "The page of the mission" not in page.links()


def test_its_author_is_told_when_it_is_published_and_reads_it_once_it_is_open(app, cast, visit, proposed, told):
    key = proposed()
    karim, sofia = visit(cast.karim), visit(cast.sofia)
    karim.submit(karim.get(f"/proposals/{key}"), "/sponsor")
    with app.app_context(), transaction() as session:
        mission = session.scalars(sa.select(Mission)).one()
        mission.state, mission.published_at = MissionState.PUBLISHED, clock.now()
        session.flush()
        mission_published(mission)
    assert told().count(("sofia", "proposals/published")) == 1
    page = sofia.get(f"/proposals/{key}")
    assert "The mission is published inside first" in page.text
    assert "The page of the mission" not in page.links()
    with app.app_context(), transaction() as session:
        session.scalars(sa.select(Mission)).one().stage = Stage.OPEN
    assert "The page of the mission" in sofia.get(f"/proposals/{key}").links()


def test_a_no_says_why_and_the_words_serve_again(cast, visit, told, proposed, read):
    key = proposed()
    karim = visit(cast.karim)
    page = karim.get(f"/proposals/{key}")
    refused = karim.submit(page, "/decline", status=422)
    assert "Say why, in a sentence" in refused.text
    karim.submit(page, "/decline", {"decline-text": "The signs are changed next year."})
    assert read(key) is S.DECLINED
    assert ("sofia", "proposals/declined") in told()
    sofia = visit(cast.sofia)
    page = sofia.get(f"/proposals/{key}")
    assert "The signs are changed next year." in page.text
    form = sofia.get(page.links()["Propose it to someone else"]).form(FORM)
    assert (form["idea-title"], form["idea-objective"]) == (IDEA.title, IDEA.objective)
    assert form["idea-sponsor"] == ""
    assert form["idea-first_week"] == IDEA.first_week.isoformat()
    force(karim, f"/proposals/{key}/sponsor", {"sponsor-version": "2"}, status=409)


def test_it_is_taken_back(cast, visit, told, proposed, read):
    key = proposed()
    sofia = visit(cast.sofia)
    sofia.submit(sofia.get(f"/proposals/{key}"), "/withdraw")
    assert read(key) is S.WITHDRAWN
    assert ("karim", "proposals/withdrawn") in told()
    assert "No answer is awaited any more." in visit(cast.karim).get(f"/proposals/{key}").text


def test_silence_is_a_no_and_is_said(app, cast, told, proposed, read):
    key = proposed()
    with app.app_context(), clock.at(clock.now() + WAITS):
        worker.do_chores()
    assert read(key) is S.ASKED
    with app.app_context(), clock.at(clock.now() + WAITS + timedelta(days=1)):
        worker.do_chores()
        worker.do_chores()
    assert read(key) is S.LAPSED
    assert told().count(("sofia", "proposals/lapsed")) == 1


@pytest.mark.parametrize("who", ["karim", "sofia"])
def test_whoever_leaves_ends_it(app, cast, proposed, read, told, who):
    key = proposed()
    with app.app_context(), transaction() as session:
        person = getattr(cast, who).person()
        person.left_on, person.account.is_enabled = clock.today(), False
        session.flush()
        person_left(person)
    assert read(key) is S.LAPSED
    assert (("sofia", "proposals/lapsed") in told()) == (who == "karim")


def test_what_its_author_learns_when_it_is_dropped(cast, visit, proposed, told):
    key = proposed()
    karim = visit(cast.karim)
    page = karim.get(karim.submit(karim.get(f"/proposals/{key}"), "/sponsor").location)
    karim.submit(page, "/cancel", {"cancel-reason_code": "budget", "cancel-text": "No budget this year."})
    assert ("sofia", "proposals/dropped") in told()
    assert "The mission will not take place." in visit(cast.sofia).get(f"/proposals/{key}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Give the mission a title."),
        ({"title": "x" * 161}, "Keep it under 160 characters."),
        ({"objective": " "}, "Say what it would change."),
        ({"percent": "3"}, "between 5 and 100"),
        ({"percent": "many"}, "Not a valid integer value"),
        ({"last_week": "2020-01-06", "first_week": "2020-01-06"}, "These weeks are past."),
        ({"last_week": IDEA.first_week - timedelta(weeks=1)}, "The last week comes before the first."),
        ({"last_week": "2099-01-05"}, "Choose weeks nearer to today."),
        ({"sponsor": ""}, "Name an employee."),
        ({"sponsor": "Nobody Atall"}, "No employee has this name."),
        ({"sponsor": "Theo"}, "No employee has this name."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(app, cast, visit, changes, sentence):
    sofia = visit(cast.sofia)
    values = typed(**{name: str(value) for name, value in changes.items()})
    page = sofia.submit(sofia.get(FORM), FORM, values, status=422)
    assert sentence in page.text
    form = page.form(FORM)
    assert form["idea-deliverables"] == IDEA.deliverables
    assert form["idea-sponsor"] == values["idea-sponsor"]
    with app.app_context():
        assert count(MissionProposal) == 0


def test_employees_start_missions_themselves(cast, visit):
    ines = visit(cast.ines)
    ines.get(FORM, status=403)
    force(ines, FORM, typed(), status=403)
    assert "Propose a mission" not in ines.get("/proposals").links()


def test_strangers_read_nothing_of_it(cast, visit, proposed):
    key = proposed()
    for someone in (cast.ines, cast.helene, cast.theo, cast.adele):
        browser = visit(someone)
        browser.get(f"/proposals/{key}", status=404)
        force(browser, f"/proposals/{key}/sponsor", status=404)
        assert IDEA.title not in browser.get("/proposals").text
    visit(cast.theo).get(f"{FORM}?from={key}", status=404)


def test_only_its_sponsor_answers_and_only_its_author_takes_it_back(cast, visit, proposed, read):
    key = proposed()
    sofia, karim = visit(cast.sofia), visit(cast.karim)
    force(sofia, f"/proposals/{key}/sponsor", status=403)
    force(sofia, f"/proposals/{key}/decline", status=403)
    force(karim, f"/proposals/{key}/withdraw", status=403)
    force(karim, f"/proposals/{key}/sponsor", {"sponsor-version": "99"}, status=409)
    assert read(key) is S.ASKED


def test_enough_is_enough(cast, visit, proposed):
    keys = [proposed(replace(IDEA, title=f"Idea {number}")) for number in range(MOST_WAITING)]
    sofia = visit(cast.sofia)
    sofia.get(FORM, status=409)
    force(sofia, FORM, typed(), status=409)
    sofia.submit(sofia.get(f"/proposals/{keys[0]}"), "/withdraw")
    sofia.get(FORM)


def test_a_double_press_proposes_once(app, cast, visit):
    sofia = visit(cast.sofia)
    page = sofia.get(FORM)
    first = sofia.submit(page, FORM, typed())
    assert sofia.submit(page, FORM, typed()).location == first.location
    with app.app_context():
        assert count(MissionProposal) == 1


def test_two_at_once_do_not_pass_the_limit(app, cast, proposed):
    for number in range(MOST_WAITING - 1):
        proposed(replace(IDEA, title=f"Idea {number}"))
    refused = []

    def one():
        with app.app_context():
            try:
                services.propose(cast.sofia.person(), IDEA, sponsor_id=cast.karim.id)
            except Conflict as error:
                refused.append(error)

    in_threads([one] * 3)
    assert len(refused) == 2
    with app.app_context():
        assert count(MissionProposal) == MOST_WAITING


def test_it_is_sponsored_once(app, cast, proposed):
    key = proposed()
    refused = []

    def one():
        with app.app_context():
            found = db.session.scalars(sa.select(MissionProposal).where(MissionProposal.public_id == key)).one()
            try:
                services.sponsor_proposal(cast.karim.person(), found)
            except Conflict as error:
                refused.append(error)

    in_threads([one] * 3)
    assert len(refused) == 2
    with app.app_context():
        assert count(Mission) == 1


@pytest.mark.parametrize(
    ("locale", "words"), [("fr", "Parraineriez-vous cette mission"), ("en", "Would you sponsor this mission?")]
)
def test_in_both_languages(cast, visit, proposed, locale, words):
    assert words in visit(cast.karim, locale=locale).get(f"/proposals/{proposed()}").text
