"""Skills that the library lacks: named by whoever misses them, theirs at once, and for human resources to decide."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.model import new_public_id
from portal.organization.models import Person
from portal.skills.folding import fold
from portal.skills.library.models import SkillProposal
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.vocabulary.entry import capitalised, tidy

SOURCE = "proposed"
LONGEST_PROPOSAL = 80
_KNOWN = (SkillState.PROPOSED, SkillState.ACTIVE, SkillState.REFUSED)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Proposal:
    """A name as someone wrote it, and the language they read the portal in."""

    text: str
    locale: str


def find_or_propose(session: Session, person: Person, proposal: Proposal) -> Skill:
    """The skill that someone proposed under this name, made if nobody did. Inside a transaction.

    It has a name in the proposer's language only: a librarian gives the other one. Raises `Invalid` when the text
    cannot be a name, is one of the library's already, or was refused.
    """
    label = capitalised(tidy(proposal.text))
    folded = fold(label)
    if not _LETTER.search(folded) or len(label) > LONGEST_PROPOSAL:
        raise Invalid(fields={"label": _l("Name it in a few words, 80 characters at most.")})
    known = session.scalars(
        sa.select(Skill).join(SkillLabel).where(SkillLabel.folded == folded, Skill.state.in_(_KNOWN))
    ).all()
    states = {skill.state: skill for skill in known}
    if SkillState.ACTIVE in states:
        raise Invalid(fields={"label": _l("The library has this skill already: choose it in the list.")})
    skill = states.get(SkillState.PROPOSED)
    if skill is None and SkillState.REFUSED in states:
        raise Invalid(fields={"label": _l("Human resources did not keep this name. Choose the nearest one.")})
    skill = skill or _propose(session, label, folded, proposal.locale)
    _sign(session, skill, person, label, proposal.locale)
    return skill


def _sign(session: Session, skill: Skill, person: Person, label: str, locale: str) -> None:
    """Remember who missed it: they are told what becomes of it."""
    mine = sa.select(SkillProposal.id).where(SkillProposal.skill_id == skill.id, SkillProposal.person_id == person.id)
    if session.scalar(mine) is None:
        session.add(SkillProposal(skill_id=skill.id, person_id=person.id, text=label, lang=locale))


def _propose(session: Session, label: str, folded: str, locale: str) -> Skill:
    skill = Skill(
        key=f"{SOURCE}:{new_public_id()}",
        source=SOURCE,
        label_fr=label if locale == "fr" else "",
        label_en=label if locale == "en" else "",
        state=SkillState.PROPOSED,
        labels=[SkillLabel(lang=locale, text=label, folded=folded, is_preferred=True)],
    )
    session.add(skill)
    session.flush()
    return skill
