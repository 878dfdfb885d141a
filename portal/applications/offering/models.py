"""What talents offer to do."""

from __future__ import annotations

import enum
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from portal.core.folding import fold_text
from portal.core.model import IDS_FOR_GOOD, Created, Identified, Versioned, choice
from portal.extensions import Base
from portal.organization.models import Person
from portal.skills.models import Skill

LONGEST_TITLE = 160
# How long it stands unless its author says that it still holds.
STANDS = timedelta(days=60)
# Its author is told this long before.
WARNED = timedelta(days=7)
# What one person offers at the same time, and the skills of each.
MOST_OPEN = 3
MOST_SKILLS = 4


class SelfOfferState(enum.StrEnum):
    """Where it stands."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class SelfOfferSkill(Base):
    """A skill that someone would use or learn."""

    __tablename__ = "self_offer_skill"
    __table_args__ = (
        sa.UniqueConstraint("self_offer_id", "skill_id"),
        sa.Index("ix_self_offer_skill_skill", "skill_id"),
        IDS_FOR_GOOD,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    self_offer_id: Mapped[int] = mapped_column(sa.ForeignKey("self_offer.id"))
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"))


class SelfOffer(Identified, Created, Versioned, Base):
    """What a talent would like to do, in their own `language`, for those who look for people.

    The share is a percent of a week, weeks are Mondays. `until` is the last day on which it is shown; `warned_on` the
    day on which its author was told that it comes. `folded` is its title and its text without case or accents: what
    words are looked for in, kept by `keep_folded`.
    """

    __tablename__ = "self_offer"
    __table_args__ = (
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name="percent"),
        sa.CheckConstraint("last_week >= first_week", name="weeks"),
        sa.Index("ix_self_offer_person", "person_id", "state"),
        sa.Index("ix_self_offer_state", "state", "until"),
        IDS_FOR_GOOD,
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    language: Mapped[str] = mapped_column(sa.String(2))
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(sa.Text)
    percent: Mapped[int]
    first_week: Mapped[date]
    last_week: Mapped[date]
    state: Mapped[SelfOfferState] = mapped_column(choice(SelfOfferState, name="state"), default=SelfOfferState.OPEN)
    until: Mapped[date]
    warned_on: Mapped[date | None]
    folded: Mapped[str] = mapped_column(sa.Text, deferred=True)

    person: Mapped[Person] = relationship()
    skills: Mapped[list[Skill]] = relationship(secondary="self_offer_skill", order_by=Skill.id)


def folded_words(title: str, text: str) -> str:
    """`SelfOffer.folded` of such an offer."""
    return " ".join((fold_text(f"{title} {text}") or "").split())


@sa.event.listens_for(SelfOffer, "before_insert")
@sa.event.listens_for(SelfOffer, "before_update")
def keep_folded(mapper: Mapper[SelfOffer], connection: sa.Connection, offer: SelfOffer) -> None:
    """Fold what is said again when it was changed."""
    attributes = sa.inspect(offer).attrs
    if attributes.title.history.has_changes() or attributes.text.history.has_changes():
        offer.folded = folded_words(offer.title, offer.text)
