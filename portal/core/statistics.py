"""What the planner of queries knows of the tables: how many rows an index finds for a value."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core.worker import chore
from portal.extensions import db

# Enough to tell a rare value from a common one, and a tenth of a second for a large organization. Read whole, SQLite
# would also keep samples of values, and then plan a statement anew each time one is sent with other values: for what
# every page asks, that takes as long as the answer (https://sqlite.org/lang_analyze.html, "approximate ANALYZE").
ROWS_OF_AN_INDEX = 1000
_EVERY_TABLE_THAT_NEEDS_IT = 0x10002


def refresh(connection: sa.Connection) -> None:
    """Count the tables that changed much since they were last counted, outside any transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_OF_AN_INDEX}")
        connection.exec_driver_sql(f"PRAGMA optimize={_EVERY_TABLE_THAT_NEEDS_IT}")
    else:
        connection.exec_driver_sql("ANALYZE")


@chore
def refresh_statistics() -> None:
    """Keep the planner informed where nothing else does: PostgreSQL counts its own tables."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            refresh(connection)
            connection.commit()
