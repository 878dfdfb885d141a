"""Notes on a candidate."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.model import Created, Identified, UtcDateTime, Versioned
from portal.extensions import Base
from portal.organization.models import Person

# How long the words stay once the application has ended: the time to explain a refusal (CNIL, recruitment guide, 2023).
KEPT = timedelta(days=90)


class Note(Identified, Created, Versioned, Base):
    """A few words of one owner on an application, read by those who own the mission and by nobody else.

    A note that was removed stays without its words, so that whoever read it knows that it is gone.
    """

    __tablename__ = "application_note"
    __table_args__ = (
        sa.CheckConstraint("removed_at IS NULL OR text = ''", name="removed"),
        sa.Index("ix_application_note_application", "application_id"),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    by: Mapped[Person] = relationship()
