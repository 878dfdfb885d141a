"""Mail on its way, to a server that is there, that is not, or that changes its mind."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from portal.cli import worker_command
from portal.core import clock, outbox, worker
from portal.core.transaction import transaction
from portal.notices.telling import tell
from tests.threads import in_threads


def deliver(app, *, after=timedelta()):
    with app.app_context(), clock.at(clock.now() + after):
        return worker.drain()


@pytest.mark.parametrize(("locale", "greeting"), [("fr", "Bonjour Inès"), ("en", "Hello Inès")])
def test_a_mail_reaches_its_reader_once_in_their_language(app, cast, post, locale, greeting):
    with app.app_context():
        person = cast.ines.person()
        with transaction():
            person.account.locale = locale
            tell(person, "accounts/reset", link="http://localhost/reset/x")
    deliver(app)
    deliver(app)
    ((recipients, message),) = post.accepted
    assert recipients == [cast.ines.email]
    assert message["To"] == f"{cast.ines.full_name} <{cast.ines.email}>"
    assert greeting in message.get_content()
    assert message["Content-Language"] == locale
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].startswith("<outbox-")


def test_the_same_mail_always_has_the_same_id(app, post, write_mail, state_of):
    item = write_mail()
    post.refusals = ["451 later", "554 no", "cut before any answer"]
    for hours in (0, 1, 2, 3):
        deliver(app, after=timedelta(hours=hours))
    assert len(post.accepted) == 1
    assert len(post.tried) == 4
    assert len(set(post.tried)) == 1
    assert state_of(item)["attempts"] == 4
    assert state_of(item)["done_at"] is not None
    assert state_of(item)["error"] is None


def test_a_server_that_accepts_then_drops_gets_the_same_id_again(app, post, write_mail):
    write_mail()
    post.refusals = ["accept, then cut"]
    deliver(app)
    deliver(app, after=timedelta(hours=1))
    assert len(post.accepted) == 2
    assert len({message["Message-ID"] for _, message in post.accepted}) == 1


def test_a_rude_goodbye_is_not_a_failure(app, post, write_mail, state_of):
    item = write_mail()
    post.goodbye = "421 go away"
    deliver(app)
    deliver(app, after=timedelta(hours=1))
    assert len(post.accepted) == 1
    assert state_of(item)["done_at"] is not None


def test_a_refused_mail_waits_longer_each_time(app, post, write_mail, state_of):
    item = write_mail()
    post.refusals = ["451 later"] * 3
    start = clock.now()
    waits = []
    moment = start
    for _ in range(3):
        with app.app_context(), clock.at(moment):
            worker.drain()
        waits.append((state_of(item)["next_at"] - moment).total_seconds())
        moment = state_of(item)["next_at"]
    assert waits == [5, 20, 80]
    assert "451" in state_of(item)["error"]


def test_poison_is_parked_and_never_in_the_way(app, post, write_mail, state_of):
    poison = write_mail(1)
    others = [write_mail(number) for number in (2, 3)]
    post.poisoned = "person1@merane.example"
    for attempt in range(12):
        deliver(app, after=timedelta(hours=12 * attempt))
    assert state_of(poison)["parked_at"] is not None
    assert state_of(poison)["attempts"] == outbox.MAX_ATTEMPTS == 8
    assert len(post.tried) == 8 + 2
    assert all(state_of(item)["done_at"] for item in others)
    post.poisoned = ""
    with app.app_context():
        assert outbox.retry_parked("mail") == 1
    deliver(app)
    assert len(post.accepted) == 3


def test_a_mail_that_cannot_be_written_is_parked_alone(app, post, write_mail, state_of):
    broken, fine = write_mail(1, to="no one at all"), write_mail(2)
    for attempt in range(9):
        deliver(app, after=timedelta(hours=12 * attempt))
    assert state_of(broken)["parked_at"] is not None
    assert state_of(fine)["done_at"] is not None


def test_a_server_that_is_down_blames_no_mail(app, closed_port, write_mail, state_of):
    app.config.update(MAIL_URL=f"smtp://127.0.0.1:{closed_port}", MAIL_TIMEOUT=2)
    items = [write_mail(number) for number in (1, 2, 3)]
    for day in range(12):
        assert deliver(app, after=timedelta(days=day)) == 0
    for item in items:
        state = state_of(item)
        assert (state["attempts"], state["parked_at"], state["done_at"], state["leased_until"]) == (0, None, None, None)
        assert "does not answer" in state["error"]


def test_a_server_that_comes_back_gets_everything(app, write_mail, post):
    there = app.config["MAIL_URL"]
    for number in (1, 2, 3):
        write_mail(number)
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1"
    deliver(app)
    app.config["MAIL_URL"] = there
    deliver(app, after=timedelta(minutes=1))
    assert len(post.accepted) == 3


def test_a_server_that_hangs_is_waited_for_once(app, silent_server, silent_listener, write_mail, state_of):
    app.config.update(MAIL_URL=f"smtp://127.0.0.1:{silent_server}", MAIL_TIMEOUT=0.3)
    items = [write_mail(number) for number in (1, 2, 3)]
    deliver(app)
    silent_listener.setblocking(False)
    silent_listener.accept()[0].close()
    with pytest.raises(BlockingIOError):
        silent_listener.accept()
    assert all(state_of(item)["attempts"] == 0 for item in items)


def test_a_server_that_hangs_does_not_hold_the_other_kinds_up(app, silent_server, write_mail, monkeypatch):
    app.config.update(MAIL_URL=f"smtp://127.0.0.1:{silent_server}", MAIL_TIMEOUT=5)
    delivered, stop = threading.Event(), threading.Event()
    monkeypatch.setitem(outbox._handlers, "quick", (lambda items: delivered.set(), False))
    write_mail()
    thread = threading.Thread(target=worker.run, args=(app, stop))
    thread.start()
    try:
        time.sleep(0.7)
        with app.app_context(), transaction():
            outbox.enqueue("quick", "quick:1", {})
        assert delivered.wait(3)
    finally:
        stop.set()
        thread.join()


def test_without_a_server_mails_wait(app, write_mail, state_of):
    item = write_mail()
    assert deliver(app) == 0
    assert state_of(item)["done_at"] is None
    assert "TRANSVERSE_MAIL_URL" in state_of(item)["error"]


def test_a_portal_without_a_server_says_so_once(app, write_mail, caplog):
    write_mail()
    with app.app_context():
        worker.start()
    for hours in range(3):
        deliver(app, after=timedelta(hours=hours))
    told = [record.getMessage() for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert told == ["mails wait until TRANSVERSE_MAIL_URL is set"]


def test_the_demo_and_a_portal_with_a_server_have_nothing_to_say(app, caplog):
    for settings in ({"DEMO": True}, {"DEMO": False, "MAIL_URL": "smtp://localhost"}):
        app.config.update(settings)
        with app.app_context():
            worker.start()
    assert "TRANSVERSE_MAIL_URL" not in caplog.text


def test_the_demo_keeps_its_mails_to_itself(app, write_mail, state_of):
    app.config["DEMO"] = True
    item = write_mail()
    deliver(app)
    assert state_of(item)["done_at"] is not None


@pytest.mark.parametrize(
    "hostile",
    [
        "Report\r\nBcc: thief@evil.example",
        "Report\nBcc: thief@evil.example",
        "Report\r\n\r\n<html>",
        "Report\u2028Bcc: thief@evil.example",
        "Report\x00\x1b[31m\u202e",
        '"Report" <thief@evil.example>, other@evil.example',
        "=?utf-8?q?Report=0D=0ABcc=3A_thief=40evil.example?=",
        "R" * 3000,
    ],
)
def test_nothing_typed_adds_a_header_or_a_recipient(app, post, write_mail, hostile):
    write_mail(1, name=hostile, subject=hostile, body=f"{hostile}\n.\nRCPT TO:<thief@evil.example>\n")
    write_mail(2)
    deliver(app)
    assert [recipients for recipients, _ in post.accepted] == [["person1@merane.example"], ["person2@merane.example"]]
    message = post.accepted[0][1]
    assert message["Bcc"] is None
    assert len(message["To"].addresses) == 1
    assert message["To"].addresses[0].addr_spec == "person1@merane.example"
    assert message.get_content_type() == "text/plain"
    assert "RCPT TO:<thief@evil.example>" in message.get_content()


def test_several_workers_send_each_mail_once(app, post, write_mail):
    for number in range(12):
        write_mail(number)

    def work():
        with app.app_context():
            worker.drain()

    in_threads([work] * 4)
    deliver(app, after=timedelta(minutes=1))
    ids = [message["Message-ID"] for _, message in post.accepted]
    assert len(ids) == len(set(ids)) == 12


def test_a_lease_outlasts_a_slow_server(app, post, write_mail):
    post.delay = 0.2
    for number in range(6):
        write_mail(number)
    in_threads([lambda: deliver(app)] * 2)
    assert len(post.tried) == 6


def test_the_worker_once(app, post, write_mail):
    write_mail()
    result = app.test_cli_runner().invoke(worker_command, ["--once"])
    assert result.output == "1 delivered\n"
    assert len(post.accepted) == 1


def test_the_worker_takes_up_what_was_given_up(app, post, write_mail, state_of):
    item = write_mail()
    post.refusals = ["550 no"] * 8
    for attempt in range(8):
        deliver(app, after=timedelta(hours=12 * attempt))
    assert state_of(item)["parked_at"] is not None
    result = app.test_cli_runner().invoke(worker_command, ["--once", "--retry-parked"])
    assert result.output == "1 taken up again\n1 delivered\n"


def test_nobody_who_left_or_is_closed_is_written_to(app, cast):
    with app.app_context():
        ines, tom = cast.ines.person(), cast.tom.person()
        with transaction():
            ines.left_on = clock.today()
            tom.account.is_enabled = False
        with transaction():
            assert tell(ines, "accounts/reset", link="x") is None
            assert tell(tom, "accounts/reset", link="x") is None
