"""The words for states and reasons. A talent reads fewer states than an owner: nobody is told about a shortlist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.applications.models import Application, DeclineReason, NotSelectedReason
from portal.applications.models import ApplicationState as S
from portal.core.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from portal.applications.rows import ListedApplication


_ENDED: dict[S, Any] = {
    S.COMPLETED: _l("Mission completed"),
    S.POOLED: _l("Kept in a pool"),
    S.NOT_SELECTED: _l("Not selected"),
    S.WITHDRAWN: _l("Withdrawn"),
    S.DECLINED: _l("Offer declined"),
    S.LAPSED: _l("Lapsed"),
    S.RELEASED: _l("Place released"),
}

_WAITING = _l("Waiting for the manager or procurement")

# For those who choose. While a place waits for someone's yes, `state_words` says whose.
STATES: dict[S, Any] = {
    S.INVITED: _l("Invited"),
    S.SUBMITTED: _l("To read"),
    S.IN_REVIEW: _l("Being reviewed"),
    S.SHORTLISTED: _l("Shortlisted"),
    S.ON_HOLD: _l("On hold"),
    S.OFFERED: _l("Offer made"),
    S.ACCEPTED: _l("Offer accepted"),
    S.PENDING_CLEARANCE: _WAITING,
    S.CONFIRMED: _l("Place confirmed"),
    **_ENDED,
}

# For the talent, likewise.
TALENT_STATES: dict[S, Any] = {
    S.INVITED: _l("You are invited"),
    S.SUBMITTED: _l("Submitted"),
    S.IN_REVIEW: _l("Under review"),
    S.SHORTLISTED: _l("Under review"),
    S.ON_HOLD: _l("On hold"),
    S.OFFERED: _l("Offer to answer"),
    S.ACCEPTED: _WAITING,
    S.PENDING_CLEARANCE: _WAITING,
    S.CONFIRMED: _l("Place confirmed"),
    **_ENDED,
}


def state_words(application: Application | ListedApplication, *, mine: bool) -> Any:
    """The state of an application in words: for the talent when it is `mine`, else for those who choose."""
    words = (TALENT_STATES if mine else STATES)[application.state]
    if words is not _WAITING:
        return words
    if application.person.needs_authorization:
        return _l("Waiting for the manager")
    return _l("Waiting for procurement")


TONES: dict[S, str] = {
    S.OFFERED: "info",
    S.CONFIRMED: "good",
    S.COMPLETED: "good",
}

# Sentences that follow "because" for whoever reads them, the talent included.
NOT_SELECTED_REASONS: dict[NotSelectedReason, Any] = {
    NotSelectedReason.SKILLS: _l("Other skills are needed for this place"),
    NotSelectedReason.AVAILABILITY: _l("The dates or the share of the week do not fit"),
    NotSelectedReason.ANOTHER_CHOSEN: _l("Someone else was chosen"),
    NotSelectedReason.SEAT_FILLED: _l("Every place is taken"),
    NotSelectedReason.SEAT_CANCELLED: _l("The place no longer exists"),
    NotSelectedReason.OTHER: _l("Another reason"),
}

DECLINE_REASONS: dict[DeclineReason, Any] = {
    DeclineReason.WORKLOAD: _l("My workload does not allow it"),
    DeclineReason.NOT_INTERESTED: _l("The mission does not interest me any more"),
    DeclineReason.ALREADY_ENGAGED: _l("I am already engaged elsewhere"),
    DeclineReason.TERMS: _l("The share or the dates do not suit me"),
    DeclineReason.OTHER: _l("Another reason"),
}

# The same reasons as the owner reads them.
DECLINE_REASONS_TOLD: dict[DeclineReason, Any] = {
    DeclineReason.WORKLOAD: _l("Their workload does not allow it"),
    DeclineReason.NOT_INTERESTED: _l("The mission does not interest them any more"),
    DeclineReason.ALREADY_ENGAGED: _l("They are already engaged elsewhere"),
    DeclineReason.TERMS: _l("The share or the dates do not suit them"),
    DeclineReason.OTHER: _l("Another reason"),
}
