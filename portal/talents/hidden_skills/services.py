"""Setting a suggestion aside, and taking that back."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.skills.models import Skill, SkillState
from portal.talents.hidden_skills.models import SetAsideSkill
from portal.talents.models import HeldSkill
from portal.talents.writing import writing_profile


def set_aside(actor: Person, person: Person, public_id: str) -> Skill:
    """Say that a skill is not theirs: it is not suggested again. Twice is as good as once.

    Raises `Forbidden`, `NotFound`, and `Conflict` when the skill is on the profile by now.
    """
    with writing_profile(actor, person) as session:
        skill = session.scalar(sa.select(Skill).where(Skill.public_id == public_id, Skill.state == SkillState.ACTIVE))
        if skill is None:
            raise NotFound
        is_held = sa.select(HeldSkill.id).where(HeldSkill.person_id == person.id, HeldSkill.skill_id == skill.id)
        if session.scalar(is_held) is not None:
            raise Conflict(_l("This skill is on your profile by now. You can remove it there."))
        if _aside(session, person, skill) is None:
            session.add(SetAsideSkill(person_id=person.id, skill_id=skill.id))
            audit.record(actor, person, "profile.set_aside_skill", data={"skill_id": skill.id})
    return skill


def consider_again(actor: Person, person: Person, public_id: str) -> Skill:
    """Let a skill that was set aside be suggested again. Twice is as good as once. Raises `Forbidden`, `NotFound`."""
    with writing_profile(actor, person) as session:
        skill = session.scalar(sa.select(Skill).where(Skill.public_id == public_id, Skill.state != SkillState.PROPOSED))
        if skill is None:
            raise NotFound
        row = _aside(session, person, skill)
        if row is not None:
            session.delete(row)
            audit.record(actor, person, "profile.consider_skill", data={"skill_id": skill.id})
    return skill


def _aside(session: Session, person: Person, skill: Skill) -> SetAsideSkill | None:
    return session.scalar(
        sa.select(SetAsideSkill).where(SetAsideSkill.person_id == person.id, SetAsideSkill.skill_id == skill.id)
    )
