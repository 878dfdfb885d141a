"""What only the clock asks of skills: now and then, whether they are still true."""

from __future__ import annotations

from portal.core.worker import chore
from portal.talents.evidence import reminders


@chore
def remind_of_old_skills() -> None:
    """A gentle mail, at most once in six months for each person."""
    reminders.remind_some()
