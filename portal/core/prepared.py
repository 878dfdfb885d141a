"""Statements that every page asks, written out once.

SQLAlchemy keeps the text of a statement, but finds it by walking the statement, writes the lists of its `IN` anew and
prepares mapped objects: for what every page asks, that costs more than the answer. Here the text, the values that never
change and the conversions of the columns are made once for each engine; the driver does the rest.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from portal.extensions import db

_Convert = Callable[[Any], Any]
_Make = Callable[[Mapping[str, Any]], Any]
_Reads = sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]]


@dataclass(frozen=True)
class _Written:
    """What one engine is sent. `changing` says how to make, from what is given, each value that is not in `fixed`."""

    text: str
    fixed: Mapping[str, Any]
    changing: Mapping[str, _Make]
    positions: Callable[[Mapping[str, Any]], Any] | None
    results: tuple[tuple[int, _Convert], ...]

    def ask(self, connection: sa.Connection, given: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
        values: Any = {**self.fixed, **{name: make(given) for name, make in self.changing.items()}}
        if self.positions is not None:
            values = self.positions(values)
        rows = _fetched(connection, self.text, values)
        if not rows or not self.results:
            return rows
        columns: list[Iterable[Any]] = [*zip(*rows, strict=True)]
        for place, convert in self.results:
            columns[place] = map(convert, columns[place])
        return zip(*columns, strict=True)


def _fetched(connection: sa.Connection, text: str, values: Any) -> Sequence[Sequence[Any]]:
    """What the driver answers. SQLAlchemy would describe the columns each time: half of what a small question costs."""
    if connection.dispatch.before_cursor_execute:  # someone counts or times statements
        return connection.exec_driver_sql(text, values).all()
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text, values)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise sa.exc.DBAPIError.instance(text, values, error, connection.dialect.loaded_dbapi.Error) from error
    finally:
        cursor.close()


def reading() -> sa.Connection:
    """The connection of the session, for statements that read columns. What is pending is written first, as it would be
    for a statement of the session: a service reads what it has just changed.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        session.flush()
    return session.connection()


class Prepared:
    """A `SELECT` of columns (never of mapped objects) whose parameters are single values: for a list, see `among`.

    It reads inside the session's transaction, as the statement itself would. `row` makes a row from its columns.
    """

    def __init__(self, statement: _Reads, row: Callable[..., Any] | None = None) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}
        self._row: Callable[..., Any] = row or _row_of(statement)

    def rows(self, **given: Any) -> list[Any]:
        """The rows for these parameters: named tuples with the keys of the columns, unless `row` makes others."""
        connection = reading()
        written = self._written.get(connection.dialect.name)
        if written is None:
            written = self._written[connection.dialect.name] = self._write(connection.dialect, given)
        return [*starmap(self._row, written.ask(connection, given))]

    def row(self, **given: Any) -> Any:
        """The first row, None when there is none."""
        rows = self.rows(**given)
        return rows[0] if rows else None

    def _write(self, dialect: sa.Dialect, given: Mapping[str, Any]) -> _Written:
        _write_limits(self._statement)
        compiled: Any = self._statement.compile(dialect=dialect)
        sent = compiled.construct_expanded_state(dict(given))
        fixed: dict[str, Any] = {}
        changing: dict[str, _Make] = {}
        for name, value in sent.parameters.items():
            bound = compiled.binds.get(name)
            convert = sent.processors.get(name) if bound is None else _sent_as(bound.type, dialect)
            made = _made_anew(name, given, bound)
            if made is None:
                fixed[name] = convert(value) if convert else value
            else:
                changing[name] = _then(made, convert)
        places = sent.positiontup
        return _Written(
            sent.statement, fixed, changing, _in_order(places) if places is not None else None, self._results(dialect)
        )

    def _results(self, dialect: sa.Dialect) -> tuple[tuple[int, _Convert], ...]:
        conversions = (
            (place, _conversion(column.type, dialect)) for place, column in enumerate(self._statement.selected_columns)
        )
        return tuple((place, convert) for place, convert in conversions if convert is not None)


def _write_limits(statement: _Reads) -> None:
    """Write the limits that never change in the text: SQLite plans anew whenever one comes as a parameter."""
    for part in visitors.iterate(statement):
        if isinstance(part, sa.sql.selectable.GenerativeSelect):
            limit = part._limit_clause
            if isinstance(limit, sa.BindParameter) and limit.value is not None:
                limit.literal_execute = True


def _sent_as(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> _Convert | None:
    convert: _Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _conversion(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> _Convert | None:
    """What a column goes through; what has few values, and values that never change, is converted once."""
    convert: _Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return lru_cache(maxsize=1024)(convert) if convert and isinstance(kind, sa.Enum | sa.Date) else convert


def _row_of(statement: _Reads) -> Callable[..., Any]:
    # Columns without a name of their own are read by their place.
    return namedtuple("Row", statement.selected_columns.keys(), rename=True)


def _made_anew(name: str, given: Mapping[str, Any], bound: Any) -> _Make | None:
    if name in given:
        return itemgetter(name)
    worked_out: Callable[[], Any] | None = None if bound is None else bound.callable
    return None if worked_out is None else lambda _: worked_out()


def _then(make: _Make, convert: _Convert | None) -> _Make:
    return make if convert is None else lambda given: convert(make(given))


def _in_order(places: list[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    return lambda values: tuple([values[name] for name in places])
