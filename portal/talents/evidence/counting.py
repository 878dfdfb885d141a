"""The level that counts for a skill, and the column that keeps it.

What was attested on a mission outweighs what is declared. The level that counts is the highest one attested: a mission
shows what it asked for, and a later, easier one unlearns nothing. The declared level counts only where nothing was
attested, with one exception: an attestation older than what the person last declared counts for no more than that, for
nobody is put forward above what they say of themselves since. Endorsements are read, and change no level.

Nothing here depends on the present day, so that a column can keep it. `recount` is to be called in the transaction that
changes a declaration or an attestation, after `hold`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.extensions import db
from portal.organization.models import Person
from portal.talents.models import EvidenceKind, HeldSkill, SkillEvidence


def level_that_counts(declared: int, declared_at: datetime | None, attested: Iterable[tuple[int, datetime]]) -> int:
    """The rule, for a declared level with the moment it was declared, and the levels attested with theirs."""
    counted = (level if declared_at is None or at >= declared_at else min(level, declared) for level, at in attested)
    return max(counted, default=declared)


def hold(session: Session, *person_ids: int) -> None:
    """Wait until nobody else writes what is known of these people, and keep others waiting until the end of the
    transaction. Rows that only refer to a person may still be written: two who endorse each other do not wait."""
    rows = sa.select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    session.execute(rows.with_for_update(key_share=True))


def recount(session: Session, *person_ids: int) -> None:
    """Bring the level that counts up to date for all the skills of these people; of everyone when none is named."""
    session.flush()
    session.execute(recounted(*person_ids), execution_options={"synchronize_session": "fetch"})


def recount_skills(session: Session, skill_ids: Collection[int]) -> None:
    """The same for everyone who holds one of these skills, after evidence moved from one to another."""
    session.flush()
    statement = recounted().where(HeldSkill.skill_id.in_(skill_ids))
    session.execute(statement, execution_options={"synchronize_session": "fetch"})


def recounted(*person_ids: int) -> sa.Update:
    """The statement of `recount`, which touches the rows where something changes."""
    stale = sa.update(HeldSkill).where(is_out_of_date()).values(counted_level=_counted())
    return stale.where(HeldSkill.person_id.in_(person_ids)) if person_ids else stale


def highest_attested(held: HeldSkill) -> int | None:
    """The highest level attested for a skill that someone holds; None when none was."""
    return db.session.scalar(
        sa.select(sa.func.max(SkillEvidence.level)).where(
            SkillEvidence.person_id == held.person_id,
            SkillEvidence.skill_id == held.skill_id,
            SkillEvidence.kind == EvidenceKind.ATTESTED,
        )
    )


def is_out_of_date() -> sa.ColumnElement[bool]:
    """The condition on `HeldSkill` that the column says something else than the rule."""
    return HeldSkill.counted_level != _counted()


def _counted() -> sa.ColumnElement[int]:
    """`level_that_counts`, for a row of `HeldSkill`."""
    declared, attested = aliased(SkillEvidence), aliased(SkillEvidence)
    declared_at = (
        sa.select(sa.func.max(declared.at))
        .where(*_about_the_row(declared), declared.kind == EvidenceKind.DECLARED)
        .correlate(HeldSkill)
        .scalar_subquery()
    )
    outweighs = sa.or_(attested.level <= HeldSkill.level, declared_at.is_(None), attested.at >= declared_at)
    highest = (
        sa.select(sa.func.max(sa.case((outweighs, attested.level), else_=HeldSkill.level)))
        .where(*_about_the_row(attested), attested.kind == EvidenceKind.ATTESTED)
        .correlate(HeldSkill)
        .scalar_subquery()
    )
    return sa.func.coalesce(highest, HeldSkill.level)


def _about_the_row(evidence: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return evidence.person_id == HeldSkill.person_id, evidence.skill_id == HeldSkill.skill_id
