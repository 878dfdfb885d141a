"""Objects made from columns are those that the session would have loaded."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.accounts.models import AccountRole
from portal.core.loaded import columns_of, loaded
from portal.extensions import db
from portal.organization.models import Person


@pytest.fixture
def row(app, cast):
    """The columns of someone, read as columns."""
    with app.app_context():
        key = cast.ines.person().id
        row = db.session.execute(sa.select(*columns_of(Person)).where(Person.id == key)).one()
        db.session.expunge_all()
        yield row


def test_it_is_the_object_of_the_session(row):
    person = loaded(Person, row)
    assert db.session.get(Person, person.id) is person
    assert person not in db.session.dirty
    assert person not in db.session.new


def test_what_was_not_read_is_read_when_asked_for(row):
    person = loaded(Person, row)
    assert person.unit.id == person.unit_id
    assert person.account.person is person
    assert person.directory_text


def test_the_one_that_is_there_already_stays(row):
    known = db.session.get_one(Person, row.id)
    known.place = "elsewhere"
    assert loaded(Person, row) is known
    assert known.place == "elsewhere"
    db.session.rollback()


def test_a_key_of_several_columns_is_a_key(row):
    assert [column.key for column in columns_of(AccountRole)] == ["account_id", "role"]
    one = db.session.scalars(sa.select(AccountRole)).first()
    assert one is not None
    assert loaded(AccountRole, (one.account_id, one.role)) is one
