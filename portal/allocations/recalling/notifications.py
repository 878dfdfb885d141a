"""Who is told that granted time is taken back. Queued in the same transaction, sent after it."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.allocations.notifications import DECIDE, FOLLOW, owners_of
from portal.allocations.recalling.labels import REASONS
from portal.allocations.recalling.models import Recall
from portal.mail.outbox import link_to
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_suspended(recall: Recall) -> None:
    """The talent and the owners: which weeks, and why."""
    _tell_both(recall, "suspended")


def tell_notice(recall: Recall) -> None:
    """The talent and the owners: until when the time is given, and why."""
    _tell_both(recall, "notice_given")


def tell_given_again(recall: Recall, first_week: date, last_week: date) -> None:
    """The talent and the owners: the weeks are given again."""
    _tell_both(recall, "given_again", first_week=first_week, last_week=last_week)


def tell_resumed(recall: Recall) -> None:
    """The talent and the owners: the mission goes on."""
    _tell_both(recall, "resumed")


def tell_revoked(recall: Recall) -> None:
    """The talent and the owners: the place is free again."""
    _tell_both(recall, "revoked")


def tell_in_place(recall: Recall, manager: Person, action: str) -> None:
    """The manager in whose place it was said: what, and by whom."""
    _tell(manager, "delegations/recalled", recall, DECIDE, action=action)


def _tell_both(recall: Recall, event: str, **context: Any) -> None:
    authorization = recall.authorization
    for person in (authorization.person, *owners_of(authorization)):
        _tell(person, f"allocations/{event}", recall, FOLLOW, **context)


def _tell(to: Person, event: str, recall: Recall, endpoint: str, **context: Any) -> None:
    authorization = recall.authorization
    link = link_to(endpoint, public_id=authorization.public_id)
    words = {"recall": recall, "reason": REASONS[recall.reason], "link": link, **context}
    tell(to, event, authorization=authorization, **words)
