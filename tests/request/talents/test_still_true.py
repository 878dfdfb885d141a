"""Whether what one said long ago is still true: on one page, by one press for each, and a mail now and then."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.accounts.models import Account
from portal.core import clock
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.talents.evidence import chores, reminders
from portal.talents.models import HeldSkill, SkillReminder
from tests.mailbox import mails_written
from tests.threads import in_threads

PAGE = "/profile/still-true"
LINE = "2 of your skills were not confirmed for six months."


@pytest.fixture
def long_ago():
    return clock.today() - timedelta(days=200)


@pytest.fixture
def old(world, cast, long_ago):
    """Three skills of Sofia's, two of them old."""
    world.holds(cast.sofia, world.skill("Python"), 3)
    return [world.holds(cast.sofia, world.skill(name), 2, confirmed_on=long_ago) for name in ("Excel", "SQL")]


def confirmed(app):
    with app.app_context():
        rows = db.session.execute(sa.select(HeldSkill.id, HeldSkill.confirmed_on))
        return {key for key, day in rows if day == clock.today()}


def mails(app):
    with app.app_context():
        return mails_written()


def actions(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(Event.action).order_by(Event.id)))


def names(page):
    return [next(line.iter("b")).text for line in next(page.find("ul", class_="doubts")).iter("li")]


def test_the_old_ones_are_listed_and_confirmed_one_by_one(app, visit, cast, old):
    sofia = visit(cast.sofia)
    page = sofia.get(PAGE)
    assert names(page) == ["Excel", "SQL"]
    page = sofia.get(sofia.submit(page, PAGE).location)
    assert "1 skill is confirmed today." in page.text
    assert names(page) == ["SQL"]
    page = sofia.get(sofia.submit(page, PAGE).location)
    assert "Everything is up to date" in page.text
    assert len(confirmed(app)) == 3


def test_with_a_script_the_row_goes(app, visit, cast, old):
    sofia = visit(cast.sofia)
    page = sofia.get(PAGE)
    headers = {"HX-Request": "true", "HX-Target": "doubts"}
    fragment = sofia._open("POST", PAGE, 200, data={**page.form(PAGE)}, headers=headers, fragment=True)
    assert names(fragment) == ["SQL"]
    assert next(fragment.find("p", role="status")).text == "1 skill is confirmed today."
    assert [button for button in fragment.find("button") if "autofocus" in button.attrib], "the focus goes on"
    assert not list(fragment.find("h1"))


def test_all_at_once_is_what_was_shown(app, visit, cast, world, old, long_ago):
    sofia = visit(cast.sofia)
    page = sofia.get(PAGE)
    late = world.holds(cast.sofia, world.skill("Later"), 2, confirmed_on=long_ago)
    shown = [one.public_id for one in old]
    form = {**page.form(PAGE), "skill": shown}
    done = sofia.post(PAGE, form)
    page = sofia.get(done.location)
    assert "2 skills are confirmed today." in page.text
    assert names(page) == ["Later"]
    assert late.id not in confirmed(app)
    assert actions(app) == ["profile.confirm_skills"]
    sofia.post(PAGE, form)
    assert actions(app) == ["profile.confirm_skills"], "twice is once"
    assert "You · confirmed skills in one press (2)" in sofia.get("/profile").text


def test_what_is_not_ones_own_or_no_skill_confirms_nothing(app, visit, cast, old):
    theo = visit(cast.theo)
    token = theo.token("/account")
    for skill in (old[0].public_id, "x" * 500, ""):
        theo.post(PAGE, {"csrf_token": token, "skill": skill})
    assert len(confirmed(app)) == 1
    visit().get(PAGE, status=302)


def test_changing_or_removing_comes_back_here(app, visit, cast, old):
    sofia = visit(cast.sofia)
    page = sofia.get(PAGE)
    change = sofia.get(page.links()["Change the level Excel"])
    done = sofia.submit(change, old[0].public_id, {"level": "4"})
    assert done.location.endswith(PAGE)
    page = sofia.get(done.location)
    assert names(page) == ["SQL"]
    done = sofia.submit(page, "/remove")
    assert done.location.endswith(PAGE)
    page = sofia.get(done.location)
    undo = next(page.find("button", form="undo"))
    done = sofia.submit(page, "/restore", {"event": undo.attrib["value"]})
    assert names(sofia.get(done.location)) == ["SQL"]


def test_the_profile_and_the_home_lead_there(app, visit, cast, old):
    sofia = visit(cast.sofia)
    assert PAGE in sofia.get("/profile").links().values()
    home = sofia.get("/")
    assert LINE in home.text
    assert PAGE in home.links().values()
    sofia.submit(sofia.get(PAGE), "/reminders", {"wanted": "no"})
    page = sofia.get(PAGE)
    assert "You asked on" in page.text
    assert names(page) == ["Excel", "SQL"]
    page = sofia.get(sofia.submit(page, "/reminders", {"wanted": "yes"}).location)
    assert "A mail reminds you again" in page.text
    assert actions(app) == ["profile.stop_reminders", "profile.want_reminders"]
    assert PAGE not in visit(cast.theo).get("/profile").links().values()


def test_nothing_old_says_so(visit, cast):
    page = visit(cast.tom).get(PAGE)
    assert "Nothing to do here." in page.text


def test_in_french_with_few_queries(visit, cast, old):
    sofia = visit(cast.sofia, locale="fr")
    page = sofia.get(PAGE)
    assert "Est-ce toujours vrai" in page.text
    assert sofia.query_count <= 7, sofia.queries


# The mail


def remind(app):
    with app.app_context():
        chores.remind_of_old_skills()


def test_a_mail_goes_out_once_in_six_months(app, visit, cast, old):
    remind(app)
    remind(app)
    (mail,) = mails(app)
    assert (mail["to"], mail["event"]) == (cast.sofia.email, "talents/still_true")
    assert mail["subject"] == "2 of your skills: are they still true?"
    assert "- Excel" in mail["body"]
    assert f"http://localhost{PAGE}" in mail["body"]
    assert "Python" not in mail["body"]
    with clock.at(clock.now() + timedelta(days=180)):
        remind(app)
    assert len(mails(app)) == 1
    with clock.at(clock.now() + timedelta(days=184)):
        remind(app)
    assert len(mails(app)) == 2


def test_it_is_in_their_language(app, visit, cast, old):
    visit(cast.sofia, locale="fr")
    remind(app)
    assert "2 de vos compétences" in mails(app)[0]["subject"]


def test_who_gets_none(app, visit, cast, world, long_ago):
    skill = world.skill("SQL")
    for someone in (cast.tom, cast.lea, cast.ines):
        world.holds(someone, skill, 2, confirmed_on=long_ago)
    world.holds(cast.jade, skill, 2)
    with app.app_context(), transaction() as session:
        cast.tom.person().left_on = date(2024, 1, 1)
        session.get_one(Account, cast.lea.person().account_id).is_enabled = False
    ines = visit(cast.ines)
    ines.submit(ines.get(PAGE), "/reminders", {"wanted": "no"})
    remind(app)
    assert mails(app) == []


def test_only_some_at_a_time(app, cast, world, long_ago):
    skill = world.skill("SQL")
    for someone in (cast.tom, cast.lea, cast.ines):
        world.holds(someone, skill, 2, confirmed_on=long_ago)
    with app.app_context():
        assert [reminders.remind_some(2), reminders.remind_some(2), reminders.remind_some(2)] == [2, 1, 0]
    assert len({mail["to"] for mail in mails(app)}) == 3


def test_two_workers_at_once_write_once(app, cast, old):
    start = Barrier(2)

    def work():
        with app.app_context():
            start.wait(timeout=30)
            reminders.remind(cast.sofia.id)

    in_threads([work] * 2)
    assert len(mails(app)) == 1
    with app.app_context():
        assert db.session.scalars(sa.select(SkillReminder)).one().sent_at is not None


def test_the_way_in_the_mail_only_shows(app, visit, cast, old):
    before = confirmed(app)
    visit(cast.sofia).get(PAGE)
    assert confirmed(app) == before
