"""Skills, their families and every label they are known under."""

from __future__ import annotations

import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import IDS_FOR_GOOD, Created, Identified, Versioned, choice
from portal.extensions import Base


class SkillState(enum.StrEnum):
    """Whether a skill may be chosen. A merged one is another by now (its successor); a refused one never was any."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    RETIRED = "retired"
    MERGED = "merged"
    REFUSED = "refused"


class Level(enum.IntEnum):
    """How well a skill is held or asked."""

    NOTIONS = 1
    PRACTISES = 2
    MASTERS = 3
    TEACHES = 4


class SkillFamily(Base):
    """A group of skills that people browse by."""

    __tablename__ = "skill_family"
    __table_args__ = (IDS_FOR_GOOD,)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name_fr: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))


class Skill(Identified, Created, Versioned, Base):
    """One skill. `key` is stable and says where it comes from: `starter:sql`, or a URI of its classification.

    `successor` is the skill that a merged one became, or the one to use instead of a retired one. `priority_…` says
    why the organization looks for this skill above others; both empty when it does not.

    `imported_digest` is what the last import wrote, digested: a skill that reads otherwise was changed here, and an
    import leaves it alone. Empty for a skill that no import wrote.
    """

    __tablename__ = "skill"
    __table_args__ = (
        sa.CheckConstraint("state <> 'merged' OR successor_id IS NOT NULL", name="merged"),
        IDS_FOR_GOOD,
    )

    key: Mapped[str] = mapped_column(sa.String(160), unique=True)
    source: Mapped[str] = mapped_column(sa.String(16), index=True)
    label_fr: Mapped[str] = mapped_column(sa.String(300))
    label_en: Mapped[str] = mapped_column(sa.String(300))
    description_fr: Mapped[str] = mapped_column(sa.Text, default="")
    description_en: Mapped[str] = mapped_column(sa.Text, default="")
    family_id: Mapped[int | None] = mapped_column(sa.ForeignKey("skill_family.id"), index=True)
    state: Mapped[SkillState] = mapped_column(choice(SkillState, name="state"), default=SkillState.ACTIVE)
    imported_digest: Mapped[str | None] = mapped_column(sa.String(64))
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("skill.id"), index=True)
    priority_fr: Mapped[str] = mapped_column(sa.String(300), default="")
    priority_en: Mapped[str] = mapped_column(sa.String(300), default="")

    family: Mapped[SkillFamily | None] = relationship()
    successor: Mapped[Skill | None] = relationship(remote_side="Skill.id")
    labels: Mapped[list[SkillLabel]] = relationship(cascade="all, delete-orphan", back_populates="skill")

    @property
    def is_priority(self) -> bool:
        """Whether the organization looks for this skill above others."""
        return bool(self.priority_fr or self.priority_en)


class SkillLabel(Base):
    """A name a skill is found under; `folded` is without case, accents or typographic apostrophes."""

    __tablename__ = "skill_label"
    __table_args__ = (sa.UniqueConstraint("skill_id", "lang", "folded"), IDS_FOR_GOOD)

    id: Mapped[int] = mapped_column(primary_key=True)
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"), index=True)
    lang: Mapped[str] = mapped_column(sa.String(2))
    text: Mapped[str] = mapped_column(sa.String(300))
    folded: Mapped[str] = mapped_column(sa.String(300), index=True)
    is_preferred: Mapped[bool] = mapped_column(default=False)

    skill: Mapped[Skill] = relationship(back_populates="labels")
