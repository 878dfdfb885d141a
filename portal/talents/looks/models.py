"""What is kept of a look: who, at which section of whom, on which day, in what quality."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import choice
from portal.extensions import Base
from portal.talents.models import Section
from portal.talents.visibility import Quality

# CNIL, deliberation 2021-122: access logs are kept from six to twelve months.
KEPT = timedelta(days=365)


class ProfileLook(Base):
    """Someone read a section that is not open to everyone inside, on a day. `mission_id` is the mission that made them
    read it, where one did."""

    __tablename__ = "profile_look"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "reader_id", "section", "looked_on"),
        sa.Index("ix_profile_look_person_day", "person_id", "looked_on"),
        sa.Index("ix_profile_look_reader_day", "reader_id", "looked_on"),
        sa.Index("ix_profile_look_day", "looked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    reader_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    section: Mapped[Section] = mapped_column(choice(Section, name="section"))
    looked_on: Mapped[date]
    quality: Mapped[Quality] = mapped_column(choice(Quality, name="quality"))
    mission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission.id"))
