"""Mails whose words are written at the moment of sending: what their reader may read can change while they wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.core import outbox
from portal.core.outbox import OutboxItem
from portal.core.submission import new_key
from portal.core.transaction import transaction
from portal.mail.outbox import KIND

# From what a mail is about to its payload, inside a transaction; None when there is nothing to send any more.
Writer = Callable[[dict[str, Any]], dict[str, Any] | None]

_writers: dict[str, Writer] = {}


def writes(event: str) -> Callable[[Writer], Writer]:
    """Register the function that writes the mails of an event."""

    def register(writer: Writer) -> Writer:
        _writers[event] = writer
        return writer

    return register


def queue_late(event: str, about: dict[str, Any]) -> OutboxItem:
    """Queue a mail inside the present transaction: who reads it and what it says is asked when it leaves."""
    return outbox.enqueue(KIND, f"mail:{event}:{new_key()}", {"late": event, "about": about})


def is_written(item: OutboxItem) -> bool:
    """Write a late mail, anew each time it is tried; False when there is nothing to send. Others are ready before."""
    if "late" not in item.payload:
        return True
    with transaction():
        words = _writers[item.payload["late"]](item.payload["about"])
        if words is not None:
            item.payload = {**item.payload, **words}
    return words is not None
