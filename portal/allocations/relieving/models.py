"""The relief note of granted time."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.allocations.models import Authorization
from portal.core.model import Created
from portal.extensions import Base


@dataclass(frozen=True)
class Relief:
    """What is paused, shared and replaced meanwhile, and what is to be checked at mid-mission."""

    paused: str = ""
    shared: str = ""
    replaced: str = ""
    checked: str = ""

    def __bool__(self) -> bool:
        return any(astuple(self))


class ReliefNote(Created, Base):
    """How the load is relieved, in four parts that may each be empty. `told_on` is the day on which what is to be
    checked was recalled."""

    __tablename__ = "relief_note"

    authorization_id: Mapped[int] = mapped_column(sa.ForeignKey("authorization.id"), primary_key=True)
    paused: Mapped[str] = mapped_column(sa.Text, default="")
    shared: Mapped[str] = mapped_column(sa.Text, default="")
    replaced: Mapped[str] = mapped_column(sa.Text, default="")
    checked: Mapped[str] = mapped_column(sa.Text, default="")
    told_on: Mapped[date | None]

    authorization: Mapped[Authorization] = relationship()

    @property
    def relief(self) -> Relief:
        """What it says."""
        return Relief(self.paused, self.shared, self.replaced, self.checked)
