"""The mail of the day, and quiet hours, as a real server receives them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, worker
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission
from portal.notices import digest
from portal.notices.models import Rhythm
from portal.notices.telling import tell

DAILY = {"applications": Rhythm.DAILY, "candidates": Rhythm.DAILY}


@pytest.fixture
def deliver(app):
    """Run the worker, `after` some time."""

    def run(after=timedelta()):
        with app.app_context(), clock.at(clock.now() + after):
            return worker.drain()

    return run


@pytest.fixture
def at_noon(app):
    """Live a block at noon of a Tuesday, in Paris, and some time later."""
    noon = clock.now().astimezone(clock.ZONE).replace(hour=12, minute=0, second=0, microsecond=0)
    noon += timedelta(days=(1 - noon.weekday()) % 7 + 7)

    def at(**later):
        return clock.at(noon + timedelta(**later))

    return at


def digests(post):
    return [message for _to, message in post.accepted if "news from Transverse" in message["Subject"]]


def test_one_mail_tells_the_day_by_mission(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines, times=2, title="Draw the timetable")
        told(cast.ines, title="Count the buses")
        with app.app_context():
            worker.drain()
        assert post.accepted == []
    with at_noon(hours=19, minutes=59), app.app_context():
        worker.drain()
        assert post.accepted == []
    with at_noon(hours=20), app.app_context():
        worker.drain()
        worker.drain()
    (message,) = digests(post)
    body = message.get_content().replace("\r", "")
    assert message["Subject"] == "3 pieces of news from Transverse"
    assert body.count("\nDraw the timetable\n") == body.count("\nCount the buses\n") == 1
    assert body.count("http://localhost/applications/") == 3
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with at_noon(days=3), app.app_context():
        worker.drain()
    assert len(post.accepted) == 1


def test_a_day_without_news_has_no_mail_and_the_next_has_its_own(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines)
    for days in (1, 2, 3):
        with at_noon(days=days), app.app_context():
            worker.do_chores()
            worker.drain()
    assert len(digests(post)) == 1
    with at_noon(days=3):
        told(cast.ines)
    with at_noon(days=4), app.app_context():
        worker.drain()
    assert [message["Subject"] for message in digests(post)] == ["One piece of news from Transverse"] * 2


def test_what_was_read_in_the_portal_is_not_told_again(app, cast, choose, told, visit, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines)
    ines = visit(cast.ines)
    ines.submit(ines.get("/notices"), "/notices/read")
    with at_noon(days=1), app.app_context():
        worker.drain()
    assert post.accepted == []


def test_what_is_hidden_since_is_not_told(app, cast, choose, world, post, at_noon):
    with at_noon():
        choose(cast.claire, rhythms=DAILY)
        mission = world.mission(owner=cast.karim, co_owner=cast.claire)
        application = world.application(mission, cast.ines, answer_due_on=clock.today())
        with app.app_context(), transaction():
            tell(cast.claire.person(), "applications/submitted", application=application.load())
        with app.app_context(), transaction() as session:
            session.get_one(Mission, mission.id).co_owner_id = None
    with at_noon(days=1), app.app_context():
        worker.drain()
    assert post.accepted == []


def test_a_digest_that_a_server_refused_tells_the_same_later(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines)
    post.refusals = ["451 later", "cut before any answer"]
    for hours in (20, 21, 22, 23):
        with at_noon(hours=hours), app.app_context():
            worker.drain()
    assert len(digests(post)) == 1
    assert len(set(post.tried)) == 1


def test_what_a_parked_digest_held_is_told_by_the_next(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines, title="Draw the timetable")
    post.poisoned = cast.ines.email
    for days in range(1, 10):
        with at_noon(days=days), app.app_context():
            worker.drain()
    post.poisoned = ""
    with at_noon(days=10):
        told(cast.ines, title="Count the buses")
    with at_noon(days=11), app.app_context():
        worker.drain()
    (message,) = digests(post)
    assert "Draw the timetable" in message.get_content()
    assert "Count the buses" in message.get_content()


def test_what_is_told_while_the_digest_leaves_waits_for_the_next(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines)
    with at_noon(hours=20), app.app_context():
        worker.drain()
    with at_noon(hours=21):
        told(cast.ines)
        with app.app_context(), transaction() as session:
            session.execute(sa.delete(OutboxItem).where(OutboxItem.done_at.is_(None), OutboxItem.kind == "mail"))
        with app.app_context():
            digest.see_to_digests()
            digest.see_to_digests()
    with at_noon(days=2), app.app_context():
        worker.drain()
    assert len(digests(post)) == 2


def test_another_hour_holds_for_what_waits(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines)
        choose(cast.ines, rhythms=DAILY, digest_hour=18)
    with at_noon(hours=20), app.app_context():
        worker.drain()
        assert post.accepted == []
    with at_noon(hours=30), app.app_context():
        worker.drain()
    assert len(digests(post)) == 1


def test_ending_the_digest_ends_what_it_brought(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        told(cast.ines)
    with at_noon(days=1), app.app_context():
        worker.drain()
    path = digests(post)[0]["List-Unsubscribe"].removeprefix("<http://localhost").removesuffix(">")
    assert app.test_client().get(path).status_code == 200
    assert app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with at_noon(days=1):
        told(cast.ines)
    with at_noon(days=3), app.app_context():
        worker.do_chores()
        worker.drain()
    assert len(post.accepted) == 1


def test_a_quiet_weekend_is_told_in_one_mail_on_monday(app, cast, choose, told, post, at_noon):
    with at_noon(days=3):
        choose(cast.ines, rhythms=DAILY, quiet_weekends=True)
        told(cast.ines, title="Draw the timetable")
    with at_noon(days=4), app.app_context():
        worker.drain()
    with at_noon(days=4, hours=1):
        told(cast.ines, title="Count the buses")
    for days in (5, 5.6):
        with at_noon(days=days), app.app_context():
            worker.drain()
    assert post.accepted == []
    for hours in (20, 21):
        with at_noon(days=5, hours=hours), app.app_context():
            worker.drain()
    (message,) = digests(post)
    assert message["Subject"].startswith("2 pieces")


def test_quiet_hours_hold_mails_until_they_end(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, quiet_from=20, quiet_until=7)
    with at_noon(hours=9):
        told(cast.ines)
        with app.app_context():
            worker.drain()
    with at_noon(hours=18, minutes=59), app.app_context():
        worker.drain()
    assert post.accepted == []
    with at_noon(hours=19), app.app_context():
        worker.drain()
        item = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).one()
        assert (item.attempts, item.done_at is not None) == (1, True)
    assert len(post.accepted) == 1


def test_quiet_hours_hold_nobody_elses_mails(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, quiet_from=20, quiet_until=7)
    with at_noon(hours=9):
        told(cast.ines)
        told(cast.tom)
        with app.app_context():
            worker.drain()
    assert [to for to, _message in post.accepted] == [[cast.tom.email]]


def test_a_link_that_signs_in_waits_for_no_morning(app, cast, choose, post, at_noon):
    with at_noon():
        choose(cast.ines, quiet_from=20, quiet_until=7, quiet_weekends=True)
    with at_noon(hours=12), app.app_context():
        with transaction():
            tell(cast.ines.person(), "accounts/reset", link="http://localhost/reset/x")
        worker.drain()
    assert len(post.accepted) == 1


def test_mails_ended_during_quiet_hours_do_not_leave_after(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, quiet_from=20, quiet_until=7)
    with at_noon(hours=9):
        told(cast.ines)
        with app.app_context():
            worker.drain()
        choose(cast.ines, rhythms={"applications": Rhythm.NEVER})
    with at_noon(days=1), app.app_context():
        worker.drain()
    assert post.accepted == []


def test_a_digest_in_french(app, cast, choose, told, post, at_noon):
    with at_noon():
        choose(cast.ines, rhythms=DAILY)
        with app.app_context(), transaction():
            cast.ines.person().account.locale = "fr"
        told(cast.ines, times=2)
    with at_noon(days=1), app.app_context():
        worker.drain()
    ((_to, message),) = post.accepted
    assert message["Subject"] == "2 nouvelles de Transverse"
    assert "Cartographier les données clients" in message.get_content()
