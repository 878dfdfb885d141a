"""Each migration goes up and down, and its end is what the models say, on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from portal.config import ROOT
from portal.extensions import db

REVISIONS = [s.revision for s in ScriptDirectory(str(ROOT / "portal" / "migrations")).walk_revisions()]


def schema(connection):
    """Tables, columns, constraints and indexes, in a form that can be compared."""
    inspector = sa.inspect(connection)
    found = {}
    for table in sorted(inspector.get_table_names()):
        found[table] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)},
            "keys": sorted(str(k) for k in inspector.get_foreign_keys(table)),
            "unique": sorted(str(k) for k in inspector.get_unique_constraints(table)),
            "checks": sorted(str(k["name"]) for k in inspector.get_check_constraints(table)),
            "indexes": sorted(str(k["name"]) for k in inspector.get_indexes(table)),
        }
    return found


@pytest.fixture
def connection(app):
    with app.app_context():
        yield lambda: db.engine.connect()
        upgrade()


def test_the_migrated_schema_is_the_models(app, connection):
    with connection() as opened:
        context = MigrationContext.configure(opened, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
        migrated = schema(opened)
    assert {name for name in migrated if name != "alembic_version"} == set(db.metadata.tables)
    checks = {
        table.name: sorted(str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint))
        for table in db.metadata.tables.values()
    }
    assert {name: found["checks"] for name, found in migrated.items() if name in checks} == checks


@pytest.mark.parametrize("revision", REVISIONS)
def test_one_step_down_and_up_again_changes_nothing(app, connection, revision):
    downgrade(revision=revision)  # the database is at the last one
    with connection() as opened:
        before = schema(opened)
    downgrade(revision="-1")
    upgrade(revision=revision)
    with connection() as opened:
        assert schema(opened) == before


def test_all_the_way_down_leaves_nothing(app, connection):
    downgrade(revision="base")
    with connection() as opened:
        assert sa.inspect(opened).get_table_names() == ["alembic_version"]


def test_every_sqlite_table_is_strict(app):
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            rows = db.session.execute(sa.text("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
            loose = {row.name for row in rows if not row.strict and not row.name.startswith("sqlite_")}
            assert loose <= {"alembic_version"}
        else:
            assert db.session.scalar(sa.text("SHOW server_encoding")) == "UTF8"
