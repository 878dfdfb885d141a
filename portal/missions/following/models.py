"""Who follows which mission."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import Created
from portal.extensions import Base


class MissionFollow(Created, Base):
    """Someone wants to know what becomes of a mission. Nobody else learns who does; its owners read how many."""

    __tablename__ = "mission_follow"
    __table_args__ = (sa.Index("ix_mission_follow_person", "person_id"),)

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
