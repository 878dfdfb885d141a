"""What a command does when the tables are not there, or not those of this release."""

from __future__ import annotations

import logging

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from portal.core.schema import bring_up_to_date, is_up_to_date
from portal.extensions import db
from tests.request.administration.exports import as_csv, cast_rows

COMMANDS = (
    ("create-administrator", "root@merane.example", "--given", "Ada", "--family", "Byron"),
    ("role", "list"),
    ("role", "add", "nobody@merane.example", "hr"),
    ("role", "remove", "nobody@merane.example", "hr"),
    ("invite", "nobody@merane.example"),
    ("import", "people", "{people}", "--dry-run"),
    ("import", "skills"),
    ("index", "status"),
    ("index", "verify"),
    ("index", "rebuild"),
)


@pytest.fixture
def emptied(app):
    with app.app_context():
        downgrade(revision="base")
        db.engine.dispose()
    yield app
    with app.app_context():
        upgrade()


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_on_an_empty_database(emptied, tmp_path, arguments):
    people = tmp_path / "people.csv"
    people.write_bytes(as_csv(cast_rows()))
    result = emptied.test_cli_runner().invoke(args=[part.format(people=people) for part in arguments])
    with emptied.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
        assert is_up_to_date() == is_sqlite
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    if not is_sqlite:
        assert result.exit_code == 1
        assert result.output == "Error: The database is not at this release. Run `portal db upgrade` first.\n"


def test_the_first_command_does_its_work(emptied, caplog):
    result = emptied.test_cli_runner().invoke(args=["role", "list"])
    with emptied.app_context():
        if db.engine.dialect.name == "sqlite":
            assert (result.exit_code, result.output.count("nobody")) == (0, 4)
    assert not [record for record in caplog.records if record.name.startswith("alembic")]


def test_nothing_is_logged_when_nothing_migrates(app, caplog):
    caplog.set_level(logging.INFO, "alembic")
    with app.app_context():
        bring_up_to_date()
        assert not [record for record in caplog.records if record.name.startswith("alembic")]


def test_a_database_of_another_release_is_not_up_to_date(app):
    with app.app_context():
        head = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
        db.session.rollback()
        assert is_up_to_date()
        try:
            _write_version("older")
            assert not is_up_to_date()
        finally:
            _write_version(head)


def _write_version(version):
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
