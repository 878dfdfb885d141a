"""What these tests read back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.extensions import db
from portal.missions.models import Mission
from tests.mailbox import mails_written


@pytest.fixture
def state_of(app):
    """The state of a mission, read afresh."""

    def read(mission) -> str:
        with app.app_context():
            return mission.load().state.value

    return read


@pytest.fixture
def mails(app):
    """Who was written what about missions: a list of (name of the cast, event), in alphabetical order."""

    def read() -> list[tuple[str, str]]:
        with app.app_context():
            written = [(mail["to"].partition("@")[0], mail["event"]) for mail in mails_written()]
        return sorted((to, event.partition("/")[2]) for to, event in written if event.startswith("missions/"))

    return read


@pytest.fixture
def indexed(app):
    """How many times the search index was asked to read a mission again."""

    def count(mission) -> int:
        with app.app_context():
            items = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "index")).all()
            return sum(item.payload == {"kind": "mission", "id": mission.id} for item in items)

    return count


@pytest.fixture
def events_of(app):
    """What the history of a mission holds: a list of (action, from, to, text), oldest first."""

    def read(mission) -> list[tuple[str, str | None, str | None, str | None]]:
        with app.app_context():
            found = db.session.scalars(
                sa.select(Event)
                .where(Event.subject_type == Mission.__tablename__, Event.subject_id == mission.id)
                .order_by(Event.id)
            )
            return [(event.action, event.from_state, event.to_state, event.text) for event in found]

    return read
