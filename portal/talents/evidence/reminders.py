"""Reminding people, now and then, of skills that they have not confirmed for long."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import still_here
from portal.talents.evidence import notifications
from portal.talents.evidence.confirming import is_doubtful
from portal.talents.evidence.counting import hold
from portal.talents.models import FRESH, HeldSkill, SkillReminder

# Each hour: a portal that was just filled writes to everyone over some days, not in one night.
BATCH = 50


def due() -> sa.Select[int]:
    """The ids of the people to remind: here, able to sign in, with a skill not confirmed for six months, not reminded
    since as long, and who did not stop the reminders."""
    lately = sa.select(SkillReminder.person_id).where(
        SkillReminder.person_id == Person.id,
        sa.or_(SkillReminder.stopped_at.is_not(None), SkillReminder.sent_at > clock.now() - FRESH),
    )
    doubts = sa.select(HeldSkill.id).where(HeldSkill.person_id == Person.id, is_doubtful())
    return (
        sa.select(Person.id)
        .join(Account, Account.id == Person.account_id)
        .where(still_here(), Account.is_enabled, doubts.exists(), ~lately.exists())
        .order_by(Person.id)
    )


def remind_some(count: int = BATCH) -> int:
    """Write to `count` people at most of those who are due. Returns to how many."""
    return sum(remind(person_id) for person_id in db.session.scalars(due().limit(count)).all())


def remind(person_id: int) -> bool:
    """Write to one person, unless another worker did, or they confirmed or stopped meanwhile. Returns whether."""
    with transaction() as session:
        hold(session, person_id)
        if session.scalar(due().where(Person.id == person_id)) is None:
            return False
        held = session.scalars(
            sa.select(HeldSkill)
            .where(HeldSkill.person_id == person_id, is_doubtful())
            .options(joinedload(HeldSkill.skill))
            .order_by(HeldSkill.confirmed_on, HeldSkill.id)
        ).all()
        reminder = session.get(SkillReminder, person_id) or SkillReminder(person_id=person_id)
        reminder.sent_at = clock.now()
        session.add(reminder)
        notifications.ask_whether_still_true(session.get_one(Person, person_id), held)
    return True
