"""Whether the public catalogue is on, and what it may say of each mission."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.model import UtcDateTime, Versioned
from portal.extensions import Base

# The words of a mission that the public reads. Nothing else that people write is in the catalogue.
OF_MISSION = ("title_fr", "title_en", "place")
OF_BRIEF = ("context_fr", "context_en", "objective_fr", "objective_en", "deliverables_fr", "deliverables_en")
WORDS = OF_MISSION + OF_BRIEF


class PublicCatalogue(Versioned, Base):
    """The one row that says whether there is a public catalogue, and by which name the organization is known outside.
    Without it there is none."""

    __tablename__ = "public_catalogue"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="alone"),
        sa.CheckConstraint("NOT is_on OR organization <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    organization: Mapped[str] = mapped_column(sa.String(120), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class PublicMission(Base):
    """A mission that one of its owners publishes outside, in the words they read before they agreed.

    These words are what the public reads, for as long as they are still those of the mission: once it says something
    else, nobody outside reads anything until someone who owns it has agreed again.
    """

    __tablename__ = "public_mission"
    __table_args__ = (sa.Index("ix_public_mission_agreed", "agreed_at"),)

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), primary_key=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    agreed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    title_fr: Mapped[str] = mapped_column(sa.String(160))
    title_en: Mapped[str] = mapped_column(sa.String(160))
    place: Mapped[str] = mapped_column(sa.String(80))
    context_fr: Mapped[str] = mapped_column(sa.Text)
    context_en: Mapped[str] = mapped_column(sa.Text)
    objective_fr: Mapped[str] = mapped_column(sa.Text)
    objective_en: Mapped[str] = mapped_column(sa.Text)
    deliverables_fr: Mapped[str] = mapped_column(sa.Text)
    deliverables_en: Mapped[str] = mapped_column(sa.Text)
