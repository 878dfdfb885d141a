"""What is kept of a form that was not saved."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import Identified, UtcDateTime
from portal.extensions import Base

KEPT = timedelta(days=30)
# In characters of JSON: every text of the form at its longest, twice over.
LONGEST = 200_000

_NEW = sa.text("mission_id IS NULL")
_KNOWN = sa.text("mission_id IS NOT NULL")


class KeptCopy(Identified, Base):
    """One author's unsaved form about one mission, or about one that they begin (then without a mission).

    `version` is that of the mission when the writing began. `writer` is the key of the form that wrote it last: another
    window, which knows nothing of these words, may not write over them.
    """

    __tablename__ = "kept_copy"
    __table_args__ = (
        sa.Index("uq_kept_copy_new", "author_id", unique=True, sqlite_where=_NEW, postgresql_where=_NEW),
        sa.Index(
            "uq_kept_copy_mission",
            "author_id",
            "mission_id",
            unique=True,
            sqlite_where=_KNOWN,
            postgresql_where=_KNOWN,
        ),
        sa.Index("ix_kept_copy_kept_at", "kept_at"),
    )

    author_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    mission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), index=True)
    version: Mapped[int | None]
    writer: Mapped[str] = mapped_column(sa.String(22))
    fields: Mapped[list[list[str]]] = mapped_column(sa.JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
