"""What only the clock asks of applications."""

from __future__ import annotations

from contextlib import suppress

from portal.applications import queries, services
from portal.applications.inviting.queries import late_invitations
from portal.applications.inviting.services import lapse_invitation
from portal.applications.models import Application
from portal.applications.notes.services import forget_notes
from portal.applications.thread.services import forget_messages
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def lapse_late_offers() -> None:
    """An offer ends after the day promised for its answer: the place can then be offered to someone else."""
    for key in queries.late_offers():
        with suppress(Conflict):  # someone answers at this very moment
            services.lapse_offer(db.session.get_one(Application, key))


@chore
def lapse_late_invitations() -> None:
    """An invitation ends after its day: silence is no yes, and the place is not kept for anyone."""
    for key in late_invitations():
        with suppress(Conflict):
            lapse_invitation(db.session.get_one(Application, key))


@chore
def forget_old_notes() -> None:
    """What was noted on a candidate is kept as long as a refusal may have to be explained, and no longer."""
    forget_notes()


@chore
def forget_old_messages() -> None:
    """What a talent and those who own a mission wrote to each other is kept for two years after the end."""
    forget_messages()
