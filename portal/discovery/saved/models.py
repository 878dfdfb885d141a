"""Saved searches, and what was found for them since."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import MultiDict

from portal.core import clock
from portal.core.model import IDS_FOR_GOOD, Created, Identified, UtcDateTime, Versioned, choice
from portal.discovery.asking import Ask, Params
from portal.extensions import Base
from portal.organization.models import Person

MOST = 20
LONGEST_NAME = 80
# How long a deleted search can be put back.
KEPT = timedelta(days=7)


class Alert(enum.StrEnum):
    """How someone hears of what is new: not at all, in the portal alone, or by mail as well."""

    NONE = "none"
    HERE = "here"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


MAILED = frozenset({Alert.AT_ONCE, Alert.DAILY, Alert.WEEKLY})


class SavedSearch(Identified, Created, Versioned, Base):
    """A search of one person. `params` is its address as data (`Ask.params`): filters to come go through unchanged.

    Only what is new is told. `known` are the answers of the moment `watched_at`, as ids of documents parted by spaces;
    when there were too many to note, `is_known_in_full` is false and only what was published since, or who arrived
    since, is new. `seen_id` is the last find that its owner has looked at. A deleted one can be put back for a week.
    """

    __tablename__ = "saved_search"
    __table_args__ = (IDS_FOR_GOOD,)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(LONGEST_NAME))
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    alert: Mapped[Alert] = mapped_column(choice(Alert, name="alert"), default=Alert.NONE)
    watched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    known: Mapped[str] = mapped_column(sa.Text, default="", deferred=True)
    is_known_in_full: Mapped[bool] = mapped_column(default=True)
    seen_id: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()

    @property
    def ask(self) -> Ask:
        """What it asks: a filter that is not offered to its owner today does not count."""
        return Ask.read(MultiDict(self.params), is_external=self.person.is_external)

    @property
    def address(self) -> Params:
        """The address of its answers, where its owner can change what it asks."""
        return {**self.params, "saved": self.public_id}


class Find(Base):
    """A mission or a person (`row_id`) found for a search since it was saved: once, for as long as it can be read.

    `told_at` is when a mail about it was handed over; empty while one is due, or when none is wanted. It is not listed
    any more when the search asks something else, or when what made it found is hidden: it stays, so that nothing is
    told twice. It is in doubt, and shown nowhere, from the moment something may have been hidden until the index has
    said whether it still answers: see `doubts`.
    """

    __tablename__ = "saved_search_find"
    __table_args__ = (
        sa.UniqueConstraint("saved_search_id", "kind", "row_id"),
        sa.Index(
            "ix_saved_search_find_in_doubt",
            "saved_search_id",
            sqlite_where=sa.text("is_in_doubt = 1"),
            postgresql_where=sa.text("is_in_doubt"),
        ),
        IDS_FOR_GOOD,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_search_id: Mapped[int] = mapped_column(sa.ForeignKey("saved_search.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(8))
    row_id: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_listed: Mapped[bool] = mapped_column(default=True)
    is_in_doubt: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def is_shown(cls) -> sa.ColumnElement[bool]:
        """The condition that it may be told, counted and listed, if its reader may read the thing at all."""
        return sa.and_(cls.is_listed, ~cls.is_in_doubt)
