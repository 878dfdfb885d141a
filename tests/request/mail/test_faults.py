"""A real server that refuses, hangs or is cut off, and a worker that is killed: never lost, never two for one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.config import ROOT
from portal.core import clock, outbox, worker
from portal.core.outbox import LEASE, OutboxItem
from portal.extensions import db


def deliver(app, *, after=timedelta()):
    with app.app_context(), clock.at(clock.now() + after):
        return worker.drain()


def mailbox(post):
    """What a mailbox shows of what the server accepted: one mail for each Message-ID."""
    return {message["Message-ID"]: to for to, message in post.accepted}


@pytest.mark.parametrize("refusal", ["450 mailbox busy", "550 no such mailbox", "552 over quota"])
def test_a_recipient_who_is_refused_keeps_no_other_waiting(app, post, write_mail, state_of, refusal):
    first, refused, last = (write_mail(number) for number in (1, 2, 3))
    post.refused_recipients = {"person2@merane.example": refusal}
    deliver(app)
    assert [to for to, _message in post.accepted] == [["person1@merane.example"], ["person3@merane.example"]]
    assert state_of(first)["done_at"] and state_of(last)["done_at"]
    assert refusal[:3] in state_of(refused)["error"]
    post.refused_recipients = {}
    deliver(app, after=timedelta(minutes=1))
    assert len(post.accepted) == len(mailbox(post)) == 3


@pytest.mark.parametrize("refusal", ["421 too many mails", "451 try later", "530 who are you"])
def test_a_sender_who_is_refused_for_a_while_loses_nothing(app, post, write_mail, refusal):
    for number in (1, 2, 3):
        write_mail(number)
    post.refused_senders = [refusal] * 3
    for minutes in (0, 1, 5, 20):
        deliver(app, after=timedelta(minutes=minutes))
    assert len(post.accepted) == len(mailbox(post)) == 3


def test_a_server_that_takes_the_mail_and_never_answers(app, post, write_mail, state_of):
    """Whether it kept the mail nobody knows: it is sent again as the same one."""
    item = write_mail()
    app.config["MAIL_TIMEOUT"] = 0.3
    post.delay = 1.0
    deliver(app)
    assert state_of(item)["done_at"] is None
    assert "timed out" in state_of(item)["error"]
    post.delay, app.config["MAIL_TIMEOUT"] = 0.0, 5
    deliver(app, after=timedelta(minutes=1))
    assert state_of(item)["done_at"] is not None
    assert len(set(post.tried)) == 1
    assert len(mailbox(post)) == 1


def test_a_server_that_is_cut_off_before_it_answers(app, post, write_mail, state_of):
    items = [write_mail(number) for number in (1, 2)]
    post.refusals = ["accept, then cut"]
    deliver(app)
    deliver(app, after=timedelta(minutes=1))
    assert len(post.accepted) == 3
    assert sorted(mailbox(post).values()) == [["person1@merane.example"], ["person2@merane.example"]]
    assert all(state_of(item)["done_at"] for item in items)


def test_people_wait_for_no_server(app, cast, visit, world, silent_server):
    """While the worker waits for a server that hangs, what people do is done, and its mails wait their turn."""
    app.config.update(MAIL_URL=f"smtp://127.0.0.1:{silent_server}", MAIL_TIMEOUT=20)
    mission = world.mission()
    applications = [world.application(mission, person) for person in (cast.ines, cast.tom)]
    karim = visit(cast.karim)
    karim.submit(karim.get(f"/applications/{applications[0].public_id}"), "/review")
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(app, stop), daemon=True)
    thread.start()
    try:
        time.sleep(1)
        began = time.monotonic()
        karim.submit(karim.get(f"/applications/{applications[1].public_id}"), "/review")
        assert time.monotonic() - began < 5
        with app.app_context():
            waiting = sa.select(OutboxItem).where(OutboxItem.kind == "mail", OutboxItem.done_at.is_(None))
            assert len(db.session.scalars(waiting).all()) == 2
    finally:
        stop.set()
        thread.join(timeout=30)


def start_worker(app):
    """The worker as it really runs, in a process of its own."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TRANSVERSE_")}
    settings |= {
        "PYTHONPATH": str(ROOT),
        "TRANSVERSE_INSTANCE": app.config["INSTANCE"],
        "TRANSVERSE_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "TRANSVERSE_SECRET_KEY": app.config["SECRET_KEY"],
        "TRANSVERSE_BASE_URL": app.config["BASE_URL"],
        "TRANSVERSE_MAIL_URL": app.config["MAIL_URL"],
    }
    return subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "worker"], cwd=ROOT, env=settings)


def test_a_worker_killed_between_the_server_and_its_notes(app, post, write_mail, state_of):
    """The server has the mail, the worker dies before it hears so: after its lease the same mail is sent again."""
    items = [write_mail(number) for number in (1, 2)]
    post.refusals = ["accept, then cut"]
    process = start_worker(app)
    post.upon_data = lambda: os.kill(process.pid, signal.SIGKILL)
    try:
        assert process.wait(timeout=60) == -signal.SIGKILL
    finally:
        process.kill()
        process.wait()
    post.upon_data = lambda: None
    (state, other) = (state_of(item) for item in items)
    assert (state["done_at"], state["attempts"], other["attempts"]) == (None, 1, 0)
    deliver(app)
    assert state_of(items[1])["done_at"] is not None
    assert state_of(items[0])["done_at"] is None
    deliver(app, after=LEASE + timedelta(seconds=1))
    assert state_of(items[0])["done_at"] is not None
    assert len(post.accepted) == 3
    assert len(mailbox(post)) == 2


def test_a_mail_that_kills_its_worker_each_time_is_parked(app, write_mail, state_of, monkeypatch):
    item = write_mail()

    def die(items):
        raise SystemExit

    monkeypatch.setitem(outbox._handlers, "mail", (die, False))
    for attempt in range(outbox.MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            deliver(app, after=(LEASE + timedelta(minutes=1)) * attempt)
    deliver(app, after=timedelta(days=1))
    assert state_of(item)["parked_at"] is not None
    assert "cut off" in state_of(item)["error"]
