"""When a mission without anyone is warned about, and when it expires. Days are calendar days, paused days out."""

from __future__ import annotations

from datetime import date, timedelta

LIFE = 90
WARNINGS = (60, 80)
# However late the first warnings leave, their readers have this long to act.
NOTICE = 10
REOPENED_WITHIN = 30

EXPIRE = LIFE


def due_step(age: int, warned: int, warned_on: date | None, today: date) -> int | None:
    """What is due at that age: a warning of `WARNINGS`, `EXPIRE`, or None. Never two at once, never without notice."""
    if warned_on is not None and (today - warned_on).days < NOTICE:
        return None
    following = next((step for step in (*WARNINGS, EXPIRE) if step > warned), EXPIRE)
    return following if age >= following else None


def last_day(current_on: date, paused_days: int, warned: int, warned_on: date | None, today: date) -> date:
    """The day it expires if nothing is said: at its age, and never before the notice that is still to be given."""
    at_age = current_on + timedelta(days=LIFE + paused_days)
    missing = [step for step in WARNINGS if step > warned]
    last_told = warned_on or today - timedelta(days=NOTICE)
    return max(at_age, last_told + timedelta(days=NOTICE * (len(missing) + 1)))


def may_reopen(expired_on: date | None, today: date) -> bool:
    """Whether what expired that day may still be opened again as it is."""
    return expired_on is not None and (today - expired_on).days <= REOPENED_WITHIN
