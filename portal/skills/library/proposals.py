"""Answering those who named a skill that the library lacks: take it as it is or edited, or refuse it with a sentence.

To find that it is another skill is to merge it (`merging`). Whoever proposed it is told, by mail and on their profile.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.core import audit, clock
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.organization.models import Person
from portal.skills.library import names, notifications
from portal.skills.library.journal import Journal, perform, require
from portal.skills.library.locks import hold
from portal.skills.library.models import Answer, LibraryOperation, OperationKind, SkillProposal
from portal.skills.library.moving import take_off
from portal.skills.library.names import Wording
from portal.skills.models import Skill
from portal.skills.workflow import SKILL


def as_it_is(skill: Skill) -> Wording:
    """A proposal in the words of whoever made it, for both languages."""
    label = skill.label_fr or skill.label_en
    return Wording.typed(skill.label_fr or label, skill.label_en or label)


def accept(
    actor: Person, skill: Skill, words: Wording, *, version: int | None = None, key: str | None = None
) -> LibraryOperation:
    """Take a proposed skill into the library, in these words.

    Raises `Forbidden`, `Conflict` when it was decided on or changed meanwhile, `Invalid`.
    """
    require(actor)
    SKILL.permit(actor, skill, "accept")
    skill_id = skill.id

    def act(journal: Journal) -> None:
        with journal.skills(skill_id):
            (fresh,) = hold(journal.session, skill_id)
            SKILL.check(actor, fresh, "accept")
            fresh.expect(version)
            names.check(journal.session, words, skill_id)
            is_edited = words != as_it_is(fresh)
            names.write(fresh, words)
            SKILL.apply(actor, fresh, "accept")
            answered = answer(journal.session, actor, fresh, Answer.EDITED if is_edited else Answer.ACCEPTED)
            journal.operation.data = named(fresh)
        notifications.tell_answered(answered)

    return perform(actor, OperationKind.ACCEPT, act, key=key, skill=skill)


def refuse(
    actor: Person, skill: Skill, words: str, *, version: int | None = None, key: str | None = None
) -> LibraryOperation:
    """Leave a proposed skill out of the library, and say why to whoever proposed it. It leaves the profiles it was on.

    Raises `Forbidden`, `Conflict`, and `Invalid` without a reason.
    """
    require(actor)
    words = checked_text(words, "words", required=_l("Say why: whoever proposed it reads this."))
    skill_id = skill.id

    def act(journal: Journal) -> None:
        with journal.skills(skill_id):
            (fresh,) = hold(journal.session, skill_id)
            SKILL.check(actor, fresh, "refuse")
            fresh.expect(version)
            SKILL.apply(actor, fresh, "refuse", text=words)
            answered = answer(journal.session, actor, fresh, Answer.REFUSED, words)
            journal.operation.data = named(fresh) | {"words": words, "moved": take_off(journal, skill_id)}
        notifications.tell_answered(answered)

    return perform(actor, OperationKind.REFUSE, act, key=key, skill=skill)


def answer(session: Session, actor: Person, skill: Skill, what: Answer, words: str = "") -> Sequence[SkillProposal]:
    """Write the answer on the proposals of a skill that still wait, and in the history of who made them."""
    waiting = session.scalars(
        sa.select(SkillProposal)
        .where(SkillProposal.skill_id == skill.id, SkillProposal.answer.is_(None))
        .options(joinedload(SkillProposal.person))
    ).all()
    for proposal in waiting:
        proposal.answer, proposal.words, proposal.answered_at = what, words, clock.now()
        data = {"skill_id": skill.id, "name": proposal.text}
        audit.record(actor, proposal.person, f"profile.proposal_{what.value}", text=words, data=data)
    session.flush()
    return waiting


def named(skill: Skill, prefix: str = "") -> dict[str, str]:
    """How a skill is called, for the journal to say even when it is called otherwise, or gone."""
    return {f"{prefix}name_fr": skill.label_fr or skill.label_en, f"{prefix}name_en": skill.label_en or skill.label_fr}
