"""What these tests read back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.applications.models import Application
from portal.core.outbox import OutboxItem
from portal.extensions import db


@pytest.fixture
def state_of(app):
    """The state of an application, read afresh."""

    def read(application) -> str:
        with app.app_context():
            return db.session.get_one(Application, application.id).state.value

    return read


@pytest.fixture
def mails(app):
    """Who was written what: a set of (name of the cast, event)."""

    def read() -> set[tuple[str, str]]:
        with app.app_context():
            items = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()
            return {(item.payload["to"].partition("@")[0], item.payload["event"].partition("/")[2]) for item in items}

    return read
