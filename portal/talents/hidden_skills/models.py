"""What people said is not theirs."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.model import IDS_FOR_GOOD, UtcDateTime
from portal.extensions import Base


class SetAsideSkill(Base):
    """A skill that someone does not want to be shown again."""

    __tablename__ = "set_aside_skill"
    __table_args__ = (sa.UniqueConstraint("person_id", "skill_id"), IDS_FOR_GOOD)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
