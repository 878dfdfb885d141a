"""What is kept of a person's searches: the words, and when they were sent last."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import UtcDateTime
from portal.extensions import Base

KEPT = timedelta(days=90)
MOST = 10
LONGEST_TEXT = 200


class RecentSearch(Base):
    """A search that someone sent. `folded` tells two of them apart: case and accents do not."""

    __tablename__ = "recent_search"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "folded"),
        sa.Index("ix_recent_search_searched_at", "searched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.String(LONGEST_TEXT))
    folded: Mapped[str] = mapped_column(sa.String(LONGEST_TEXT))
    searched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SearchChoice(Base):
    """What someone chose about their searches. Without a row, they are kept."""

    __tablename__ = "search_choice"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    keeps_searches: Mapped[bool]
