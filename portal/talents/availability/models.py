"""Pauses."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import Created, Identified, Versioned
from portal.extensions import Base

LONGEST_NOTE = 200
# How long a pause that is over stays: nobody reads it any more.
KEPT = timedelta(days=90)


class Pause(Identified, Created, Versioned, Base):
    """Days on which someone takes nothing new on, the first and the last included. Nobody asks why.

    `note` is an optional word, read by those who read the availability. The pauses of a person never overlap: whoever
    writes one holds the person's row.
    """

    __tablename__ = "pause"
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="days"),
        sa.Index("ix_pause_person", "person_id", "ends_on", "starts_on"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE), default="")
