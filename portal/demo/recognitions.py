"""The recognitions of missions that ended: attested, recorded, published, or still waiting for someone's words."""

from __future__ import annotations

import random
from datetime import date, timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.errors import DomainError
from portal.demo import words
from portal.demo.missions import at
from portal.extensions import db
from portal.organization.models import Person
from portal.recognition import services
from portal.recognition.models import Recognition, Shown
from portal.talents.models import HeldSkill

SEED = 1905


def load_recognitions(mission_id: int, *, closed: bool, waiting_for_manager: set[int]) -> None:
    """Tell what was recognised on a mission: everything when it is closed, else only part of it.

    `waiting_for_manager` are people whose recognition is attested and not recorded yet.
    """
    rng = random.Random(SEED + mission_id)  # noqa: S311 (stories, not secrets)
    ids = db.session.scalars(
        sa.select(Recognition.id).where(Recognition.mission_id == mission_id).order_by(Recognition.id)
    ).all()
    for number, recognition_id in enumerate(ids):
        recognition = db.session.get_one(Recognition, recognition_id)
        waits = recognition.person_id in waiting_for_manager
        if not closed and not waits and number % 2:
            continue
        day = recognition.created_at.astimezone(clock.ZONE).date()
        try:
            with clock.at(at(day + timedelta(days=2), 10)):
                _attest(recognition, rng)
            if closed and not waits:
                _finish(recognition, day, rng)
        except DomainError:
            continue
        finally:
            db.session.expire_all()


def _attest(recognition: Recognition, rng: random.Random) -> None:
    owner = recognition.mission.owner
    held = dict(
        db.session.execute(
            sa.select(HeldSkill.skill_id, HeldSkill.level).where(HeldSkill.person_id == recognition.person_id)
        )
        .tuples()
        .all()
    )
    asked = recognition.application.seat.skills
    levels = {row.skill_id: _seen(held.get(row.skill_id, row.level), recognition.id) for row in asked[:3]}
    spent = services.spent_minutes(recognition)
    services.attest_recognition(
        owner,
        recognition,
        outcome=rng.choice(words.OUTCOMES[owner.locale]),
        lang=owner.locale,
        minutes=spent or recognition.minutes_authorized,
        levels=levels,
    )


def _seen(level: int, number: int) -> int:
    """The level seen at work: mostly the one declared, sometimes the one below, or above."""
    return min(4, max(1, level + (0, -1, 0, 1, 0)[number % 5]))


def _finish(recognition: Recognition, day: date, rng: random.Random) -> None:
    person: Person = recognition.person
    manager = person.manager
    if person.needs_authorization and manager is not None:
        with clock.at(at(day + timedelta(days=6), 14)):
            services.record_recognition(
                manager, recognition, words=rng.choice(words.PRAISE[manager.locale]), lang=manager.locale
            )
    with clock.at(at(day + timedelta(days=8), 9)):
        shown = Shown.INSIDE if rng.random() < 0.8 else Shown.MANAGER
        services.publish_recognition(person, recognition, shown=shown)
