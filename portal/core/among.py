"""A list as one parameter, whatever its length: a prepared statement has single values, and the text of an `IN` has one
for each of its own.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Listed(sa.types.TypeDecorator[Collection[Any]]):
    """Values of a type: an array for PostgreSQL, and for SQLite, which has none, their JSON."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, each: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(self.each))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: Collection[Any] | None, dialect: sa.Dialect) -> Any:
        values = list(value or ())
        if dialect.name == "postgresql":
            return values
        process = self.each.dialect_impl(dialect).bind_processor(dialect)
        return json.dumps([process(one) for one in values] if process is not None else values)


class _Among(FunctionElement[bool]):
    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """As it is: a condition needs no `= 1` to be one, which would hide it from the planner."""
        return self


def among(column: Any, name: str) -> sa.ColumnElement[bool]:
    """The condition that a column is one of the values of the list given as `name`."""
    return _Among(column, sa.bindparam(name, type_=_Listed(column.type)))


@compiles(_Among, "sqlite")
def _in_json(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - a column and a parameter


@compiles(_Among, "postgresql")
def _in_array(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY ({values})"
