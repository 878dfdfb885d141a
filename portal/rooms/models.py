"""Rooms, and what stands in them. Nothing is deleted: what was taken away says when."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core import clock
from portal.core.model import Created, Identified, UtcDateTime, Versioned, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person

LONGEST_LINE = 200
LONGEST_NOTE = 280
LONGEST_ADDRESS = 500
_STANDS = sa.text("removed_at IS NULL")


class Room(Identified, Created, Versioned, Base):
    """The room of one mission, opened on the day it started.

    `next_text` is what its owners say comes after the mission: first said on `next_said_on`, when it was due on
    `next_due_on`. `promise_told_on` is the last day on which they were reminded of it.
    """

    __tablename__ = "room"
    __table_args__ = (
        sa.CheckConstraint("(next_text = '') = (next_said_on IS NULL)", name="next_said"),
        sa.CheckConstraint("(next_said_on IS NULL) = (next_due_on IS NULL)", name="next_due"),
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), unique=True)
    opened_on: Mapped[date] = mapped_column(default=clock.today)
    next_text: Mapped[str] = mapped_column(sa.Text, default="")
    next_lang: Mapped[str] = mapped_column(sa.String(2), default="fr")
    next_said_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    next_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    promise_told_on: Mapped[date | None]

    mission: Mapped[Mission] = relationship()


class RoomMember(Identified, Versioned, Base):
    """Someone who holds a confirmed place, in the room: there as long as the application says so.

    `role` is what they answer for, in a line; `buddy` who helps them find their way. `clarity` (1 to 5) is how clear
    they found the brief, with a sentence. `outcome` is what their owners say, before the end, that their part achieved.
    `note_asked_on` and `rating_asked_on` are the last days on which they were asked for their note and their rating.
    """

    __tablename__ = "room_member"
    __table_args__ = (
        sa.CheckConstraint("buddy_id <> person_id", name="buddy"),
        sa.CheckConstraint("clarity BETWEEN 1 AND 5", name="clarity"),
        sa.CheckConstraint("(clarity IS NULL) = (rated_on IS NULL)", name="rated_on"),
        sa.Index("ix_room_member_room", "room_id"),
        sa.Index("ix_room_member_person", "person_id"),
    )

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"))
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    buddy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    clarity: Mapped[int | None]
    clarity_text: Mapped[str] = mapped_column(sa.Text, default="")
    rated_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    outcome_lang: Mapped[str] = mapped_column(sa.String(2), default="fr")
    note_asked_on: Mapped[date | None]
    rating_asked_on: Mapped[date | None]

    room: Mapped[Room] = relationship()
    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    buddy: Mapped[Person | None] = relationship(foreign_keys=[buddy_id])


class RoomContact(Identified, Created, Base):
    """An employee who holds no place but whom the team may turn to, and what for."""

    __tablename__ = "room_contact"
    __table_args__ = (
        sa.Index(
            "uq_room_contact_standing",
            "room_id",
            "person_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        sa.Index("ix_room_contact_person", "person_id"),
    )

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(sa.String(LONGEST_LINE))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    room: Mapped[Room] = relationship()
    person: Mapped[Person] = relationship()


class TaskKind(enum.StrEnum):
    """What a task is for. Those of the starting list are said in the reader's language: their title is empty."""

    CONTEXT = "context"
    TOOLS = "tools"
    CONTACTS = "contacts"
    BUDDY = "buddy"
    OTHER = "other"


class RoomTask(Identified, Created, Versioned, Base):
    """Something to do by a day, by whoever is in charge, for one person who arrives or for the whole team.

    `told_due_on` is the day it was due when whoever is in charge was last reminded.
    """

    __tablename__ = "room_task"
    __table_args__ = (
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done"),
        sa.CheckConstraint("title <> '' OR kind <> 'other'", name="titled"),
        sa.Index("ix_room_task_room", "room_id"),
        sa.Index("ix_room_task_charge", "charge_id"),
    )

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"))
    kind: Mapped[TaskKind] = mapped_column(choice(TaskKind, name="kind"), default=TaskKind.OTHER)
    title: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    charge_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    due_on: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_due_on: Mapped[date | None]

    room: Mapped[Room] = relationship()
    newcomer: Mapped[Person | None] = relationship(foreign_keys=[for_id])
    charge: Mapped[Person] = relationship(foreign_keys=[charge_id])


class RoomLink(Identified, Created, Base):
    """Where a document or a tool of the team is, under which title, and what it is for."""

    __tablename__ = "room_link"
    __table_args__ = (
        sa.CheckConstraint("address LIKE 'https://%'", name="address"),
        sa.Index("ix_room_link_room", "room_id"),
    )

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"))
    title: Mapped[str] = mapped_column(sa.String(LONGEST_LINE))
    address: Mapped[str] = mapped_column(sa.String(LONGEST_ADDRESS))
    about: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    room: Mapped[Room] = relationship()


class RoomNote(Identified, Created, Versioned, Base):
    """How someone's week goes, in three lines at most. Those who own the mission read it; the whole team if shared."""

    __tablename__ = "room_note"
    __table_args__ = (
        sa.UniqueConstraint("room_id", "person_id", "week"),
        sa.CheckConstraint("well <> '' OR hindered <> '' OR needs <> ''", name="written"),
        sa.Index("ix_room_note_person", "person_id"),
    )

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    week: Mapped[date]
    well: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE), default="")
    hindered: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE), default="")
    needs: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE), default="")
    is_shared: Mapped[bool] = mapped_column(default=False)

    room: Mapped[Room] = relationship()
    person: Mapped[Person] = relationship()
