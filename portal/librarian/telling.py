"""The journal as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.librarian import labels, queries
from portal.skills.library.journal import KEPT
from portal.skills.library.models import LibraryOperation, OperationKind


def tell_operations(operations: Sequence[LibraryOperation], locale: str) -> list[dict[str, Any]]:
    """Each with who, what and when, and whether it was undone or for how long it still can be. Two statements."""
    undone = queries.undone([operation.id for operation in operations])
    undid = queries.undone_by(operations)
    told = []
    for operation in operations:
        what = labels.what(operation, locale, undid.get(operation.undoes_id or 0))
        told.append(
            {
                "public_id": operation.public_id,
                "at": operation.at,
                "who": who(operation),
                "what": what,
                "by": undone.get(operation.id),
                "days_left": days_left(operation) if operation.kind is not OperationKind.UNDO else 0,
            }
        )
    return told


def who(operation: LibraryOperation) -> str:
    """Who did it."""
    return operation.actor.full_name if operation.actor is not None else _("Command line")


def days_left(operation: LibraryOperation) -> int:
    """For how many days, the last one included, it can still be undone."""
    left = operation.at + KEPT - clock.now()
    return max(0, -(-left // timedelta(days=1)))
