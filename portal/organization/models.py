"""Units and people."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING, Any

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

    @property
    def needs_authorization(self) -> bool:
        """Whether a line manager authorizes the time of these talents: employees and temps."""
        return self in LENT_KINDS


LENT_KINDS = (Kind.EMPLOYEE, Kind.TEMP)


class Unit(Identified, Base):
    """A part of the organization."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    name_fr: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))


def _directory_index(name: str, *columns: str) -> sa.Index:
    present = sa.text("left_on IS NULL")
    return sa.Index(name, *columns, sqlite_where=present, postgresql_where=present)


class Named:
    """Someone's name, in full and in two letters."""

    given_name: Any
    family_name: Any

    @property
    def full_name(self) -> str:
        """Given then family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters for the face."""
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()


class Person(Named, Identified, Created, Base):
    """Anyone of the organization, employee or external. `identifier` is the one of the HR system.

    `directory_text` and `directory_job` are what the directory is searched by, folded: the name with what the profile
    says in a line, then the job title, which externals do not read. `talents.directory_text` keeps them. `photo_key`
    names the photo someone chose, if any: `talents.photo` keeps it.
    """

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("manager_id <> id", name="not_own_manager"),
        # The directory's order and its counts, each answered by its index alone even when words are asked.
        _directory_index("ix_person_directory", "family_name", "given_name", "id", "directory_text", "directory_job"),
        _directory_index("ix_person_directory_counts", "unit_id", "kind", "directory_text", "directory_job"),
        # Those who left are few.
        sa.Index(
            "ix_person_left",
            "left_on",
            sqlite_where=sa.text("left_on IS NOT NULL"),
            postgresql_where=sa.text("left_on IS NOT NULL"),
        ),
    )

    identifier: Mapped[str] = mapped_column(sa.String(32), unique=True)
    given_name: Mapped[str] = mapped_column(sa.String(80))
    family_name: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[Kind] = mapped_column(choice(Kind, name="kind"))
    job_title: Mapped[str] = mapped_column(sa.String(120), default="")
    place: Mapped[str] = mapped_column(sa.String(80), default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    left_on: Mapped[date | None]
    photo_key: Mapped[str | None] = mapped_column(sa.String(22))
    directory_text: Mapped[str] = mapped_column(sa.Text, default="", deferred=True)
    directory_job: Mapped[str] = mapped_column(sa.Text, default="", deferred=True)

    if TYPE_CHECKING:
        # Whether an external works for a firm of the panel: `engagements.models` tells, which knows firms. Read from
        # the database the first time it is asked of someone.
        in_panel: bool

    account: Mapped[Account] = relationship(back_populates="person")
    unit: Mapped[Unit] = relationship()
    manager: Mapped[Person | None] = relationship(remote_side="Person.id")

    @property
    def is_external(self) -> bool:
        """Whether this person works here under a contract between companies (a temp too)."""
        return self.kind is not Kind.EMPLOYEE

    @property
    def is_here(self) -> bool:
        """Whether this person has not left and may sign in."""
        return self.left_on is None and self.account.is_enabled

    @property
    def needs_authorization(self) -> bool:
        """Whether a line manager authorizes this person's time."""
        return self.kind.needs_authorization

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
