"""Alternates."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.model import Created
from portal.extensions import Base


class Alternate(Created, Base):
    """Someone who is kept for a seat, in order: the lowest `rank` comes first. It counts while they are shortlisted.

    `why` is what whoever confirms the place will read; `is_told` whether the person knows that they come next.
    """

    __tablename__ = "alternate"
    __table_args__ = (sa.Index("ix_alternate_seat", "seat_id", "rank"),)

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"))
    rank: Mapped[int]
    why: Mapped[str] = mapped_column(sa.Text)
    is_told: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    application: Mapped[Application] = relationship()
