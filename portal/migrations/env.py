"""How Alembic reaches the portal's database and metadata."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from portal.core.model import UtcDateTime

config = context.config
database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our column types as the plain ones they stand for, so that old migrations never depend on our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Run on the connection the portal uses, each migration in a transaction of its own."""
    options = {"sqlite_begin": "IMMEDIATE"}
    with database.engine.connect().execution_options(**options) as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.driver_connection
        if sqlite:
            # Batch operations recreate tables, so keys are enforced again (and checked) only once all is in place.
            driver.execute("PRAGMA foreign_keys=0")
        try:
            context.configure(
                connection=connection,
                target_metadata=database.metadata,
                render_as_batch=True,
                render_item=render_item,
                transactional_ddl=True,
                transaction_per_migration=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            if sqlite and (broken := driver.execute("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"rows point nowhere after the migration: {broken[:10]}")
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys=1")


run_migrations()
