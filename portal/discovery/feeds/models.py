"""The secret addresses of feeds."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import Created, Identified
from portal.discovery.saved.models import SavedSearch
from portal.extensions import Base
from portal.organization.models import Person

_OF_MISSIONS = sa.text("saved_search_id IS NULL")


class FeedAddress(Identified, Created, Base):
    """Where one person reads one feed: that of a saved search, or that of the open missions when there is none.

    The secret is in the address alone; only its digest is kept. A new one replaces it, and the feed keeps its identity.
    """

    __tablename__ = "feed_address"
    __table_args__ = (
        sa.Index(
            "ix_feed_address_missions",
            "person_id",
            unique=True,
            sqlite_where=_OF_MISSIONS,
            postgresql_where=_OF_MISSIONS,
        ),
        sa.Index("ix_feed_address_person", "person_id"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    saved_search_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("saved_search.id", ondelete="CASCADE"), unique=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    person: Mapped[Person] = relationship()
    saved_search: Mapped[SavedSearch | None] = relationship()
