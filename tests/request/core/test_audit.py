"""What was decided stays written, and the database itself refuses to change it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core import audit
from portal.core.transaction import transaction
from portal.extensions import db


@pytest.fixture
def event_id(app, cast):
    with app.app_context(), transaction():
        event = audit.record(cast.nadia.person(), cast.ines.person(), "greet", reason_code="other", text="Hello")
        db.session.flush()
        return event.id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET text = 'Never' WHERE id = :id",
        "UPDATE event SET actor_id = NULL WHERE id = :id",
        "DELETE FROM event WHERE id = :id",
        "DELETE FROM event WHERE id <= :id",
    ],
)
def test_the_database_refuses(app, event_id, statement):
    with app.app_context():
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(sa.text(statement), {"id": event_id})
        event = db.session.get_one(audit.Event, event_id)
        assert (event.text, event.action, event.reason_code) == ("Hello", "greet", "other")


def test_the_history_of_a_thing_is_in_order(app, cast, event_id):
    with app.app_context():
        with transaction():
            audit.record(None, cast.ines.person(), "wave", data={"hands": 2})
            audit.record(None, cast.tom.person(), "wave")
        events = db.session.scalars(audit.history(cast.ines.person())).all()
        assert [event.action for event in events] == ["greet", "wave"]
        assert [event.actor_id for event in events] == [cast.nadia.id, None]
        assert events[1].data == {"hands": 2}
        assert events[0].at.tzinfo is not None


def test_an_empty_text_is_no_text(app, cast):
    with app.app_context(), transaction():
        assert audit.record(None, cast.ines.person(), "wave", text="").text is None
