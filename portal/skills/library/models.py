"""The journal of the library, what was proposed to it, and the skills that may be one and the same."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.model import IDS_FOR_GOOD, Created, Identified, UtcDateTime, choice
from portal.extensions import Base
from portal.organization.models import Person
from portal.skills.models import Skill


class OperationKind(enum.StrEnum):
    """What was done to the library."""

    ADD = "add"
    ACCEPT = "accept"
    REFUSE = "refuse"
    EDIT = "edit"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"
    REINSTATE = "reinstate"
    PRIORITY = "priority"
    ADD_FAMILY = "add_family"
    RENAME_FAMILY = "rename_family"
    ASSIGN = "assign"
    FILE = "file"
    VOCABULARY = "vocabulary"
    UNDO = "undo"


class Answer(enum.StrEnum):
    """What became of a proposal."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    MERGED = "merged"
    REFUSED = "refused"


class LibraryOperation(Identified, Base):
    """One thing done to the library, by someone or by a command. Rows are only ever added: to undo one adds another.

    `skill` is what it is mostly about, `other` the second skill of a merge or a split. `data` holds the words and
    counts that its sentence needs, and for a vocabulary what was kept because it had been changed here.
    """

    __tablename__ = "library_operation"

    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    kind: Mapped[OperationKind] = mapped_column(choice(OperationKind, name="kind"))
    skill_id: Mapped[int | None] = mapped_column(sa.ForeignKey("skill.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("skill.id"))
    undoes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("library_operation.id"), unique=True)
    data: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    actor: Mapped[Person | None] = relationship()
    skill: Mapped[Skill | None] = relationship(foreign_keys=[skill_id])
    other: Mapped[Skill | None] = relationship(foreign_keys=[other_id])


class LibraryChange(Base):
    """One row that an operation wrote: the columns that changed, before and after.

    `before` is empty for a row it added (whose `after` holds what tells whether it changed since), `after` for one it
    took away. `with_id` is the row of the same table that stands for one taken away. Forgotten after 30 days: some hold
    what people had said of themselves.
    """

    __tablename__ = "library_change"
    __table_args__ = (sa.Index("ix_library_change_row", "subject", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = mapped_column(sa.ForeignKey("library_operation.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(64))
    row_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    with_id: Mapped[int | None]


class SkillProposal(Identified, Created, Base):
    """A name that someone missed in the library, as they wrote it, and what they were answered."""

    __tablename__ = "skill_proposal"
    __table_args__ = (
        sa.UniqueConstraint("skill_id", "person_id"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        IDS_FOR_GOOD,
    )

    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(80))
    lang: Mapped[str] = mapped_column(sa.String(2))
    answer: Mapped[Answer | None] = mapped_column(choice(Answer, name="answer"))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    skill: Mapped[Skill] = relationship()
    person: Mapped[Person] = relationship()


class SkillPair(Identified, Base):
    """Two skills that may be one (`first_id` is the smaller). `likeness` is from 0 to 1; 1 is the same name.

    A pair someone put aside is never shown again.
    """

    __tablename__ = "skill_pair"
    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id"),
        sa.CheckConstraint("first_id < second_id", name="order"),
    )

    first_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"))
    second_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"), index=True)
    likeness: Mapped[float] = mapped_column(sa.Float)
    parted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    first: Mapped[Skill] = relationship(foreign_keys=[first_id])
    second: Mapped[Skill] = relationship(foreign_keys=[second_id])
