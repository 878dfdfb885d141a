"""What only the clock asks about answers."""

from __future__ import annotations

from contextlib import suppress

from portal.applications.answering.queries import late_answers
from portal.applications.answering.services import remind_or_lapse
from portal.applications.models import Application
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def answer_late_applications() -> None:
    """Remind of the answers that are late; end the applications that nobody answered."""
    for key, reminders in late_answers():
        with suppress(Conflict):  # someone answers at this very moment
            remind_or_lapse(db.session.get_one(Application, key), reminders)
