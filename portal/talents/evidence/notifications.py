"""Who is told what about endorsements, and about skills that were not confirmed for long."""

from __future__ import annotations

from collections.abc import Sequence

from portal.mail.outbox import link_to
from portal.notices.telling import tell
from portal.organization.models import Person
from portal.skills.queries import label_of
from portal.talents.labels import LEVEL_WORD
from portal.talents.models import HeldSkill, SkillEvidence

NAMED_SKILLS = 5


def tell_endorsed(endorsement: SkillEvidence, by: Person, person: Person, held: HeldSkill, *, is_change: bool) -> None:
    """The person whose skill it is."""
    tell(
        person,
        "talents/endorsed",
        by=by,
        skill=held.skill,
        level=LEVEL_WORD[endorsement.level],
        context=endorsement.context,
        is_change=is_change,
        link=f"{link_to('profile.show_profile')}#skills",
    )


def ask_whether_still_true(person: Person, held: Sequence[HeldSkill]) -> None:
    """The person, with the skills they confirmed longest ago. The way leads to a page: a mail confirms nothing."""
    names = [label_of(one.skill, person.locale) for one in held]
    tell(
        person,
        "talents/still_true",
        names=names[:NAMED_SKILLS],
        others=len(names[NAMED_SKILLS:]),
        count=len(names),
        link=link_to("evidence.show_doubts"),
    )
