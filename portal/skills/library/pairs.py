"""Skills that may be one and the same: looked for in the background, decided by people."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.edition import mark_of
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.model import new_public_id
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.edition import NAME
from portal.skills.folding import fold
from portal.skills.library.journal import BATCH, require
from portal.skills.library.likeness import Labelled, near_pairs
from portal.skills.library.models import SkillPair
from portal.skills.models import Skill, SkillState

MOST_PAIRS = 2000


def look_for_pairs() -> int:
    """Write the pairs of active skills whose names are nearly the same; those no longer near go, those that someone put
    aside stay aside. Returns how many wait.
    """
    rows = db.session.execute(
        sa.select(Skill.id, Skill.label_fr, Skill.label_en).where(Skill.state == SkillState.ACTIVE).order_by(Skill.id)
    )
    near = near_pairs(Labelled(skill_id, fold(french), fold(english)) for skill_id, french, english in rows)
    best = dict(sorted(near.items(), key=lambda one: (-one[1], one[0]))[:MOST_PAIRS])
    with transaction() as session:
        return _write(session, best)


def _write(session: Session, near: dict[tuple[int, int], float]) -> int:
    session.execute(mark_of(NAME).with_for_update())  # two who look at once write one after the other
    known = {
        (pair.first_id, pair.second_id): pair
        for pair in session.execute(
            sa.select(SkillPair.id, SkillPair.first_id, SkillPair.second_id, SkillPair.parted_at)
        )
    }
    gone = [pair.id for key, pair in known.items() if key not in near and pair.parted_at is None]
    for start in range(0, len(gone), BATCH):
        session.execute(sa.delete(SkillPair).where(SkillPair.id.in_(gone[start : start + BATCH])))
    new = [
        {"public_id": new_public_id(), "first_id": first, "second_id": second, "likeness": likeness}
        for (first, second), likeness in near.items()
        if (first, second) not in known
    ]
    for start in range(0, len(new), BATCH):
        session.execute(sa.insert(SkillPair), new[start : start + BATCH])
    return sum(1 for key in near if key not in known or known[key].parted_at is None)


_looked: dict[str, str] = {}


def look_again() -> None:
    """The same when the library changed since this process last looked."""
    mark = db.session.scalar(mark_of(NAME)) or ""
    address = str(db.engine.url)
    if _looked.get(address) != mark:
        look_for_pairs()
        _looked[address] = mark


def part(actor: Person, pair: SkillPair) -> SkillPair:
    """Say that two skills are not one: they are not shown together again. Raises `Forbidden`, `Conflict`."""
    require(actor)
    with transaction() as session:
        done = session.execute(
            sa.update(SkillPair)
            .where(SkillPair.id == pair.id, SkillPair.parted_at.is_(None))
            .values(parted_at=clock.now(), parted_by_id=actor.id)
        )
        if not done.rowcount:  # type: ignore[attr-defined]
            raise Conflict(_l("These two were told apart already."))
    return pair


def rejoin(actor: Person, pair: SkillPair) -> SkillPair:
    """Take that back: the two are shown together again. Raises `Forbidden`."""
    require(actor)
    with transaction() as session:
        session.execute(sa.update(SkillPair).where(SkillPair.id == pair.id).values(parted_at=None, parted_by_id=None))
    return pair
