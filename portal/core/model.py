"""Column types and mixins that every feature's models share."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from portal.core import clock
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, `timestamptz` on PostgreSQL, ISO text on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# STRICT tables (below) accept five type names only; these are their SQLite spellings.
@compiles(sa.String, "sqlite")
@compiles(sa.Enum, "sqlite")
@compiles(sa.Text, "sqlite")
@compiles(sa.DateTime, "sqlite")
@compiles(sa.Date, "sqlite")
@compiles(sa.JSON, "sqlite")
def _as_text(element: Any, compiler: Any, **kw: Any) -> str:
    return "TEXT"


@compiles(sa.Float, "sqlite")
def _as_real(element: Any, compiler: Any, **kw: Any) -> str:
    return "REAL"


@compiles(sa.Boolean, "sqlite")
@compiles(sa.BigInteger, "sqlite")
@compiles(sa.SmallInteger, "sqlite")
def _as_integer(element: Any, compiler: Any, **kw: Any) -> str:
    return "INTEGER"


@sa.event.listens_for(sa.Table, "after_parent_attach")
def _strict(table: sa.Table, parent: Any) -> None:
    """Every table is STRICT on SQLite: a wrong type is refused instead of stored."""
    if isinstance(parent, sa.MetaData):
        table.dialect_options["sqlite"]["strict"] = True


# For a table whose rows something written down names by their id: no later row takes the id of one that is gone, as
# PostgreSQL has it anyway.
IDS_FOR_GOOD = {"sqlite_autoincrement": True}


def choice(kind: type[enum.Enum], *, name: str) -> sa.Enum:
    """A column type that stores the value of a `StrEnum` and refuses any other with a named CHECK."""
    return sa.Enum(
        kind,
        native_enum=False,
        length=32,
        create_constraint=True,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


def new_public_id() -> str:
    """A random 128-bit identifier, 22 URL-safe characters: tells nothing and cannot be walked."""
    return secrets.token_urlsafe(16)


class Identified:
    """An integer key inside, a random public identifier in addresses."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(22), unique=True, default=new_public_id)


class Created:
    """When the row was written."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Versioned:
    """An optimistic lock: a write that read an older version fails instead of overwriting."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def expect(self, version: int | None) -> None:
        """Raise `Conflict` when the person who asks was looking at another version (None: they did not say)."""
        if version is not None and version != self.version:
            raise Conflict(_l("Someone changed this a moment ago. Here is how it stands now."), code="stale")
