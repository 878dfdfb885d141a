"""Writing a pilot, changing its rules, moving it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal import policies
from portal.core import audit, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.shares import is_share, share_sentence
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot, PilotRules, PilotState
from portal.pilots.workflow import PILOT


@dataclass(frozen=True)
class PilotData:
    """What a pilot says of itself. No unit means the whole organization."""

    name_fr: str
    name_en: str
    purpose_fr: str
    purpose_en: str
    starts_on: date
    ends_on: date
    sponsor_id: int
    unit_ids: Sequence[int]


@dataclass(frozen=True)
class RulesData:
    """One version of the rules: percent of a week, whole weeks, and what else is agreed, in both languages."""

    max_percent: int
    max_weeks: int
    counts_in_review: bool
    charter_fr: str = ""
    charter_en: str = ""


def draft_pilot(actor: Person, data: PilotData, rules: RulesData, *, key: str | None) -> Pilot:
    """Write a pilot and its first rules; the same `key` twice gives the same pilot. Raises `Forbidden`, `Invalid`."""
    _require(policies.pilot_write(actor))
    _check(data)

    _check_rules(rules)

    def write(session: Session) -> Pilot:
        pilot = Pilot(state=PilotState.DRAFT)
        _fill(pilot, data)
        pilot.rules = [_rules(1, rules, actor)]
        session.add(pilot)
        session.flush()
        audit.record(actor, pilot, "draft", to_state=pilot.state)
        return pilot

    return submission.once(actor, key, Pilot, write)


def edit_pilot(actor: Person, pilot: Pilot, data: PilotData, *, version: int | None) -> Pilot:
    """Change a draft. Raises `Forbidden`, `Conflict` (no longer a draft, or changed meanwhile), `Invalid`."""
    check_may_steer(actor, pilot)
    _check(data)
    with transaction():
        pilot.expect(version)
        if pilot.state is not PilotState.DRAFT:
            raise Conflict(_l("Only a draft can be rewritten: this pilot was approved in the meantime."))
        _fill(pilot, data)
        audit.record(actor, pilot, "edit")
    return pilot


def change_rules(actor: Person, pilot: Pilot, rules: RulesData, *, version: int | None) -> PilotRules:
    """Write the next version of the rules; decisions already taken keep theirs. Raises `Forbidden`, `Conflict`."""
    with transaction():
        check_may_steer(actor, pilot)
        pilot.expect(version)
        _check_rules(rules)
        if pilot.state in (PilotState.STOPPED, PilotState.GENERALISED):
            raise Conflict(_l("This pilot is over: its rules no longer change."))
        written = _rules(pilot.current_rules.number + 1, rules, actor)
        pilot.rules.append(written)
        flag_modified(pilot, "state")  # so that the pilot's own version moves, and a second click is a stale form
        db.session.flush()
        audit.record(actor, pilot, "rules", rules_id=written.id, data={"number": written.number})
    return written


def advance_pilot(actor: Person, pilot: Pilot, name: str, *, text: str = "", version: int | None = None) -> Pilot:
    """Make one of the declared transitions. Raises `Forbidden`, `Conflict`."""
    with transaction():
        PILOT.check(actor, pilot, name)
        pilot.expect(version)
        PILOT.apply(actor, pilot, name, text=text)
    return pilot


def check_may_steer(actor: Person, pilot: Pilot) -> None:
    """Raise `Forbidden` for someone who neither sponsors the pilot nor is of human resources."""
    _require(policies.pilot_steer(actor, pilot))


def _require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden(_l("Pilots are written by human resources and by their sponsors."))


def _check(data: PilotData) -> None:
    errors = {}
    if not data.name_fr and not data.name_en:
        errors["name_fr"] = _l("Give it a name, in one language at least.")
    if data.ends_on < data.starts_on:
        errors["ends_on"] = _l("The last day comes before the first one.")
    if errors:
        raise Invalid(fields=errors)


def _check_rules(rules: RulesData) -> None:
    if not is_share(rules.max_percent):
        raise Invalid(fields={"max_percent": share_sentence()})


def _fill(pilot: Pilot, data: PilotData) -> None:
    for name in ("name_fr", "name_en", "purpose_fr", "purpose_en", "starts_on", "ends_on", "sponsor_id"):
        setattr(pilot, name, getattr(data, name))
    pilot.units = list(db.session.scalars(sa.select(Unit).where(Unit.id.in_(data.unit_ids))))


def _rules(number: int, data: RulesData, by: Person) -> PilotRules:
    return PilotRules(
        number=number,
        max_percent=data.max_percent,
        max_weeks=data.max_weeks,
        counts_in_review=data.counts_in_review,
        charter_fr=data.charter_fr,
        charter_en=data.charter_en,
        by_id=by.id,
    )
