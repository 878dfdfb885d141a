"""One call tells someone in the portal and by mail, as they chose, once."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from portal.accounts import services
from portal.accounts.links import send_links
from portal.core import clock
from portal.core.outbox import OutboxItem
from portal.core.transaction import WriteOutsideTransaction, rehearsal, transaction
from portal.core.worker import drain
from portal.extensions import db
from portal.notices.models import Rhythm
from portal.notices.telling import listening, tell


def test_a_notice_and_its_mail_say_the_same(cast, told, notices_of, outbox):
    told(cast.ines)
    ((event, said, is_read),) = notices_of(cast.ines)
    (item,) = outbox()
    assert (event, is_read) == ("applications/under_review", False)
    assert item.payload["subject"] == said
    assert item.payload["headers"]["List-Unsubscribe"].removeprefix("<").removesuffix(">") in item.payload["body"]


def test_nothing_is_told_of_what_did_not_happen(app, cast, world, notices_of, outbox):
    application = world.application(world.mission(), cast.ines)
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        tell(cast.ines.person(), "applications/under_review", application=application.load())
        1 / 0  # noqa: B018
    assert (notices_of(cast.ines), outbox()) == ([], [])


def test_the_same_words_twice_in_a_transaction_are_told_once(app, cast, world, notices_of, outbox):
    application = world.application(world.mission(), cast.ines)
    with app.app_context(), transaction():
        for _ in range(2):
            tell(cast.ines.person(), "applications/under_review", application=application.load())
    assert (len(notices_of(cast.ines)), len(outbox())) == (1, 1)


def test_what_happens_again_is_told_again(cast, told, notices_of, outbox):
    told(cast.ines, times=2)
    assert (len(notices_of(cast.ines)), len(outbox())) == (2, 2)


def test_what_is_named_is_told_once_whoever_tells_it(cast, told, notices_of, outbox):
    told(cast.ines, times=3, once="item 7")
    assert (len(notices_of(cast.ines)), len(outbox())) == (1, 1)


def test_two_workers_that_tell_the_same_tell_it_once(app, cast, world, notices_of, outbox):
    application = world.application(world.mission(), cast.ines)
    start, failures = threading.Barrier(4), []

    def work():
        try:
            start.wait()
            with app.app_context(), transaction():
                tell(cast.ines.person(), "applications/under_review", once="x", application=application.load())
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert (len(notices_of(cast.ines)), len(outbox())) == (1, 1)


def test_what_two_people_are_told_is_told_to_each(app, cast, world, notices_of):
    application = world.application(world.mission(), cast.ines, answer_due_on=clock.today())
    with app.app_context(), transaction():
        for person in (cast.karim, cast.claire):
            tell(person.person(), "applications/submitted", once="x", application=application.load())
    assert len(notices_of(cast.karim)) == len(notices_of(cast.claire)) == 1


@pytest.mark.parametrize(("rhythm", "events"), [("never", []), ("daily", ["notices/digest"])])
def test_mails_come_as_chosen_and_the_notice_always(cast, told, choose, notices_of, outbox, rhythm, events):
    choose(cast.ines, rhythms={"applications": Rhythm(rhythm)})
    told(cast.ines)
    assert len(notices_of(cast.ines)) == 1
    assert [item.payload.get("late") for item in outbox()] == events


def test_a_choice_about_one_kind_says_nothing_of_another(app, cast, world, choose, outbox):
    choose(cast.karim, rhythms={"applications": Rhythm.NEVER})
    application = world.application(world.mission(), cast.ines, answer_due_on=clock.today())
    with app.app_context(), transaction():
        tell(cast.karim.person(), "applications/submitted", application=application.load())
    assert [item.payload["event"] for item in outbox()] == ["applications/submitted"]


def test_what_keeps_an_account_safe_is_never_silenced(app, cast, choose, outbox, notices_of):
    choose(cast.ines, rhythms={"safety": Rhythm.NEVER})
    with app.app_context(), transaction():
        tell(cast.ines.person(), "accounts/password_changed", link="http://localhost/sign-in/link")
    (item,) = outbox()
    assert "headers" not in item.payload
    assert "press" not in item.payload["body"]
    assert [event for event, *_ in notices_of(cast.ines)] == ["accounts/password_changed"]


def test_a_link_that_signs_in_stands_in_no_notice(app, cast, outbox, notices_of):
    with app.app_context(), transaction():
        tell(cast.ines.person(), "accounts/reset", link="http://localhost/reset/secret")
    assert "secret" in outbox()[0].payload["body"]
    assert notices_of(cast.ines) == []


def test_a_link_asked_for_once_is_sent_once_whatever_the_worker_does(app, cast, outbox):
    with app.app_context():
        services.ask_link(cast.ines.email)
        (item,) = db.session.scalars(sa.select(OutboxItem)).all()
        for _ in range(2):
            send_links([item])
    assert len(outbox()) == 1
    with app.app_context():
        services.ask_link(cast.ines.email)
        drain()
    assert len(outbox()) == 2


def test_who_left_meanwhile_is_not_written_to(app, cast, told, post):
    told(cast.ines)
    told(cast.tom)
    with app.app_context(), transaction():
        cast.ines.person().account.is_enabled = False
    with app.app_context():
        drain()
    assert [to for to, _message in post.accepted] == [[cast.tom.email]]


def test_nobody_is_told_who_left_or_is_disabled(app, cast, world, notices_of, outbox):
    application = world.application(world.mission(), cast.ines)
    with app.app_context(), transaction():
        cast.ines.person().account.is_enabled = False
    with app.app_context(), transaction():
        tell(cast.ines.person(), "applications/under_review", application=application.load())
    assert (notices_of(cast.ines), outbox()) == ([], [])


def test_an_event_of_no_kind_is_refused(app, cast):
    with app.app_context(), pytest.raises(LookupError, match="belongs to no kind"), transaction():
        tell(cast.ines.person(), "applications/unheard_of")


def test_telling_belongs_inside_a_transaction(app, cast, world):
    application = world.application(world.mission(), cast.ines)
    with app.app_context(), pytest.raises(WriteOutsideTransaction):
        tell(cast.ines.person(), "applications/under_review", application=application.load())


def test_a_rehearsal_says_who_would_be_told_and_tells_nobody(app, cast, world, notices_of, outbox):
    application = world.application(world.mission(), cast.ines)
    with app.app_context():
        with rehearsal(), listening() as told_of, transaction():
            tell(cast.ines.person(), "applications/under_review", application=application.load())
        assert [(one.name, one.words.lang) for one in told_of] == [("Inès Carvalho", "en")]
    assert (notices_of(cast.ines), outbox()) == ([], [])
