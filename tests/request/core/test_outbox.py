"""Work that follows a commit: claimed once, tried again, given up, taken up."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, outbox, worker
from portal.core.outbox import MAX_ATTEMPTS, NotNow, OutboxItem, deliver_due, enqueue
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Unit


@pytest.fixture
def kind(monkeypatch):
    """`kind(handler)` registers it under `test`, for this test only."""

    def register(handler, *, batch=False):
        monkeypatch.setitem(outbox._handlers, "test", (handler, batch))

    return register


def put(app, *keys):
    with app.app_context(), transaction():
        for key in keys:
            enqueue("test", key, {"key": key})


def row(app, key):
    with app.app_context():
        return db.session.scalars(sa.select(OutboxItem).where(OutboxItem.key == key)).one()


def later(app, **delta):
    with app.app_context(), clock.at(clock.now() + timedelta(**delta)):
        return deliver_due("test")


def test_nothing_is_there_when_the_transaction_fails(app):
    with app.app_context(), pytest.raises(ValueError, match="no"), transaction():
        enqueue("test", "lost", {})
        raise ValueError("no")
    with app.app_context():
        assert db.session.scalar(sa.select(OutboxItem.id)) is None


def test_the_same_key_is_written_once(app):
    put(app, "one")
    with pytest.raises(sa.exc.IntegrityError):
        put(app, "one")


@pytest.mark.parametrize("batch", [False, True])
def test_delivered_in_order_and_once(app, kind, batch):
    seen = []
    kind(lambda items: seen.extend(item.payload["key"] for item in items), batch=batch)
    put(app, "a", "b", "c")
    assert later(app) == 3
    assert later(app) == 0
    assert seen == ["a", "b", "c"]
    assert row(app, "a").done_at is not None
    assert row(app, "a").attempts == 1


def test_a_batch_that_fails_is_tried_one_by_one(app, kind):
    seen = []

    def deliver(items):
        if any(item.key == "bad" for item in items):
            raise ValueError("bad")
        seen.extend(item.key for item in items)

    kind(deliver, batch=True)
    put(app, "a", "bad", "c")
    assert later(app) == 3
    assert seen == ["a", "c"]
    assert row(app, "bad").error == "ValueError: bad"
    assert row(app, "bad").attempts == 1


def test_what_a_handler_leaves_behind_is_its_own(app, kind):
    def leave(items):
        db.session.add(Unit(code="LEFT", name_fr="X", name_en="X"))

    kind(leave)
    put(app, "a", "b")
    assert later(app) == 2
    with app.app_context():
        assert db.session.scalar(sa.select(Unit.id)) is None


def test_an_item_is_leased_while_it_is_delivered(app, kind):
    claimed = []
    kind(lambda items: claimed.append(outbox._claim("test", 10)))
    put(app, "a")
    later(app)
    assert claimed == [[]]


def test_a_worker_that_died_leaves_its_item_to_another(app, kind):
    seen = []
    put(app, "a")
    with app.app_context():
        assert len(outbox._claim("test", 10)) == 1
    kind(lambda items: seen.extend(item.key for item in items))
    assert later(app, minutes=1) == 0
    assert later(app, minutes=6) == 1
    assert seen == ["a"]


def test_an_item_that_kills_its_worker_is_parked(app, kind):
    kind(lambda items: None)
    put(app, "deadly", "fine")
    for attempt in range(MAX_ATTEMPTS):
        with app.app_context(), clock.at(clock.now() + timedelta(hours=attempt)):
            assert outbox._claim("test", 1)
    assert later(app, hours=20) == 1
    assert row(app, "deadly").parked_at is not None
    assert row(app, "fine").done_at is not None


def test_a_kind_that_cannot_be_delivered_waits_as_one(app, kind):
    calls = []

    def deliver(items):
        calls.append([item.key for item in items])
        raise NotNow("closed", seconds=60)

    for batch in (False, True):
        calls.clear()
        kind(deliver, batch=batch)
        keys = [f"{batch}{number}" for number in range(3)]
        put(app, *keys)
        assert later(app, hours=batch) == 0
        assert later(app, hours=batch, seconds=30) == 0
        assert len(calls) == 1
        for key in keys:
            item = row(app, key)
            assert (item.attempts, item.leased_until, item.parked_at, item.error) == (0, None, None, "closed")


def test_given_up_items_are_taken_up_by_kind(app, kind):
    def fail(items):
        raise ValueError("no")

    kind(fail)
    put(app, "a")
    for attempt in range(MAX_ATTEMPTS):
        later(app, days=attempt)
    assert row(app, "a").parked_at is not None
    with app.app_context():
        assert outbox.oldest_due("test") is None
        assert outbox.retry_parked("other") == 0
        assert outbox.retry_parked("test") == 1
        assert outbox.oldest_due("test") is not None
    assert row(app, "a").attempts == 0


def test_old_deliveries_are_forgotten_except_in_the_demo(app, kind):
    kind(lambda items: None)
    put(app, "old", "new")
    with app.app_context(), clock.at(clock.now() - timedelta(days=100)), transaction() as session:
        session.execute(sa.update(OutboxItem).where(OutboxItem.key == "old").values(done_at=clock.now()))
    with app.app_context():
        app.config["DEMO"] = True
        worker.forget_delivered()
        assert len(db.session.scalars(sa.select(OutboxItem.key)).all()) == 2
        app.config["DEMO"] = False
        worker.forget_delivered()
        assert db.session.scalars(sa.select(OutboxItem.key)).all() == ["new"]


def test_a_chore_that_fails_does_not_stop_the_others(app, monkeypatch):
    done = []
    monkeypatch.setattr(worker, "_chores", [lambda: 1 / 0, lambda: done.append(1)])
    with app.app_context():
        worker.do_chores()
    assert done == [1]
