"""What the library adds to other pages: what became of one's proposals, and which skills matter above others."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.core.bilingual import choose
from portal.core.i18n import language
from portal.core.panels import Panel
from portal.core.prepared import Prepared
from portal.librarian.labels import ANSWER_TONES, ANSWERS
from portal.missions.extensions import mission_panels
from portal.missions.models import Seat, SeatSkill
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person
from portal.skills.library.models import SkillProposal
from portal.skills.models import Skill
from portal.talents.extensions import profile_panels
from portal.talents.models import HeldSkill, Section
from portal.talents.visibility import narrowed

MOST_PROPOSALS = 10
_BECAME = sa.orm.aliased(Skill)
_PRIORITY: Any = (Skill.public_id, Skill.label_fr, Skill.label_en, Skill.priority_fr, Skill.priority_en)
_IS_PRIORITY = sa.or_(Skill.priority_fr != "", Skill.priority_en != "")
_PROPOSED = Prepared(
    sa.select(
        *(SkillProposal.text, SkillProposal.lang, SkillProposal.answer, SkillProposal.words, SkillProposal.created_at),
        *(_BECAME.public_id.label("became"), _BECAME.label_fr, _BECAME.label_en),
    )
    .join(Skill, Skill.id == SkillProposal.skill_id)
    .outerjoin(_BECAME, _BECAME.id == sa.func.coalesce(Skill.successor_id, Skill.id))
    .where(SkillProposal.person_id == sa.bindparam("person_id"))
    .order_by(SkillProposal.id.desc())
    .limit(MOST_PROPOSALS)
)
_HELD = Prepared(
    sa.select(*_PRIORITY)
    .join(HeldSkill, HeldSkill.skill_id == Skill.id)
    .where(
        HeldSkill.person_id == sa.bindparam("person_id"),
        sa.or_(
            HeldSkill.person_id == sa.bindparam("me", type_=sa.Integer),
            HeldSkill.person_id.not_in(narrowed(Section.SKILLS)),
        ),
        _IS_PRIORITY,
    )
    .order_by(HeldSkill.counted_level.desc(), HeldSkill.id)
)
_ASKED = Prepared(
    sa.select(*_PRIORITY)
    .where(
        _IS_PRIORITY,
        Skill.id.in_(
            sa.select(SeatSkill.skill_id)
            .join(Seat, Seat.id == SeatSkill.seat_id)
            .where(Seat.mission_id == sa.bindparam("mission_id"))
        ),
    )
    .order_by(Skill.id)
)


def proposals_panel(actor: Person, person: Person) -> Panel | None:
    """What someone proposed, and where it stands: for themselves alone."""
    if actor.id != person.id:
        return None
    rows = _PROPOSED.rows(person_id=person.id)
    if not rows:
        return None
    locale = language()
    proposals = [
        {
            "text": row.text,
            "lang": row.lang,
            "answer": row.answer,
            "words": row.words,
            "at": row.created_at,
            "became": row.became if row.answer in ("merged", "edited") else None,
            "label": choose(row.label_fr, row.label_en, locale),
        }
        for row in rows
    ]
    context = {"proposals": proposals, "answers": ANSWERS, "tones": ANSWER_TONES}
    return {"template": "librarian/_proposals_panel.html", "context": context, "place": "aside"}


def held_panel(actor: Person, person: Person) -> Panel | None:
    """The priority skills that someone tells everyone inside they hold, all of one's own, and why they are."""
    return _priorities(_HELD.rows(person_id=person.id, me=actor.id), is_profile=True)


def asked_panel(actor: Person, mission: MissionSheet) -> Panel | None:
    """The priority skills that a mission asks for, and why they are."""
    return _priorities(_ASKED.rows(mission_id=mission.id), is_profile=False)


def _priorities(rows: list[Any], *, is_profile: bool) -> Panel | None:
    if not rows:
        return None
    locale = language()
    skills = [
        {
            "public_id": row.public_id,
            "label": choose(row.label_fr, row.label_en, locale),
            "why": choose(row.priority_fr, row.priority_en, locale),
        }
        for row in rows
    ]
    context = {"skills": skills, "is_profile": is_profile}
    return {"template": "librarian/_priorities_panel.html", "context": context, "place": "aside"}


profile_panels += [proposals_panel, held_panel]
mission_panels.append(asked_panel)
