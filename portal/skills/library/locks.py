"""The skills an operation is about, read afresh and held until it ends."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.core.errors import NotFound
from portal.skills.models import Skill


def lock(session: Session, ids: Collection[int] | sa.Select[int]) -> None:
    """Let nobody else change these skills, nor start to name them, before the transaction ends. They are taken in the
    order of their ids, with those that lead to them, so that two operations never wait for each other: before the
    operation is written, which names them.
    """
    theirs = sa.or_(Skill.id.in_(ids), Skill.successor_id.in_(ids))
    session.execute(sa.select(Skill.id).where(theirs).order_by(Skill.id).with_for_update())


def hold(session: Session, *ids: int) -> list[Skill]:
    """These skills in the order asked, with their names, locked. Raises `NotFound`."""
    wanted = set(ids)
    lock(session, wanted)
    rows = session.scalars(
        sa.select(Skill)
        .where(Skill.id.in_(wanted))
        .options(selectinload(Skill.labels))
        .execution_options(populate_existing=True)
    )
    found = {skill.id: skill for skill in rows}
    if len(found) < len(wanted):
        raise NotFound
    return [found[skill_id] for skill_id in ids]
