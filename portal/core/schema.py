"""The tables and the code agree before a command reads or writes: an empty folder is a portal from the first one."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

import click
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from portal.core.database import sqlite_version
from portal.extensions import db

VERSIONS = "alembic_version"


def is_up_to_date() -> bool:
    """Whether the database is at the last migration. Read without Alembic, which tells the log whenever it looks."""
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table(VERSIONS):
            return False
        present = connection.scalars(sa.text(f"SELECT version_num FROM {VERSIONS}")).all()  # noqa: S608 (our own name)
    return set(present) == set(scripts.get_heads())


def bring_up_to_date() -> None:
    """Make the tables, or migrate them, when something is to be done: quietly, whoever started this asked for more."""
    if not is_up_to_date():
        logging.getLogger("alembic").setLevel(logging.WARNING)
        upgrade()


def prepare() -> None:
    """Bring a SQLite database up to date; a server's is migrated by whoever runs the release.

    Raises `click.ClickException` when that has not been done.
    """
    if db.engine.dialect.name == "sqlite":
        bring_up_to_date()
    elif not is_up_to_date():
        raise click.ClickException("The database is not at this release. Run `portal db upgrade` first.")


def describe_database() -> str:
    """Which database this is, without its password."""
    engine = db.engine
    name = f"SQLite {sqlite_version()}" if engine.dialect.name == "sqlite" else "PostgreSQL"
    return f"{name}, {engine.url.render_as_string(hide_password=True)}"


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """As Flask's `with_appcontext`, for a command that needs the tables."""

    @with_appcontext
    @functools.wraps(command)
    def prepared(*arguments: Any, **options: Any) -> Any:
        prepare()
        return command(*arguments, **options)

    return prepared


def naming_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """As `with_database`, for a command about people, skills or roles: it first says which portal's they are."""

    @with_database
    @functools.wraps(command)
    def named(*arguments: Any, **options: Any) -> Any:
        click.echo(describe_database(), err=True)
        return command(*arguments, **options)

    return named
