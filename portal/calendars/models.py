"""The secret addresses of calendars."""

from __future__ import annotations

import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import Created, Identified, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person


class Scope(enum.StrEnum):
    """What a calendar is about."""

    OWN = "own"
    TEAM = "team"
    MISSION = "mission"


_WITHOUT_MISSION = sa.text("mission_id IS NULL")
_WITH_MISSION = sa.text("mission_id IS NOT NULL")


class CalendarAddress(Identified, Created, Base):
    """Where one person's calendar program reads one calendar.

    The secret is in the address alone; only its digest is kept. A new one replaces it. Whoever hosts the calendar
    reads it too: unless `shows_titles`, it says how busy someone is and never with what.
    """

    __tablename__ = "calendar_address"
    __table_args__ = (
        sa.CheckConstraint("(scope = 'mission') = (mission_id IS NOT NULL)", name="about"),
        sa.Index(
            "uq_calendar_address_scope",
            "person_id",
            "scope",
            unique=True,
            sqlite_where=_WITHOUT_MISSION,
            postgresql_where=_WITHOUT_MISSION,
        ),
        sa.Index(
            "uq_calendar_address_mission",
            "person_id",
            "mission_id",
            unique=True,
            sqlite_where=_WITH_MISSION,
            postgresql_where=_WITH_MISSION,
        ),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    scope: Mapped[Scope] = mapped_column(choice(Scope, name="scope"))
    mission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission.id"), index=True)
    shows_titles: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    person: Mapped[Person] = relationship()
    mission: Mapped[Mission | None] = relationship()
