"""How each engine is opened. SQLite: a fixed version, WAL, full synchronisation, enforced keys, erased deletions."""

from __future__ import annotations

from typing import Any

import pysqlite3.dbapi2 as sqlite
import sqlalchemy as sa
from sqlalchemy import event

from portal.core.folding import fold_text

# The WAL-reset bug can corrupt a database written by two connections; it is fixed from these releases on. Debian 12
# ships an affected one, so the portal brings its own SQLite instead of giving up WAL (readers never wait for a writer).
FIXED_SQLITE = (3, 51, 3)

PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("busy_timeout", 5000),
    ("secure_delete", 1),
    ("trusted_schema", 0),
)


# The drivers forget the statements they have parsed beyond a hundred or so; the pages have some three hundred. On
# PostgreSQL each connection keeps the plans of its own in the server's memory.
STATEMENTS_KEPT = 1000
STATEMENTS_PLANNED = 400


def sqlite_version() -> str:
    """The version of the SQLite library in use."""
    return str(sqlite.sqlite_version)


def check_sqlite_version() -> None:
    """Refuse to start on a SQLite whose WAL mode can corrupt the file."""
    if tuple(sqlite.sqlite_version_info) < FIXED_SQLITE:
        raise RuntimeError(f"SQLite {sqlite_version()} has the WAL-reset bug; {FIXED_SQLITE} or later is needed")


def engine_options(url: str) -> dict[str, Any]:
    """`create_engine` keywords for a database address."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        check_sqlite_version()
        options = {"timeout": 5, "check_same_thread": False, "cached_statements": STATEMENTS_KEPT}
        return {"module": sqlite, "connect_args": options}
    return {
        "pool_pre_ping": True,
        "connect_args": {
            "options": "-c lock_timeout=3s -c statement_timeout=10s -c idle_in_transaction_session_timeout=30s"
        },
    }


def prepare_engine(engine: sa.Engine) -> None:
    """Attach the connection settings to an engine, once."""
    if engine.dialect.name != "sqlite":

        @event.listens_for(engine, "connect")
        def _keep_statements(connection: Any, record: Any) -> None:
            connection.prepared_max = STATEMENTS_PLANNED

        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, record: Any) -> None:
        # The driver starts transactions late and only before a write; ours start when SQLAlchemy says so.
        connection.isolation_level = None
        connection.create_function("fold_text", 1, fold_text, deterministic=True)
        for name, value in PRAGMAS:
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: sa.Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        try:
            connection.connection.driver_connection.execute(f"BEGIN {mode}")  # type: ignore[union-attr]
        except sqlite.OperationalError as error:  # what a statement of SQLAlchemy's own would have raised
            raise sa.exc.OperationalError(f"BEGIN {mode}", None, error) from error


def is_busy(error: sa.exc.OperationalError) -> bool:
    """Whether the database refused because others hold it (to answer 503 and "try again")."""
    text = str(error.orig)
    return "database is locked" in text or getattr(error.orig, "sqlstate", None) in {"55P03", "40P01", "57014"}
