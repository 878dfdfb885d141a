"""What externals propose, to whom, and what became of it."""

from __future__ import annotations

import enum
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import IDS_FOR_GOOD, Created, Identified, Versioned, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person

LONGEST_TITLE = 160
# How long a proposal waits for an answer. Silence is never consent.
WAITS = timedelta(days=21)
# The proposals of one person that may wait at the same time.
MOST_WAITING = 3


class ProposalState(enum.StrEnum):
    """Where a proposal stands."""

    ASKED = "asked"
    SPONSORED = "sponsored"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class MissionProposal(Identified, Created, Versioned, Base):
    """A mission that an external would see done, in their own `language`, put to one employee.

    The share is a percent of a week, weeks are Mondays. `until` is the last day to answer. Once it is sponsored,
    `mission` is what the sponsor makes of it.
    """

    __tablename__ = "mission_proposal"
    __table_args__ = (
        sa.CheckConstraint("sponsor_id <> author_id", name="someone_else"),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name="percent"),
        sa.CheckConstraint("last_week >= first_week", name="weeks"),
        sa.CheckConstraint("(state = 'sponsored') = (mission_id IS NOT NULL)", name="mission"),
        sa.Index("ix_mission_proposal_author", "author_id", "state"),
        sa.Index("ix_mission_proposal_sponsor", "sponsor_id", "state"),
        sa.Index("uq_mission_proposal_mission", "mission_id", unique=True),
        IDS_FOR_GOOD,
    )

    author_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    sponsor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    language: Mapped[str] = mapped_column(sa.String(2))
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    objective: Mapped[str] = mapped_column(sa.Text)
    deliverables: Mapped[str] = mapped_column(sa.Text, default="")
    percent: Mapped[int]
    first_week: Mapped[date]
    last_week: Mapped[date]
    state: Mapped[ProposalState] = mapped_column(choice(ProposalState, name="state"), default=ProposalState.ASKED)
    until: Mapped[date]
    mission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission.id"))

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    sponsor: Mapped[Person] = relationship(foreign_keys=[sponsor_id])
    mission: Mapped[Mission | None] = relationship()
