"""Where a page spends its time: the functions, and the statements with their plans."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import event

from portal.config import ROOT
from portal.extensions import db
from tests.bench.measure import TRANSACTIONS, open_page
from tests.bench.pages import Visit

TIMES = 20
SECONDS = 5
FUNCTIONS = 40
SLOW_MILLISECONDS = 4
COSTLY = ("SCAN", "TEMP B-TREE", "AUTOMATIC", "SORT METHOD")


@dataclass
class Statement:
    """One text of SQL: the seconds of each time it was sent, and its last parameters."""

    text: str
    seconds: list[float] = field(default_factory=list)
    parameters: Any = ()


@contextmanager
def recorded(app: Flask) -> Iterator[dict[str, Statement]]:
    """Collect the statements sent meanwhile, by text, in the order they were first sent."""
    statements: dict[str, Statement] = {}
    starts: list[float] = []

    def before(connection: Any, cursor: Any, text: str, parameters: Any, *rest: Any) -> None:
        statements.setdefault(text, Statement(text)).parameters = parameters
        starts.append(perf_counter())

    def after(connection: Any, cursor: Any, text: str, *rest: Any) -> None:
        statements[text].seconds.append(perf_counter() - starts.pop())

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


def functions(visit: Visit) -> str:
    """The functions of `TIMES` openings (fewer of a slow page), by cumulative time."""
    profiler = cProfile.Profile()
    until = perf_counter() + SECONDS
    profiler.enable()
    for _ in range(TIMES):
        open_page(visit.client, visit.path)
        if perf_counter() > until:
            break
    profiler.disable()
    out = StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("cumulative").print_stats(FUNCTIONS)
    lines = out.getvalue().replace(f"{ROOT}/.venv/lib/python3.11/site-packages/", "").replace(f"{ROOT}/", "")
    return "\n".join(line for line in lines.splitlines() if line.strip())


def explain(app: Flask, statement: Statement) -> str:
    """How the database answers a statement."""
    with app.app_context(), db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        prefix = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN (ANALYZE, BUFFERS)"
        rows = connection.exec_driver_sql(f"{prefix} {statement.text}", statement.parameters).all()
    return "\n".join(f"      {row[-1]}" for row in rows)


def profile(app: Flask, visit: Visit, *, with_plans: bool = False) -> str:
    """What to read before making a page faster."""
    open_page(visit.client, visit.path)
    with recorded(app) as statements:
        open_page(visit.client, visit.path)
    asked = [one for one in statements.values() if not one.text.startswith(TRANSACTIONS)]
    parts = [f"{visit.page.name}: {visit.path}", functions(visit), "", "Statements, slowest first:"]
    for one in sorted(asked, key=lambda each: -sum(each.seconds)):
        times = len(one.seconds)
        parts.append(f"  {sum(one.seconds) * 1000:8.2f} ms  {times} ×  {' '.join(one.text.split())}")
        if with_plans and one.text.lstrip().startswith(("SELECT", "WITH")):
            parts.append(explain(app, one))
    return "\n".join(parts)


def slow_statements(app: Flask, visits: list[Visit]) -> str:
    """The statements of all pages that take `SLOW_MILLISECONDS` or are sent twice, slowest first: the pages that send
    them with their times, and what the plan walks through whole, sorts or builds for the occasion."""
    pages: dict[str, list[str]] = {}
    kept: dict[str, tuple[float, Statement]] = {}
    for visit in visits:
        open_page(visit.client, visit.path)
        with recorded(app) as statements:
            open_page(visit.client, visit.path)
        for text, one in statements.items():
            spent, times = sum(one.seconds) * 1000, len(one.seconds)
            if text.startswith(TRANSACTIONS) or (spent < SLOW_MILLISECONDS and times == 1):
                continue
            often = f" in {times} times" if times > 1 else ""
            pages.setdefault(text, []).append(f"{visit.page.name} {spent:.1f} ms{often}")
            if text not in kept or spent > kept[text][0]:
                kept[text] = spent, one
    lines = []
    for text, (_, one) in sorted(kept.items(), key=lambda item: -item[1][0]):
        words = " ".join(text.split())
        lines.append(", ".join(pages[text]))
        lines.append(f"    {words[:80]} … {words[words.find(' FROM ') :][:500]}")
        if text.lstrip().startswith(("SELECT", "WITH")):
            lines += [line for line in explain(app, one).splitlines() if any(word in line.upper() for word in COSTLY)]
    return "\n".join(lines) or "No statement is slow or repeated."
