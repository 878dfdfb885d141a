"""The process that delivers the outbox, beside the web processes, and the chores that only the clock asks for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask, current_app

from portal.core import clock, outbox
from portal.extensions import db

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
CHORES_SECONDS = 3600.0
KEPT = timedelta(days=90)

_first: list[Callable[[], object]] = []
_chores: list[Callable[[], object]] = []


def at_start(function: Callable[[], object]) -> Callable[[], object]:
    """Register what a worker does once before it delivers."""
    if function not in _first:
        _first.append(function)
    return function


def chore(function: Callable[[], object]) -> Callable[[], object]:
    """Register what is to be done about once an hour; it may run twice at once, in two workers."""
    if function not in _chores:
        _chores.append(function)
    return function


def drain(*, rounds: int = 1000) -> int:
    """Deliver everything that is due now. Returns how many items were handled."""
    handled = 0
    for _ in range(rounds):
        count = sum(outbox.deliver_due(kind) for kind in outbox.kinds())
        if not count:
            break
        handled += count
    return handled


def start() -> None:
    """Do what comes before any delivery."""
    _each(_first)


def do_chores() -> None:
    """Run every chore."""
    _each(_chores)


def _each(functions: list[Callable[[], object]]) -> None:
    """Call them all: one that fails is logged and does not stop the others."""
    for function in functions:
        try:
            function()
        except Exception:
            log.exception("%s failed", getattr(function, "__name__", function))
            db.session.rollback()


def run(app: Flask, stop: threading.Event) -> None:
    """Deliver until `stop`, each kind in a thread of its own: a mail server that hangs must not hold the index up."""
    with app.app_context():
        start()
    threads = [
        threading.Thread(target=_deliver_forever, args=(app, kind, stop), name=f"outbox-{kind}", daemon=True)
        for kind in outbox.kinds()
    ]
    for thread in threads:
        thread.start()
    next_chores = time.monotonic()
    while not stop.wait(IDLE_SECONDS):
        if time.monotonic() >= next_chores:
            with app.app_context():
                do_chores()
            next_chores = time.monotonic() + CHORES_SECONDS
    for thread in threads:
        thread.join(timeout=10)


def _deliver_forever(app: Flask, kind: str, stop: threading.Event) -> None:
    while not stop.is_set():
        with app.app_context():
            try:
                busy = outbox.deliver_due(kind)
            except Exception:  # whatever happens, the next round must come
                log.exception("worker round failed")
                db.session.rollback()
                busy = 0
        stop.wait(0.05 if busy else IDLE_SECONDS)


@chore
def forget_delivered() -> None:
    """Delete what was delivered three months ago: mails hold names and words. The demo keeps its year."""
    if not current_app.config["DEMO"]:
        outbox.forget_delivered(clock.now() - KEPT)
