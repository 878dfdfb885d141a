"""Who is told what about declared time. Queued in the same transaction, sent after it."""

from __future__ import annotations

from portal.allocations.models import TimeEntry
from portal.allocations.time_rules import week_name
from portal.mail.outbox import link_to
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_asked(by: Person, entry: TimeEntry, text: str) -> None:
    """The talent: a question before the time is confirmed."""
    link = link_to("time.show_time", week=week_name(entry.week))
    tell(entry.person, "time/asked", by=by, entry=entry, text=text, link=link)
