"""The terms of an offer: a share of the week over whole weeks, within the rules of the mission's pilot."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.applications.models import Terms
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.shares import is_share, share_sentence
from portal.missions.models import Mission
from portal.pilots.rules import broken_rules

LONGEST_WEEKS = 104


def complaints(terms: Terms, *, today: date) -> dict[str, Any]:
    """What is wrong with the terms whatever the mission, by field."""
    wrong: dict[str, Any] = {}
    if not is_share(terms.percent):
        wrong["percent"] = share_sentence()
    if terms.first_week < clock.week_of(today):
        wrong["first_week"] = _l("Start this week or later.")
    if terms.last_week < terms.first_week:
        wrong["last_week"] = _l("The last week cannot come before the first.")
    elif (terms.last_week - terms.first_week).days // 7 >= LONGEST_WEEKS:
        wrong["last_week"] = _l("Keep it within two years.")
    return wrong


def checked(mission: Mission, *, percent: int, first_week: date, last_week: date) -> Terms:
    """The terms with their weeks brought to Mondays. Raises `Invalid` naming the field or the pilot's broken rules."""
    terms = Terms(percent, clock.week_of(first_week), clock.week_of(last_week))
    wrong = complaints(terms, today=clock.today())
    if not wrong and mission.pilot is not None:
        wrong = _against_pilot(mission, terms)
    if wrong:
        raise Invalid(fields=wrong)
    return terms


def _against_pilot(mission: Mission, terms: Terms) -> dict[str, Any]:
    rules = mission.pilot.current_rules if mission.pilot is not None else None
    broken = broken_rules(rules, *terms) if rules is not None else []
    too_much = rules is not None and terms.percent > rules.max_percent
    fields = ("percent", "last_week") if too_much else ("last_week",)
    return dict(zip(fields, broken, strict=False))
