"""Units and people."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account, Role
from portal.core.model import Created, Identified, choice
from portal.extensions import Base


class Kind(enum.StrEnum):
    """The kind of contract a talent has with the organization."""

    EMPLOYEE = "employee"
    FREELANCE = "freelance"
    CONSULTANT = "consultant"
    TEMP = "temp"


class Unit(Identified, Base):
    """A part of the organization."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    name_fr: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))


class Person(Identified, Created, Base):
    """Anyone of the organization, employee or external. `identifier` is the one of the HR system."""

    __tablename__ = "person"
    __table_args__ = (sa.CheckConstraint("manager_id <> id", name="not_own_manager"),)

    identifier: Mapped[str] = mapped_column(sa.String(32), unique=True)
    given_name: Mapped[str] = mapped_column(sa.String(80))
    family_name: Mapped[str] = mapped_column(sa.String(80), index=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind, name="kind"))
    job_title: Mapped[str] = mapped_column(sa.String(120), default="")
    place: Mapped[str] = mapped_column(sa.String(80), default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    left_on: Mapped[date | None]

    account: Mapped[Account] = relationship(back_populates="person")
    unit: Mapped[Unit] = relationship()
    manager: Mapped[Person | None] = relationship(remote_side="Person.id")

    @property
    def full_name(self) -> str:
        """Given then family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters for the face."""
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @property
    def is_external(self) -> bool:
        """Whether this person works here under a contract between companies (a temp too)."""
        return self.kind is not Kind.EMPLOYEE

    @property
    def needs_authorization(self) -> bool:
        """Whether a line manager authorizes this person's time: employees and temps."""
        return self.kind in (Kind.EMPLOYEE, Kind.TEMP)

    @property
    def locale(self) -> str:
        """The language this person reads."""
        return self.account.locale

    @property
    def email(self) -> str:
        """The address mail is sent to."""
        return self.account.email

    @property
    def roles(self) -> frozenset[Role]:
        """What this person does for the whole organization."""
        return self.account.roles
