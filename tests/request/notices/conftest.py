"""What these tests read back, and how they have people told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.notices import services
from portal.notices.models import Notice
from portal.notices.quiet import Choices
from portal.notices.telling import tell
from tests.request.mail.conftest import Post, closed_port, post  # noqa: F401 (fixtures)


@pytest.fixture
def notices_of(app):
    """What someone was told, the oldest first, as (event, said in English, whether it is read)."""

    def read(person):
        with app.app_context():
            rows = db.session.scalars(sa.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)).all()
            return [(row.event, row.said_en, row.read_at is not None) for row in rows]

    return read


@pytest.fixture
def outbox(app):
    """The mails of the outbox, the oldest first."""

    def read():
        with app.app_context():
            select = sa.select(OutboxItem).where(OutboxItem.kind == "mail").order_by(OutboxItem.id)
            return list(db.session.scalars(select).all())

    return read


@pytest.fixture
def told(app, world):
    """Tell someone that their application to a new mission waits, `times` times; the mission's title can be given."""

    def tell_them(person, times=1, *, event="under_review", title=None, **options):
        mission = world.mission(**({"title_en": title} if title else {}))
        application = world.application(mission, person)
        for _ in range(times):
            with app.app_context(), transaction():
                tell(person.person(), f"applications/{event}", application=application.load(), **options)
        return application

    return tell_them


@pytest.fixture
def choose(app):
    """Have someone choose how they are told."""

    def choosing(person, **wish):
        with app.app_context():
            services.choose(person.person(), Choices(**wish))

    return choosing
