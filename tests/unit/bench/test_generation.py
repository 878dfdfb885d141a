"""The generator's own rules, without a database."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pytest
import sqlalchemy as sa

from portal.allocations.workflow import AUTHORIZATION
from portal.applications.workflow import APPLICATION
from portal.engagements.workflow import ENGAGEMENT
from portal.extensions import db
from portal.missions.workflow import MISSION
from portal.recognition.workflow import RECOGNITION
from tests.bench import prose
from tests.bench.casting import stranger
from tests.bench.chance import Chance
from tests.bench.measure import MOST_QUERIES, Measure
from tests.bench.names import DIRECTORATES
from tests.bench.organization import Clockwork, build
from tests.bench.pages import Page, Visit
from tests.bench.sizes import FULL, SMALL
from tests.bench.writer import Writer


class Nothing(list[Any]):
    """What an empty database answers."""

    def all(self) -> list[Any]:
        """No row."""
        return []


class Recorder:
    """Stands for a connection, and keeps what it is asked to write."""

    dialect = sa.create_engine("sqlite://").dialect

    def __init__(self) -> None:
        self.rows: list[Any] = []

    def execute(self, statement: Any, rows: Any = ()) -> Nothing:
        self.rows.append((str(statement.compile(dialect=self.dialect)), rows))
        return Nothing()

    def commit(self) -> None:
        """Nothing to keep."""


def rows_of(seed: int) -> list[Any]:
    recorder = Recorder()
    writer = Writer(cast(sa.Connection, recorder))
    build(writer, Chance(seed), SMALL.divided(4), list(range(1, 200)), Clockwork(lambda text: None))
    return recorder.rows


def test_the_same_seed_gives_the_same_organization() -> None:
    assert rows_of(7) == rows_of(7)
    assert rows_of(7) != rows_of(8)


# What opens a life, before the first row of its table of transitions; and what an owner may do without one.
OPENINGS = {
    "application": {"apply", "invite", "pool"},
    "authorization": {"request"},
    "engagement": {"open"},
    "mission": {"started"},
    "recognition": {"draft"},
}
TABLES = {table.name: table for table in (APPLICATION, AUTHORIZATION, ENGAGEMENT, MISSION, RECOGNITION)}


def test_events_are_those_that_the_workflows_know() -> None:
    events = [row for statement, batch in rows_of(5) if statement.startswith("INSERT INTO event") for row in batch]
    told: dict[str, set[str]] = {}
    for event in events:
        told.setdefault(event["subject_type"], set()).add(event["action"])
    assert set(told) == set(TABLES)
    for name, actions in told.items():
        assert actions <= OPENINGS[name] | {move.name for move in TABLES[name].transitions}


def test_sharing_out_gives_the_total_and_respects_the_most() -> None:
    chance = Chance(1)
    shares = chance.spread(500, [1, 2, 3, 100, 5, 6, 7, 8, 9, 10, 11], 60)
    assert sum(shares) == 500
    assert max(shares) <= 60
    with pytest.raises(ValueError, match="do not fit"):
        chance.spread(10, [1], 9)


def test_public_ids_have_the_form_that_the_portal_gives() -> None:
    ids = {Chance(seed).public_id() for seed in range(50)}
    assert len(ids) == 50
    assert {len(name) for name in ids} == {22}


def test_every_text_is_written_in_both_languages() -> None:
    chance = Chance(3)
    for code, *_ in DIRECTORATES:
        topic = prose.topic(chance, code)
        columns = {**prose.columns("title", topic.title), **prose.brief(chance, topic, "Adèle Morvan")}
        assert all(text.strip() and "{" not in text for text in columns.values())
        assert columns["title_fr"] != columns["title_en"]


def test_parents_are_written_before_children() -> None:
    recorder = Recorder()
    writer = Writer(cast(sa.Connection, recorder))
    tables = list(reversed(db.metadata.sorted_tables))
    for table in tables:
        writer.add(table, anything=1)
    writer.flush()
    written = [statement.split()[2].strip('"') for statement, _ in recorder.rows]
    assert written == [table.name for table in db.metadata.sorted_tables]
    assert writer.counts == Counter({table.name: 1 for table in tables})


def test_sizes_divide() -> None:
    assert FULL.divided(50) == SMALL
    assert (SMALL.employees, SMALL.applications) == (200, 2000)


def test_what_passes_the_budget_is_marked() -> None:
    page, box = Page("page", "page", stranger), Page("box", "box", stranger, milliseconds=10)
    nobody = cast(Any, None)
    fast = Measure(Visit(page, "/", nobody), b"", 3, page_seconds=[0.002], bare_seconds=[0.001])
    slow = Measure(Visit(page, "/", nobody), b"", MOST_QUERIES + 1, page_seconds=[0.031], bare_seconds=[0.001])
    awaited = Measure(Visit(box, "/", nobody), b"", 3, page_seconds=[0.011], bare_seconds=[0.001])
    assert fast.faults == []
    assert slow.faults == ["over 15 queries", "over 30 × bare"]
    assert awaited.faults == ["over 10 ms"]
    assert slow.ratio == pytest.approx(31)
