"""Making two skills one: all that names the first names the second, which is found under the names of both."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.skills.library import notifications
from portal.skills.library.journal import Journal, perform, require
from portal.skills.library.locks import hold
from portal.skills.library.models import Answer, LibraryOperation, OperationKind
from portal.skills.library.moving import move_all
from portal.skills.library.names import lend_names
from portal.skills.library.proposals import answer, named
from portal.skills.models import Skill, SkillState
from portal.skills.workflow import SKILL, skill_merged


def merge(
    actor: Person,
    lost: Skill,
    kept: Skill,
    *,
    versions: tuple[int | None, int | None] = (None, None),
    key: str | None = None,
) -> LibraryOperation:
    """Merge a skill into another, which stays. `versions` are those that the person was looking at, in that order.

    Whoever holds both keeps one, and so does a seat that asks for both: each table says which (`references`). Raises
    `Forbidden`, `Invalid` for a skill and itself, `Conflict` when either is no longer what it was.
    """
    require(actor)
    lost_id, kept_id = lost.id, kept.id
    if lost_id == kept_id:
        raise Invalid(fields={"into": _l("Choose another skill than this one.")})

    def act(journal: Journal) -> None:
        session = journal.session
        followers = session.scalars(sa.select(Skill.id).where(Skill.successor_id == lost_id)).all()
        with journal.skills(lost_id, kept_id, *followers):
            gone, stays = hold(session, lost_id, kept_id)
            _check(actor, gone, stays, versions)
            was_proposed = gone.state is SkillState.PROPOSED
            _join(session, actor, gone, stays)
            moved = move_all(journal, lost_id, kept_id)
            answered = answer(session, actor, gone, Answer.MERGED) if was_proposed else []
            counts = {table: len(ids) for table, ids in moved.items()}
            journal.operation.data = named(gone) | named(stays, "other_") | {"moved": counts}
        skill_merged(actor, gone, stays, moved)
        notifications.tell_answered(answered)

    return perform(actor, OperationKind.MERGE, act, key=key, skill=lost, other=kept)


def _check(actor: Person, gone: Skill, stays: Skill, versions: tuple[int | None, int | None]) -> None:
    SKILL.check(actor, gone, "merge")
    if stays.state is not SkillState.ACTIVE:
        raise Conflict(_l("The skill to keep has left the library in the meantime."))
    gone.expect(versions[0])
    stays.expect(versions[1])


def _join(
    session: Session,
    actor: Person,
    gone: Skill,
    stays: Skill,
) -> None:
    lend_names(stays, gone)
    if gone.is_priority and not stays.is_priority:
        stays.priority_fr, stays.priority_en = gone.priority_fr, gone.priority_en
    gone.successor_id = stays.id
    SKILL.apply(actor, gone, "merge", data={"into": stays.id})
    audit.record(actor, stays, "absorb", data={"skill_id": gone.id})
    session.execute(
        sa.update(Skill)
        .where(Skill.successor_id == gone.id, Skill.id != stays.id)
        .values(successor_id=stays.id, version=Skill.version + 1)
    )
    if stays.successor_id == gone.id:
        stays.successor_id = None
    session.flush()
