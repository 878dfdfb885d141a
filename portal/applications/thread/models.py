"""Messages between a talent and those who own the mission."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.model import Created, Identified, UtcDateTime
from portal.extensions import Base
from portal.organization.models import Person

LONGEST_MESSAGE = 2000  # characters


class Message(Identified, Created, Base):
    """A few words of one side to the other. Nobody edits them.

    One that its author took back stays without its words, and so does one whose words are kept no longer.
    """

    __tablename__ = "application_message"
    __table_args__ = (
        sa.CheckConstraint("taken_back_at IS NULL OR text = ''", name="taken_back"),
        sa.Index("ix_application_message_application", "application_id", "id"),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    by: Mapped[Person] = relationship()
