"""Fixtures for every test: the portal on both engines, a cast of people, visitors who use it as a browser would."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import event

from portal import create_app
from portal.core import clock
from portal.extensions import db
from portal.search.postgres_engine import PostgresEngine
from tests.cast import Cast
from tests.factories import World
from tests.postgres import Server
from tests.scheduling import OneByOne
from tests.visitor import Visitor

ENGINES = ("sqlite", "postgresql")
# How long an example takes says how busy the machine is. What is merged is checked with the same examples each time;
# everyone else looks for new ones.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("merge", settings.get_profile("portal"), derandomize=True)
settings.load_profile("merge" if os.environ.get("CI") else "portal")
CHEAP_ARGON2 = {"memory_cost": 8, "time_cost": 1, "parallelism": 1}

# What is written next comes after the cast, even in tables made again by a test of migrations.
_NEXT_ID = (
    "SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
    " greatest(max(id), nextval(pg_get_serial_sequence('{table}', 'id')))) FROM {table}"
)


def _without_disk(connection: Any, record: Any) -> None:
    """As our PostgreSQL, its data is worth nothing: nothing waits for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


class Home:
    """The portal on one engine, migrated once, emptied before each test."""

    def __init__(self, engine: str, folder: Path, url: str) -> None:
        self.engine = engine
        self.file = folder / "portal.db"
        self.template = folder / "template.db"
        self.cast_template = folder / "cast.db"
        self.app = create_app(
            {
                "TESTING": True,
                "INSTANCE": str(folder),
                "SECRET_KEY": "test" * 8,
                "SQLALCHEMY_DATABASE_URI": url,
                "BASE_URL": "http://localhost",
                "ARGON2": CHEAP_ARGON2,
            }
        )
        self.pristine = dict(self.app.config)
        with self.app.app_context():
            if engine == "sqlite":
                event.listen(db.engine, "connect", _without_disk)
            upgrade()
            self.tables = [f'"{name}"' for name in db.metadata.tables]
            db.engine.dispose()
        if engine == "sqlite":
            shutil.copy(self.file, self.template)
        with clock.at(datetime.now(UTC)):
            self.cast = Cast(self.app)
        self.cast_rows = self._keep_cast()

    def close_search(self) -> None:
        """Let go of the index's files: the next test starts without an index."""
        for engine in self.app.extensions.get("search_engines", {}).values():
            engine.close()

    def _keep_cast(self) -> dict[sa.Table, list[dict[str, Any]]]:
        """What the cast wrote: as a file for SQLite, and for PostgreSQL as rows."""
        with self.app.app_context():
            if self.engine == "sqlite":
                db.engine.dispose()
                shutil.copy(self.file, self.cast_template)
                return {}
            with db.engine.connect() as connection:
                read = {
                    table: connection.execute(sa.select(table)).mappings().all() for table in db.metadata.sorted_tables
                }
                return {table: [dict(row) for row in rows] for table, rows in read.items() if rows}

    def reset(self, *, with_cast: bool) -> None:
        """Empty tables, or those that hold the cast and no more; settings as they were."""
        self.app.config.update(self.pristine)
        self.close_search()
        shutil.rmtree(self.app.config["SEARCH_INDEX"], ignore_errors=True)
        with self.app.app_context():
            if self.engine == "sqlite":
                db.engine.dispose()
                for suffix in ("-wal", "-shm"):
                    self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
                shutil.copy(self.cast_template if with_cast else self.template, self.file)
                return
            PostgresEngine(db.engine).drop()
            deletions = "".join(f"DELETE FROM {table};" for table in self.tables)
            with db.engine.begin() as connection:
                connection.execute(sa.text(f"SET LOCAL session_replication_role = replica; {deletions}"))
                for table, rows in self.cast_rows.items() if with_cast else ():
                    connection.execute(table.insert(), rows)
                    if "id" in table.columns:
                        connection.execute(sa.text(_NEXT_ID.format(table=table.name)))


class Homes:
    """One `Home` for each engine, made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[str, Home] = {}
        self.server: Server | None = None

    def __call__(self, engine: str) -> Home:
        if engine not in self.made:
            folder = self.folder / engine
            folder.mkdir()
            self.made[engine] = Home(engine, folder, self._url(engine, folder))
        return self.made[engine]

    def _url(self, engine: str, folder: Path) -> str:
        if engine == "sqlite":
            return f"sqlite:///{folder / 'portal.db'}"
        self.server = Server()
        self.server.start()
        return self.server.url

    def close(self) -> None:
        for home in self.made.values():
            home.close_search()
            with home.app.app_context():
                db.engine.dispose()
        if self.server:
            self.server.stop()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    made = Homes(tmp_path_factory.mktemp("homes"))
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def home(request: pytest.FixtureRequest, homes: Homes) -> Home:
    """One of the two engines, its database empty, the cast apart: each test that asks for it runs on both."""
    home = homes(request.param)
    home.reset(with_cast="cast" in request.fixturenames)
    return home


@pytest.fixture
def app(home: Home) -> Flask:
    """The portal on each engine, with an empty database, the cast apart."""
    return home.app


@pytest.fixture
def cast(home: Home) -> Cast:
    """The people everyone knows (see `tests/cast.py`), already in the database."""
    return home.cast


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """Makes missions, applications, skills… in words of the field (see `tests/factories.py`)."""
    return World(app, cast)


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """`visit(cast.ines)` is a browser where she is signed in; `visit()` one where nobody is."""

    def open_browser(person: Any = None, *, locale: str = "en") -> Visitor:
        return Visitor(app, person, locale=locale)

    return open_browser


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are processors: a third of a test’s time is spent waiting for a page, a server, a clock."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneByOne:
    """How tests are shared out between processes."""
    return OneByOne(config, log)
