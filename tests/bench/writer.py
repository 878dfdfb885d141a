"""Bulk inserts: rows wait by table and are written many at once, parents before children."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import sqlalchemy as sa

from portal.extensions import Base, db

BATCH = 20_000

Row = dict[str, Any]


class Writer:
    """Collects rows and writes them by `executemany`. Keys are given here, so that rows can name each other."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.counts: Counter[str] = Counter()
        self._waiting: dict[sa.Table, list[Row]] = defaultdict(list)
        self._pending = 0
        self._next: Counter[str] = Counter()

    def key(self, model: type[Base]) -> int:
        """The next integer key of a table that was empty."""
        self._next[model.__tablename__] += 1
        return self._next[model.__tablename__]

    def add(self, model: type[Base] | sa.Table, **row: Any) -> None:
        """One row; every row of a table carries the same columns. Rows it refers to were added before."""
        table: sa.Table = model if isinstance(model, sa.Table) else model.__table__  # type: ignore[assignment]
        if "version" in table.c:
            row.setdefault("version", 1)
        self._waiting[table].append(row)
        self._pending += 1
        if self._pending >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        for table in db.metadata.sorted_tables:
            rows = self._waiting.pop(table, None)
            if rows:
                self.connection.execute(sa.insert(table), rows)
                self.counts[table.name] += len(rows)
        self._pending = 0

    def finish(self) -> None:
        """Write the rest; on PostgreSQL let the sequences go on after the keys given here."""
        self.flush()
        if self.connection.dialect.name != "postgresql":
            return
        for name in self._next:
            self.connection.execute(
                sa.text(f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), (SELECT max(id) FROM \"{name}\"))")
            )
