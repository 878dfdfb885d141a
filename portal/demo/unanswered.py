"""What the clock did during the demo's year: reminders of late answers, and the end of those that never came."""

from __future__ import annotations

from contextlib import suppress

from portal.applications.answering.queries import late_answers
from portal.applications.answering.rules import REMINDERS, lapses_on
from portal.applications.answering.services import remind_or_lapse
from portal.applications.models import Application
from portal.core import clock
from portal.core.errors import DomainError
from portal.demo.missions import at
from portal.extensions import db


def load_silences() -> None:
    """Each reminder and each end on the day that it came, as the worker would have found it then."""
    for key, _reminders in late_answers():
        application = db.session.get_one(Application, key)
        due = application.answer_due_on
        if due is None:
            continue
        days = [clock.add_working_days(due, late) for late in REMINDERS]
        for number, day in enumerate([*days, lapses_on(due)]):
            if day <= clock.today():
                with clock.at(at(day, 7)), suppress(DomainError):
                    remind_or_lapse(application, number)
