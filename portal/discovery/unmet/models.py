"""What is kept of searches that found nothing."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base

LONGEST = 80


class UnmetNeed(Base):
    """How often, in a week (its Monday), words were looked for in vain: in a language, on a tab (empty: everywhere).

    Nothing here says who asked. See `recording` for which words are kept.
    """

    __tablename__ = "unmet_need"
    __table_args__ = (
        sa.UniqueConstraint("week", "words", "language", "kind"),
        sa.CheckConstraint("count > 0", name="count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date]
    words: Mapped[str] = mapped_column(sa.String(LONGEST))
    language: Mapped[str] = mapped_column(sa.String(2))
    kind: Mapped[str] = mapped_column(sa.String(8))
    count: Mapped[int]


class UnmetTrace(Base):
    """That something was asked on a day: a digest made with the portal's key, which tells neither words nor people."""

    __tablename__ = "unmet_trace"
    __table_args__ = (sa.UniqueConstraint("digest", "day"), sa.Index("ix_unmet_trace_day", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date]
