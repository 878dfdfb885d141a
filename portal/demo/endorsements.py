"""What colleagues said of each other's skills over the year, and whom the portal asked whether it is still true."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.errors import DomainError
from portal.demo import words
from portal.demo.missions import at
from portal.extensions import db
from portal.organization.models import Kind, Person
from portal.talents.evidence import endorsing, reminders
from portal.talents.evidence.endorsing import Word
from portal.talents.evidence.reading import evidence_of
from portal.talents.models import HeldSkill

SEED = 1848
SHARE = 0.2


def load_endorsements(people: dict[str, int]) -> None:
    """Have some of everyone's skills endorsed by colleagues of their unit, at about the level that they declare."""
    rng = random.Random(SEED)  # noqa: S311 (stories, not secrets)
    colleagues: dict[int, list[int]] = defaultdict(list)
    for key, unit_id in db.session.execute(
        sa.select(Person.id, Person.unit_id).where(Person.kind == Kind.EMPLOYEE).order_by(Person.id)
    ):
        colleagues[unit_id].append(key)
    held = db.session.execute(
        sa.select(HeldSkill.public_id, HeldSkill.level, Person.id, Person.unit_id)
        .join(Person, Person.id == HeldSkill.person_id)
        .order_by(HeldSkill.id)
    ).all()
    said: list[tuple[int, int, str, int]] = []
    for public_id, level, person_id, unit_id in held:
        if rng.random() < SHARE:
            others = [key for key in colleagues[unit_id] if key != person_id]
            chosen = rng.sample(others, min(len(others), rng.choice((1, 1, 1, 2, 3))))
            said += [(rng.randint(5, 240), by_id, public_id, level) for by_id in chosen]
    for days_ago, by_id, public_id, level in sorted(said, reverse=True):
        _endorse(rng, days_ago, by_id, public_id, level)
    _hide_one(people["M0042"])


def _endorse(rng: random.Random, days_ago: int, by_id: int, public_id: str, level: int) -> None:
    seen = min(4, max(1, level + rng.choice((-1, 0, 0, 0, 0))))
    with clock.at(at(clock.today() - timedelta(days=days_ago), rng.randint(9, 17))):
        by = db.session.get_one(Person, by_id)
        context = rng.choice((*words.CONTEXTS[by.locale], "", ""))
        try:
            endorsing.endorse_skill(by, public_id, Word(seen, context, by.locale))
        except DomainError:
            return  # twenty on the same day


def _hide_one(person_id: int) -> None:
    """Of all that was said of this person, they hide one thing."""
    person = db.session.get_one(Person, person_id)
    said = next((proof for one in evidence_of(person, person, "fr").values() for proof in one.endorsed), None)
    if said is not None:
        endorsing.show_endorsement(person, said.public_id, hidden=True)


def load_reminders() -> None:
    """Ask people, over the last weeks, whether what they said long ago is still true."""
    due = db.session.scalars(reminders.due()).all()
    for number, person_id in enumerate(due):
        with clock.at(at(clock.today() - timedelta(days=30 - 28 * number // len(due)), 8)):
            reminders.remind(person_id)
