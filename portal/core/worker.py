"""The process that delivers the outbox, beside the web processes."""

from __future__ import annotations

import logging
import signal
import threading

from flask import Flask

from portal.core import outbox
from portal.extensions import db

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5


def drain(*, rounds: int = 1000) -> int:
    """Deliver everything that is due now. Returns how many items were handled."""
    handled = 0
    for _ in range(rounds):
        count = sum(outbox.deliver_due(kind) for kind in outbox.kinds())
        if not count:
            break
        handled += count
    return handled


def run(app: Flask, stop: threading.Event | None = None) -> None:
    """Deliver until SIGTERM, SIGINT or `stop`. A failure of the database is logged and tried again."""
    stop = stop or threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        with app.app_context():
            try:
                busy = drain(rounds=20)
            except Exception:  # whatever happens, the next round must come
                log.exception("worker round failed")
                db.session.rollback()
                busy = 0
        stop.wait(0.05 if busy else IDLE_SECONDS)
