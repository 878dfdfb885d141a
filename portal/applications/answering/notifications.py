"""Who is told when nobody answers. Queued in the present transaction, sent after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.applications.models import Application
from portal.applications.notifications import owners
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_late(application: Application, lapses_on: date) -> None:
    """Those who own the mission: who waits, since when, and on which day it ends by itself."""
    for owner in owners(application):
        tell(owner, "answering/late", application=application, lapses_on=lapses_on)


def tell_unanswered(application: Application, people_office: Iterable[Person]) -> None:
    """The talent, honestly; those who own the mission; and a line to human resources, who promised the answer too."""
    tell(application.person, "answering/unanswered", application=application)
    owning = owners(application)
    for owner in owning:
        tell(owner, "answering/unanswered_owner", application=application)
    for person in people_office:
        if person.id not in {application.person_id, *(owner.id for owner in owning)}:
            tell(person, "answering/unanswered_hr", application=application)
