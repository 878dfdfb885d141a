"""What the planner knows is kept up without anyone asking."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from portal.core import statistics, worker
from portal.extensions import db


@pytest.fixture
def connection(app, cast):
    with app.app_context(), db.engine.connect() as connection:
        yield connection


def counted(connection):
    """How many rows the planner believes that there are people."""
    if connection.dialect.name == "sqlite":
        known = connection.exec_driver_sql("SELECT max(stat) FROM sqlite_stat1 WHERE tbl = 'person'").scalar()
        return int(known.split()[0]) if known else None
    return connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'person'").scalar()


def test_it_counts_the_rows(connection):
    statistics.refresh(connection)
    connection.commit()
    assert counted(connection) == connection.exec_driver_sql("SELECT count(*) FROM person").scalar()


def test_sqlite_keeps_no_sample_that_would_make_it_plan_each_statement_anew(connection):
    if connection.dialect.name != "sqlite":
        assert not sa.inspect(connection).has_table("sqlite_stat4")
        return
    statistics.refresh(connection)
    connection.commit()
    assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_stat4").scalar() == 0


def test_the_worker_does_it_on_sqlite_and_leaves_postgresql_to_itself(app, connection):
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        statistics.refresh_statistics()
    assert any("optimize" in statement for statement in asked) is (connection.dialect.name == "sqlite")
    assert statistics.refresh_statistics in worker._chores
