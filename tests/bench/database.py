"""A migrated portal to fill and to measure: on SQLite in a folder, or on a PostgreSQL of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from portal import create_app
from portal.extensions import db
from portal.organization.models import Person
from tests.postgres import Server

# Generating and checking are long statements; the portal's own limits suit requests.
PATIENT = {"connect_args": {"options": "-c statement_timeout=300s"}}


def open_portal(folder: Path, url: str) -> Flask:
    """The portal on a database address, migrated, with its files in `folder`."""
    settings = {
        "INSTANCE": str(folder),
        "SECRET_KEY": "bench" * 8,
        "SQLALCHEMY_DATABASE_URI": url,
        "BASE_URL": "http://localhost",
    }
    if url.startswith("postgresql"):
        settings["SQLALCHEMY_ENGINE_OPTIONS"] = PATIENT
    app = create_app(settings)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return app


@contextmanager
def portal_on(*, postgresql: bool, kept_in: Path | None) -> Iterator[Flask]:
    """A portal for the time of a run. With `kept_in`, its SQLite database is found again there by the next run."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = kept_in or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not postgresql:
            app = open_portal(folder, f"sqlite:///{folder.resolve() / 'portal.db'}")
            yield app
            _close(app)
            return
        server = Server()
        server.start()
        try:
            app = open_portal(folder, server.url)
            yield app
            _close(app)
        finally:
            server.stop()


def is_filled(app: Flask) -> bool:
    """Whether people are there already."""
    with app.app_context():
        return bool(db.session.scalar(sa.select(sa.func.count()).select_from(Person)))


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
