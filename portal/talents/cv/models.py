"""What is kept of a file between its preview and its confirmation, and then of what it replaced."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import Created, Identified, UtcDateTime, Versioned
from portal.extensions import Base

# How long a file waits for a choice, and how long what was taken from it can be undone.
KEPT = timedelta(days=1)
UNDOABLE = timedelta(days=7)


class ProfileImport(Identified, Created, Versioned, Base):
    """A file someone sent to fill their own profile. `resume` is what was read in it, emptied once it is taken;
    `before` is what was there before, so that taking it can be undone. Rows are deleted after a few days.
    """

    __tablename__ = "profile_import"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(sa.String(16))
    resume: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
