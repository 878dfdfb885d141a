"""Who is told of delegations, and of what is decided by them. Queued in the same transaction, sent after it."""

from __future__ import annotations

from typing import Any

from portal.notices.telling import tell
from portal.organization.delegations import Delegation
from portal.organization.models import Person


def _tell(to: Person, event: str, delegation: Delegation, **context: Any) -> None:
    tell(to, f"delegations/{event}", delegation=delegation, **context)


def tell_given(delegation: Delegation) -> None:
    """Whoever is to decide: for whom, and from when to when."""
    _tell(delegation.delegate, "given", delegation)


def tell_begun(delegation: Delegation) -> None:
    """The same, on the first day."""
    _tell(delegation.delegate, "begun", delegation)


def tell_taken_back(delegation: Delegation) -> None:
    """Whoever stood in: the manager decides again."""
    _tell(delegation.delegate, "taken_back", delegation)


def tell_handed_back(delegation: Delegation) -> None:
    """The manager: they decide again."""
    _tell(delegation.manager, "handed_back", delegation)


def tell_over(delegation: Delegation) -> None:
    """Both, after the last day."""
    _tell(delegation.manager, "over", delegation)
    _tell(delegation.delegate, "over_delegate", delegation)


def tell_ended_by_leaving(delegation: Delegation, person: Person) -> None:
    """The manager whose delegate left: they decide again, or name someone else."""
    if person.id == delegation.delegate_id:
        _tell(delegation.manager, "delegate_left", delegation)
