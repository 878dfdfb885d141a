"""Reading a conversation. The caller asked whether the reader has a part in it: see `policies.application_converse`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.applications.models import ENDED_STATES, Application
from portal.applications.queries import visible_to
from portal.applications.thread.models import Message
from portal.applications.thread.rules import KEPT, MOST_MESSAGES, may_be_taken_back
from portal.applications.thread.unread import TO_OWNERS, TO_TALENT
from portal.core import clock
from portal.core.columns import Columns
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission
from portal.notices.models import Notice
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person

# How many of the latest stand on the page of the application.
LATEST = 10


@dataclass(frozen=True, slots=True)
class Said:
    """A message as one reader reads it. `text` is empty for one taken back, and for one whose words are gone."""

    public_id: str
    by: Face
    text: str
    at: datetime
    is_taken_back: bool
    is_mine: bool
    is_new: bool

    @property
    def may_be_taken_back(self) -> bool:
        """Whether its reader may take it back now."""
        return self.is_mine and bool(self.text) and may_be_taken_back(self.at)


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages shown, oldest first, how many there are in all, and how many are `new` to the reader."""

    messages: list[Said]
    total: int
    new: int


_ME = sa.bindparam("me", type_=sa.Integer)
_APPLICATION = sa.bindparam("application_id", type_=sa.Integer)
_NEW = (
    sa.select(sa.func.count())
    .select_from(Notice)
    .where(
        Notice.person_id == _ME,
        Notice.read_at.is_(None),
        Notice.event.in_((TO_TALENT, TO_OWNERS)),
        Notice.matter == Application.__tablename__,
        Notice.matter_id == _APPLICATION,
    )
)
_COLUMNS = Columns(
    (Message.public_id, Message.text, Message.created_at, Message.taken_back_at, Message.by_id),
    face_columns(),
    (sa.func.count().over().label("total"), _NEW.scalar_subquery().label("new")),
)


def _messages(most: int) -> Prepared:
    return Prepared(
        sa.select(*_COLUMNS.all)
        .join(Person, Person.id == Message.by_id)
        .where(Message.application_id == _APPLICATION)
        .order_by(Message.id.desc())
        .limit(most)
    )


_LATEST, _ALL = _messages(LATEST), _messages(MOST_MESSAGES)


def thread_of(reader: Person, application: Application, *, whole: bool = False) -> Thread:
    """What both sides wrote, as `reader` reads it: the latest, or the `whole` of it. One statement."""
    rows = (_ALL if whole else _LATEST).rows(application_id=application.id, me=reader.id)
    if not rows:
        return Thread([], 0, 0)
    total, new = rows[0].total, rows[0].new
    left = new
    said = []
    for row in rows:
        (public_id, text, at, taken_back_at, by_id), face, _counts = _COLUMNS.apart(row)
        is_theirs = (by_id == application.person_id) != (reader.id == application.person_id)
        is_new = is_theirs and left > 0
        left -= is_new
        said.append(Said(public_id, Face(*face), text, at, taken_back_at is not None, by_id == reader.id, is_new))
    return Thread(said[::-1], total, new)


def get_message(actor: Person, public_id: str) -> Message:
    """A message on an application that `actor` may see. Raises `NotFound`."""
    readable = visible_to(actor).with_only_columns(Application.id)
    found = db.session.scalar(
        sa.select(Message)
        .where(Message.public_id == public_id, Message.application_id.in_(readable))
        .options(joinedload(Message.application).options(joinedload(Application.mission).joinedload(Mission.owner)))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def latest_authors(application: Application, most: int) -> list[int]:
    """Who wrote the latest messages, the latest first."""
    latest = sa.select(Message.by_id).where(Message.application_id == application.id)
    return list(db.session.scalars(latest.order_by(Message.id.desc()).limit(most)))


def count_messages(application: Application) -> int:
    """How many messages a conversation holds, those taken back too."""
    count = sa.select(sa.func.count()).where(Message.application_id == application.id)
    return db.session.scalar(count) or 0


def messages_to_forget() -> Sequence[Message]:
    """The messages whose words are kept no longer: their application ended long ago."""
    return db.session.scalars(
        sa.select(Message)
        .join(Message.application)
        .where(
            Message.text != "",
            Application.state.in_(ENDED_STATES),
            Application.changed_at < clock.now() - KEPT,
        )
        .order_by(Message.id)
    ).all()
