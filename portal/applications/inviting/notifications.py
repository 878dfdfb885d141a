"""Who is told what about an invitation. Queued in the present transaction, sent after it."""

from __future__ import annotations

from typing import Any

from portal.applications.inviting.labels import TURNED_DOWN_TOLD
from portal.applications.models import Application, DeclineReason, Invitation
from portal.applications.notifications import owners
from portal.notices.telling import tell
from portal.organization.models import Person


def _tell_owners(event: str, application: Application, *, but: Person | None = None, **context: Any) -> None:
    for owner in owners(application):
        if but is None or owner.id != but.id:
            tell(owner, f"inviting/{event}", application=application, **context)


def tell_invited(actor: Person, application: Application, invitation: Invitation) -> None:
    """The person invited reads the words; the other owner knows."""
    tell(application.person, "inviting/invited", application=application, invitation=invitation, by=actor)
    _tell_owners("invited_owner", application, but=actor, by=actor)


def tell_taken_up(application: Application) -> None:
    """Those who own the mission: the person they invited is a candidate now."""
    _tell_owners("taken_up", application)


def tell_turned_down(application: Application, *, reason: DeclineReason, text: str) -> None:
    """Those who own the mission read why."""
    _tell_owners("turned_down", application, reason=TURNED_DOWN_TOLD[reason], text=text)


def tell_lapsed(application: Application) -> None:
    """Both sides: nobody answered in time, and nothing is held against anyone."""
    tell(application.person, "inviting/lapsed", application=application)
    _tell_owners("lapsed_owner", application)


def tell_called_off(application: Application, *, completed: bool) -> None:
    """The person invited: the mission ends before they answered, and they have nothing left to answer."""
    tell(application.person, "inviting/called_off", application=application, completed=completed)
