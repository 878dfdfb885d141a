"""Occupations, and the skills that each takes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import IDS_FOR_GOOD
from portal.extensions import Base


class Occupation(Base):
    """One occupation. `key` is stable and says where it comes from, as a skill's does; `names_…` are the other names
    it has, one a line. `imported_digest` is what the last import wrote, digested.
    """

    __tablename__ = "occupation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(160), unique=True)
    source: Mapped[str] = mapped_column(sa.String(16), index=True)
    label_fr: Mapped[str] = mapped_column(sa.String(300))
    label_en: Mapped[str] = mapped_column(sa.String(300))
    names_fr: Mapped[str] = mapped_column(sa.Text, default="")
    names_en: Mapped[str] = mapped_column(sa.Text, default="")
    imported_digest: Mapped[str] = mapped_column(sa.String(64))


class OccupationSkill(Base):
    """A skill that an occupation takes: always, or often."""

    __tablename__ = "occupation_skill"
    __table_args__ = (sa.UniqueConstraint("occupation_id", "skill_id"), IDS_FOR_GOOD)

    id: Mapped[int] = mapped_column(primary_key=True)
    occupation_id: Mapped[int] = mapped_column(sa.ForeignKey("occupation.id"))
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"), index=True)
    is_essential: Mapped[bool]
