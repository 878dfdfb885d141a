"""What the clock asks of the library."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.core.worker import chore
from portal.skills.library import pairs
from portal.skills.library.journal import KEPT
from portal.skills.library.models import LibraryChange, LibraryOperation


@chore
def forget_changes() -> None:
    """After 30 days an operation stays in the journal, and what it changed row by row is forgotten."""
    old = sa.select(LibraryOperation.id).where(LibraryOperation.at <= clock.now() - KEPT)
    with transaction() as session:
        session.execute(sa.delete(LibraryChange).where(LibraryChange.operation_id.in_(old)))


@chore
def look_for_pairs() -> None:
    """Look for skills that may be one, when the library changed since."""
    pairs.look_again()
