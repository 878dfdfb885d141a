"""Those who proposed a skill are told what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core.i18n import LOCALES
from portal.notices.telling import tell
from portal.skills.library.models import Answer, SkillProposal

_MAIL = {
    Answer.ACCEPTED: "skills/accepted",
    Answer.EDITED: "skills/accepted",
    Answer.MERGED: "skills/merged",
    Answer.REFUSED: "skills/refused",
}


def tell_answered(proposals: Iterable[SkillProposal]) -> None:
    """The answer, and what it means for their profile."""
    for proposal in proposals:
        if proposal.answer is not None:
            tell(proposal.person, _MAIL[proposal.answer], proposal=proposal, name=_name(proposal))


def tell_reopened(proposals: Iterable[SkillProposal]) -> None:
    """The answer is taken back: the proposal waits again."""
    for proposal in proposals:
        tell(proposal.person, "skills/reopened", proposal=proposal)


def _name(proposal: SkillProposal) -> str:
    """How the library calls what was proposed, in the language of whoever proposed it."""
    skill = proposal.skill.successor or proposal.skill
    locale = proposal.person.locale
    labels = [getattr(skill, f"label_{lang}") for lang in sorted(LOCALES, key=lambda lang: lang != locale)]
    return next(filter(None, labels), proposal.text)
