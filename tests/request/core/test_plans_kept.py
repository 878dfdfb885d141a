"""On PostgreSQL what pages ask is planned once for each connection, and nothing is left open between statements."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Unit
from tests.conftest import Home, Homes
from tests.visitor import Visitor

# The driver prepares what it has been sent more than five times.
OFTEN = 8
PLANNED = sa.text("SELECT count(*) FROM pg_prepared_statements")


@pytest.fixture
def home(homes: Homes) -> Home:
    """The portal on PostgreSQL, its cast in, no connection open."""
    home = homes("postgresql")
    home.reset(with_cast=True)
    with home.app.app_context():
        db.engine.dispose()
    return home


def test_pages_keep_their_plans(home: Home) -> None:
    ines = Visitor(home.app, home.cast.ines, locale="en")
    for _ in range(OFTEN):
        ines.get("/missions")
    with home.app.app_context():
        assert db.session.scalar(PLANNED) >= 4


def test_reading_opens_no_transaction_and_writing_does(home: Home) -> None:
    status = sa.text("SELECT transaction_timestamp() = statement_timestamp()")
    with home.app.app_context():
        db.session.scalar(sa.select(sa.func.count()).select_from(Unit))
        assert db.session.scalar(status) is True
        with transaction() as session:
            session.scalar(sa.select(sa.func.count()).select_from(Unit))
            assert session.scalar(status) is False
        db.session.scalar(sa.select(sa.func.count()).select_from(Unit))
        assert db.session.scalar(status) is True


def test_what_fails_half_way_is_undone_whole(home: Home) -> None:
    with home.app.app_context():
        unit = db.session.scalars(sa.select(Unit)).first()
        assert unit is not None
        before = unit.name_en
        with pytest.raises(RuntimeError), transaction() as session:
            kept = session.get(Unit, unit.id)
            assert kept is not None
            kept.name_en = "Half way"
            session.flush()
            raise RuntimeError
        assert db.session.scalar(sa.select(Unit.name_en).where(Unit.id == unit.id)) == before
