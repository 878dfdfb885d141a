"""Whether what was said of one's skills is still true: what was not confirmed for six months, and saying that it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from portal.core import audit, clock
from portal.core.bilingual import Text, choose
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.models import Skill
from portal.talents.evidence.age import doubtful_before
from portal.talents.models import HeldSkill, SkillReminder
from portal.talents.notifications import mark_for_index
from portal.talents.writing import writing_profile


class Doubt(NamedTuple):
    """A skill that was not confirmed for six months: the level declared, and the one that counts."""

    public_id: str
    label: Text
    declared: int
    level: int
    confirmed_on: date


def is_doubtful() -> sa.ColumnElement[bool]:
    """The condition on `HeldSkill` that it was not confirmed for six months, whenever it is asked."""
    return HeldSkill.confirmed_on < sa.bindparam(None, callable_=doubtful_before, type_=sa.Date())


_DOUBTS = Prepared(
    sa.select(
        HeldSkill.public_id, Skill.label_fr, Skill.label_en, HeldSkill.level, HeldSkill.counted_level,
        HeldSkill.confirmed_on,
    )
    .join(HeldSkill.skill)
    .where(HeldSkill.person_id == sa.bindparam("me"), is_doubtful())
    .order_by(HeldSkill.confirmed_on, Skill.label_fr, HeldSkill.id)
)  # fmt: skip


def doubts_of(person: Person, locale: str) -> list[Doubt]:
    """The skills that someone has not confirmed for six months, the longest first."""
    return [
        Doubt(public_id, choose(french, english, locale), declared, level, confirmed_on)
        for public_id, french, english, declared, level, confirmed_on in _DOUBTS.rows(me=person.id)
    ]


def stopped_at(person: Person) -> datetime | None:
    """Since when someone wants no reminder; None when they get them."""
    return db.session.scalar(sa.select(SkillReminder.stopped_at).where(SkillReminder.person_id == person.id))


def confirm_skills(actor: Person, person: Person, public_ids: Collection[str]) -> int:
    """Say that several levels are still true, those that still stand on the profile. Returns how many; a second time,
    none is left to confirm. Raises `Forbidden`."""
    with writing_profile(actor, person) as session:
        asked = sa.select(HeldSkill).where(
            HeldSkill.person_id == person.id,
            HeldSkill.public_id.in_(public_ids),
            HeldSkill.confirmed_on < clock.today(),
        )
        held = session.scalars(asked).all()
        for one in held:
            one.confirmed_on = clock.today()
        if held:
            audit.record(actor, person, "profile.confirm_skills", data={"lines": len(held)})
            mark_for_index(person)
    return len(held)


def set_reminders(actor: Person, person: Person, *, wanted: bool) -> None:
    """Say whether one wants to be reminded of skills not confirmed for long. Raises `Forbidden`."""
    with writing_profile(actor, person) as session:
        reminder = session.get(SkillReminder, person.id, populate_existing=True)
        if reminder is None:
            reminder = SkillReminder(person_id=person.id)
            session.add(reminder)
        if wanted != (reminder.stopped_at is None):
            reminder.stopped_at = None if wanted else clock.now()
            audit.record(actor, person, "profile.want_reminders" if wanted else "profile.stop_reminders")
