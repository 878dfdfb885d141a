"""What procurement does with an external's engagement. Amounts are whole cents a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.applications.models import Terms
from portal.applications.steps import confirm_seat, hold_mission, release_seat
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG, checked_text
from portal.core.transaction import transaction
from portal.engagements.labels import REJECTION_REASONS
from portal.engagements.models import Engagement, RejectionReason
from portal.engagements.workflow import ENGAGEMENT
from portal.organization.models import Person

HIGHEST_RATE = 1_000_000
LONGEST = timedelta(days=2 * 366)


def approve_engagement(
    actor: Person,
    engagement: Engagement,
    *,
    daily_rate_cents: int,
    starts_on: date,
    ends_on: date,
    note: str,
    version: int | None,
) -> Engagement:
    """Confirm an engagement at a rate between two days: the seat is confirmed and both sides are told.

    `note` stays with procurement. Raises `Forbidden`, `Conflict` (already decided, or changed since `version`), or
    `Invalid` for a rate or dates that cannot be.
    """
    ENGAGEMENT.check(actor, engagement, "approve")
    _check_terms(daily_rate_cents, starts_on, ends_on, note)
    with transaction():
        hold_mission(engagement.mission)
        engagement.expect(version)
        engagement.daily_rate_cents = daily_rate_cents
        engagement.starts_on, engagement.ends_on = starts_on, ends_on
        engagement.note = note.strip()
        _decide(actor, engagement, "approve")
        confirm_seat(actor, engagement.application, terms=_agreed(engagement, starts_on, ends_on))
    return engagement


def reject_engagement(
    actor: Person, engagement: Engagement, *, reason: str | RejectionReason, text: str, version: int | None
) -> Engagement:
    """Say that procurement cannot confirm, with a coded reason: the place is given back and both sides read why."""
    ENGAGEMENT.check(actor, engagement, "reject")
    text = checked_text(text, "text")
    with transaction():
        hold_mission(engagement.mission)
        engagement.expect(version)
        _decide(actor, engagement, "reject", reason=reason, text=text)
        release_seat(actor, engagement.application, text=text, reason=REJECTION_REASONS[RejectionReason(reason)])
    return engagement


def _decide(actor: Person, engagement: Engagement, name: str, **what: Any) -> None:
    ENGAGEMENT.apply(actor, engagement, name, **what)
    engagement.decided_by_id = actor.id
    engagement.decided_at = clock.now()


def _agreed(engagement: Engagement, starts_on: date, ends_on: date) -> Terms:
    """The share that was agreed, over the weeks in which the contract runs."""
    return Terms(engagement.application.terms.percent, clock.week_of(starts_on), clock.week_of(ends_on))


def _check_terms(daily_rate_cents: int, starts_on: date, ends_on: date, note: str) -> None:
    wrong: dict[str, Any] = {}
    if not 0 < daily_rate_cents <= HIGHEST_RATE:
        wrong["daily_rate"] = _l("Give a daily rate above 0 and up to 10,000 euros.")
    if ends_on < starts_on:
        wrong["ends_on"] = _l("The last day cannot come before the first.")
    elif ends_on - starts_on > LONGEST:
        wrong["ends_on"] = _l("Keep it within two years.")
    elif ends_on < clock.today():
        wrong["ends_on"] = _l("These dates are already past.")
    if len(note) > LONGEST_TEXT:
        wrong["note"] = TOO_LONG
    if wrong:
        raise Invalid(fields=wrong)
