"""Notices, and what each person chose about their mails."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.model import IDS_FOR_GOOD, Identified, UtcDateTime, choice
from portal.extensions import Base

LONGEST_SAID = 250
LONGEST_LINK = 300
DIGEST_HOUR = 8


class Rhythm(enum.StrEnum):
    """When a mail about something leaves."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


def _own(name: str, condition: str, *columns: str) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


class Notice(Identified, Base):
    """Something one person was told, said in both languages, and the page it leads to.

    `key` names what happened: told twice to the same person, it is one notice. `matter` and `matter_id` say what it is
    about: what it says is read again only by who may still read that (see `portal.notices.matters`). `in_digest` when
    the digest is to tell it; `digest_on` is the day of the digest that did.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "key"),
        sa.CheckConstraint("(matter IS NULL) = (matter_id IS NULL)", name="matter"),
        sa.Index("ix_notice_person", "person_id", "at", "id"),
        _own("ix_notice_unread", "read_at IS NULL", "person_id", "matter", "matter_id"),
        _own("ix_notice_digest", "in_digest AND read_at IS NULL", "person_id", "digest_on"),
        sa.Index("ix_notice_at", "at"),
        IDS_FOR_GOOD,
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(sa.String(48))
    key: Mapped[str] = mapped_column(sa.String(64))
    said_fr: Mapped[str] = mapped_column(sa.String(LONGEST_SAID))
    said_en: Mapped[str] = mapped_column(sa.String(LONGEST_SAID))
    link: Mapped[str] = mapped_column(sa.String(LONGEST_LINK), default="")
    matter: Mapped[str | None] = mapped_column(sa.String(32))
    matter_id: Mapped[int | None]
    mission_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    in_digest: Mapped[bool] = mapped_column(default=False)
    digest_on: Mapped[date | None]


class NoticeRhythm(Base):
    """How someone receives the mails of one kind. Without a row, as the kind says."""

    __tablename__ = "notice_rhythm"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm, name="rhythm"))


class NoticeSettings(Base):
    """When someone receives no mail, and when their digest leaves. Without a row: at any time, and at eight.

    `quiet_from` and `quiet_until` are hours of the day in `zone`, both empty without quiet hours.
    """

    __tablename__ = "notice_settings"
    __table_args__ = (
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_both"),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet_hours"),
        sa.CheckConstraint("quiet_from <> quiet_until", name="quiet_apart"),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str] = mapped_column(sa.String(40), default=str(clock.ZONE))
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    quiet_weekends: Mapped[bool] = mapped_column(default=False)
    digest_hour: Mapped[int] = mapped_column(default=DIGEST_HOUR)
