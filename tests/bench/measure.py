"""Times pages beside bare Flask views that return the same bytes, in interleaved rounds of one process.

Process time is what the page costs this process, whatever else the machine does; a ratio to the bare view is the same
on a fast machine and on a slow one. On PostgreSQL the server's share is outside this process: see the elapsed time.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter, process_time
from typing import Any

from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.core import memory
from portal.extensions import db
from tests.bench.pages import Visit

MOST_QUERIES = 15
MOST_TIMES_BARE = 30
WARM_UP = 3
ROUNDS = 40
SECONDS = 110
SECONDS_A_PAGE = 6  # a page that took so long in all sits the other rounds out
SLOW_SECONDS = 1  # a page that takes so long is not opened more than needed
BROWSER = {"Sec-Fetch-Site": "same-origin"}
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT")


class Broken(RuntimeError):
    """A page that did not answer 200."""


@dataclass
class Measure:
    """One page: seconds of each round, and what it asked and sent."""

    visit: Visit
    body: bytes
    queries: int
    page_seconds: list[float] = field(default_factory=list)
    bare_seconds: list[float] = field(default_factory=list)
    elapsed_seconds: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """Median process time of the page."""
        return median(self.page_seconds) * 1000

    @property
    def bare_milliseconds(self) -> float:
        """Median process time of the bare view."""
        return median(self.bare_seconds) * 1000

    @property
    def ratio(self) -> float:
        """How many bare views the page costs."""
        return self.milliseconds / self.bare_milliseconds

    @property
    def faults(self) -> list[str]:
        """What passes the budget."""
        found = []
        if self.queries > MOST_QUERIES:
            found.append(f"over {MOST_QUERIES} queries")
        if self.ratio > MOST_TIMES_BARE:
            found.append(f"over {MOST_TIMES_BARE} × bare")
        most = self.visit.page.milliseconds
        if most is not None and self.milliseconds > most:
            found.append(f"over {most:g} ms")
        return found


def unwrap(app: Flask) -> None:
    """Leave the static files' layer and the proxies' out of what is measured."""
    app.__dict__.pop("wsgi_app", None)


def open_page(client: FlaskClient, path: str) -> bytes:
    """The bytes of a page. Raises `Broken`."""
    response = client.get(path, headers=BROWSER)
    if response.status_code != 200:
        raise Broken(f"{path} answered {response.status}")
    return response.get_data()


def count_queries(app: Flask, visit: Visit) -> int:
    """How many statements the page sends, transactions' own words apart."""
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        open_page(visit.client, visit.path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([statement for statement in statements if not statement.startswith(TRANSACTIONS)])


def sound(visits: list[Visit]) -> tuple[list[Visit], list[tuple[Visit, str]]]:
    """The pages that answer, and those that do not with why."""
    answering, broken = [], []
    for visit in visits:
        try:
            open_page(visit.client, visit.path)
        except Broken as error:
            broken.append((visit, str(error)))
        else:
            answering.append(visit)
    return answering, broken


def bare_app(bodies: list[bytes]) -> Flask:
    """An application that returns each of these bodies at `/0`, `/1`… and does nothing else."""
    app = Flask("bare")

    def view_of(body: bytes) -> Callable[[], Response]:
        return lambda: Response(body, mimetype="text/html")

    for number, body in enumerate(bodies):
        app.add_url_rule(f"/{number}", f"page_{number}", view_of(body))
    return app


def measure(app: Flask, visits: list[Visit], *, rounds: int = ROUNDS, seconds: float = SECONDS) -> list[Measure]:
    """Measure every page `rounds` times after a warm-up; fewer when that passes `seconds` in all or a page is slow.

    Call `unwrap` first, and leave out pages that do not answer (`sound`).
    """
    measures = [_warm(app, visit) for visit in visits]
    bare = bare_app([one.body for one in measures]).test_client()
    for number, one in enumerate(measures):
        for _ in range(WARM_UP):
            if open_page(bare, f"/{number}") != one.body:
                raise Broken("the bare view does not return the page's bytes")
    _run_rounds(measures, bare, rounds, seconds)
    return measures


def _warm(app: Flask, visit: Visit) -> Measure:
    started = perf_counter()
    queries = count_queries(app, visit)
    times = WARM_UP if perf_counter() - started < SLOW_SECONDS else 1
    bodies = [open_page(visit.client, visit.path) for _ in range(times)]
    return Measure(visit, bodies[-1], queries)


def _run_rounds(measures: list[Measure], bare: FlaskClient, rounds: int, seconds: float) -> None:
    order = list(enumerate(measures))
    shuffler = random.Random(1)
    before = gc.get_threshold()
    memory.settle()  # as a process that serves does
    until = perf_counter() + seconds
    for _ in range(rounds):
        shuffler.shuffle(order)
        for number, one in order:
            if sum(one.elapsed_seconds) > SECONDS_A_PAGE:
                continue
            one.bare_seconds.append(_timed(bare, f"/{number}")[0])
            spent, elapsed = _timed(one.visit.client, one.visit.path)
            one.page_seconds.append(spent)
            one.elapsed_seconds.append(elapsed)
        if perf_counter() > until:
            break
    gc.unfreeze()
    gc.set_threshold(*before)


def _timed(client: FlaskClient, path: str) -> tuple[float, float]:
    started, clock = perf_counter(), process_time()
    open_page(client, path)
    return process_time() - clock, perf_counter() - started


def table(measures: list[Measure]) -> str:
    """The measures, the costliest pages first."""
    lines = [
        f"{'page':<20}{'ms':>8}{'elapsed':>9}{'bare':>7}{'ratio':>7}{'queries':>9}{'bytes':>9}",
    ]
    for one in sorted(measures, key=lambda each: -each.ratio):
        lines.append(
            f"{one.visit.page.name:<20}{one.milliseconds:>8.2f}{median(one.elapsed_seconds) * 1000:>9.2f}"
            f"{one.bare_milliseconds:>7.2f}{one.ratio:>7.1f}{one.queries:>9}{len(one.body):>9,}"
            f"  {', '.join(one.faults)}".rstrip()
        )
    return "\n".join(lines)
