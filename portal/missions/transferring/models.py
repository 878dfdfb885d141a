"""Who was asked to take a mission over, and what they said."""

from __future__ import annotations

import enum
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import IDS_FOR_GOOD, Created, Identified, Versioned, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person

# A question that nobody answered is over after this long. Silence is never consent.
QUESTION = timedelta(days=14)


class TransferState(enum.StrEnum):
    """Where a question to take a mission over stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CALLED_OFF = "called_off"


_ASKED_SQL = sa.text("state = 'asked'")


class MissionTransfer(Identified, Created, Versioned, Base):
    """One question: whether `to` takes over a mission that `former` owns. `until` is the last day to answer.

    A mission has one question at a time that waits.
    """

    __tablename__ = "mission_transfer"
    __table_args__ = (
        sa.CheckConstraint("to_id <> former_id", name="someone_else"),
        sa.CheckConstraint("to_id <> asked_by_id", name="not_oneself"),
        sa.Index(
            "uq_mission_transfer_asked",
            "mission_id",
            unique=True,
            sqlite_where=_ASKED_SQL,
            postgresql_where=_ASKED_SQL,
        ),
        sa.Index("ix_mission_transfer_to", "to_id", "state"),
        IDS_FOR_GOOD,
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    former_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[TransferState] = mapped_column(choice(TransferState, name="state"), default=TransferState.ASKED)
    until: Mapped[date]

    mission: Mapped[Mission] = relationship()
    former: Mapped[Person] = relationship(foreign_keys=[former_id])
    to: Mapped[Person] = relationship(foreign_keys=[to_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
