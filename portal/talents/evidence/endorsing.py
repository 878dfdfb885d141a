"""Endorsing a colleague's skill: one word for each colleague and skill, which they may change or withdraw.

The person may hide it from their profile. The level that counts does not follow it: see `counting`.

Each verb holds the rows of both people, so that two windows of the same colleague write one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import policies
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.i18n import LOCALES
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import earlier_result, remember
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import still_here
from portal.skills.models import Skill
from portal.talents.evidence import notifications
from portal.talents.evidence.counting import hold
from portal.talents.evidence.extensions import worked_together
from portal.talents.models import EvidenceKind, HeldSkill, Section, SkillEvidence
from portal.talents.visibility import sight_into

CONTEXT_LENGTH = 200
# What one takes the time to think of; beyond it, mails and profiles would fill with words worth little.
MOST_A_DAY = 20
_DAY = timedelta(days=1)
_SAID = ("profile.endorse_skill", "profile.change_endorsement")
_TOO_MANY = _l(
    "You endorsed %(count)s skills in the last 24 hours. Go on tomorrow: what you wrote here was not kept.",
    count=MOST_A_DAY,
)
_STALE = _l("Your endorsement changed a moment ago, in another window. Here is how it stands now.")


@dataclass(frozen=True)
class Word:
    """What a colleague says: the level they saw (1 to 4), and in what context, in the language `lang`."""

    level: int
    context: str = ""
    lang: str = "fr"


class Said(NamedTuple):
    """An endorsement, and whether a mail told its subject."""

    endorsement: SkillEvidence
    is_mailed: bool


class Own(NamedTuple):
    """What someone said themselves, of which skill, and of whom."""

    endorsement: SkillEvidence
    skill: Skill
    person: Person


def may_endorse(actor: Person, person: Person) -> bool:
    """Whether `actor` may endorse the skills of `person`. No query for an employee."""
    return policies.skill_endorse(actor, person, worked_together)


def get_subject(actor: Person, public_id: str) -> tuple[HeldSkill, Person]:
    """A skill of someone's profile by its public id, and whose it is. Raises `NotFound`, also for who has left or does
    not show their skills to `actor`, and `Forbidden` when it is not for `actor` to endorse."""
    row = db.session.execute(
        sa.select(HeldSkill, Person)
        .join(Person, Person.id == HeldSkill.person_id)
        .where(HeldSkill.public_id == public_id, still_here())
        .options(joinedload(HeldSkill.skill))
    ).one_or_none()
    if row is None:
        raise NotFound
    held, person = row
    if Section.SKILLS not in sight_into(actor, person, Section.SKILLS):
        raise NotFound
    if not may_endorse(actor, person):
        raise Forbidden(_l("Employees, and those who were on a mission with someone, endorse their skills."))
    return held, person


def get_own(actor: Person, public_id: str) -> Own:
    """What `actor` said, by its own public id, standing or not. Raises `NotFound`, also about who has left."""
    row = db.session.execute(
        sa.select(SkillEvidence, Skill, Person)
        .join(Skill, Skill.id == SkillEvidence.skill_id)
        .join(Person, Person.id == SkillEvidence.person_id)
        .where(
            SkillEvidence.public_id == public_id,
            SkillEvidence.by_id == actor.id,
            SkillEvidence.kind == EvidenceKind.ENDORSED,
            still_here(),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Own(*row)


def held_behind(actor: Person, own: Own) -> tuple[HeldSkill, Person]:
    """The skill of the profile that one's words are about, as `get_subject`. Raises as it does."""
    endorsement = own.endorsement
    held = sa.select(HeldSkill.public_id).where(
        HeldSkill.person_id == endorsement.person_id, HeldSkill.skill_id == endorsement.skill_id
    )
    return get_subject(actor, db.session.scalar(held) or "")


def said_of(actor: Person, person: Person) -> list[tuple[SkillEvidence, Skill]]:
    """What `actor` said of the skills of `person` and did not take back, the latest first, with each skill."""
    standing = (
        sa.select(SkillEvidence, Skill)
        .join(Skill, Skill.id == SkillEvidence.skill_id)
        .where(
            SkillEvidence.person_id == person.id,
            SkillEvidence.by_id == actor.id,
            SkillEvidence.kind == EvidenceKind.ENDORSED,
            SkillEvidence.withdrawn_at.is_(None),
        )
        .order_by(SkillEvidence.at.desc(), SkillEvidence.id.desc())
    )
    last: dict[int, tuple[SkillEvidence, Skill]] = {}
    for endorsement, skill in db.session.execute(standing):
        last.setdefault(skill.id, (endorsement, skill))
    return [*last.values()]


def endorsement_by(actor: Person, held: HeldSkill) -> SkillEvidence | None:
    """What `actor` said last of this skill: what stands, else what was withdrawn."""
    last = (SkillEvidence.withdrawn_at.is_not(None), SkillEvidence.at.desc(), SkillEvidence.id.desc())
    said = sa.select(SkillEvidence).where(*_said_by(actor, held)).order_by(*last).limit(1)
    return db.session.scalar(said.execution_options(populate_existing=True))


def _said_by(actor: Person, about: HeldSkill | SkillEvidence) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        SkillEvidence.person_id == about.person_id,
        SkillEvidence.skill_id == about.skill_id,
        SkillEvidence.by_id == actor.id,
        SkillEvidence.kind == EvidenceKind.ENDORSED,
    )


def version_of(endorsement: SkillEvidence | None) -> int:
    """What a form is to say it was read at: 0 when nothing stands."""
    return 0 if endorsement is None or endorsement.withdrawn_at is not None else endorsement.version


def endorse_skill(
    actor: Person, public_id: str, word: Word, *, version: int | None = None, key: str | None = None
) -> Said:
    """Endorse a skill, or say something else than before. It stands in the person's history; a mail tells them of the
    first one from this colleague in a day, unless they hide it.

    Raises `NotFound`, `Forbidden`, `Invalid`, and `Conflict` when the form was read at another version.
    """
    _check(word)
    held, person = get_subject(actor, public_id)
    with transaction() as session:
        hold(session, actor.id, person.id)
        held, person = get_subject(actor, public_id)
        endorsement = endorsement_by(actor, held)
        if endorsement is not None and earlier_result(actor, key) is not None:
            return Said(endorsement, is_mailed=False)
        stands = _expect(endorsement, version)
        lately = _said_lately(session, actor)
        if sum(lately.values()) >= MOST_A_DAY:
            raise Invalid(fields={"": _TOO_MANY})
        if endorsement is None:
            endorsement = SkillEvidence(
                person_id=person.id, skill_id=held.skill_id, kind=EvidenceKind.ENDORSED, by_id=actor.id
            )
            session.add(endorsement)
        endorsement.level, endorsement.context, endorsement.lang = word.level, word.context, word.lang
        endorsement.at, endorsement.withdrawn_at = clock.now(), None
        session.flush()
        remember(actor, key, endorsement.public_id)
        _note(actor, person, endorsement, "change_endorsement" if stands else "endorse_skill")
        is_mailed = endorsement.hidden_at is None and person.id not in lately
        if is_mailed:
            notifications.tell_endorsed(endorsement, actor, person, held, is_change=stands)
    return Said(endorsement, is_mailed)


def withdraw_endorsement(actor: Person, public_id: str, *, version: int | None = None) -> Own:
    """Take back what one said, named by its own public id: nobody reads it any more. That holds though the skills are
    no longer shown to them, or no longer theirs to endorse.

    Raises `NotFound`, and `Conflict` when it does not stand, or was read at another version.
    """
    with transaction() as session:
        hold(session, actor.id, get_own(actor, public_id).person.id)
        own = get_own(actor, public_id)
        if not _expect(own.endorsement, version):
            raise Conflict(_STALE, code="stale")
        for one in session.scalars(sa.select(SkillEvidence).where(*_said_by(actor, own.endorsement))):
            one.withdrawn_at = one.withdrawn_at or clock.now()
        _note(actor, own.person, own.endorsement, "withdraw_endorsement")
    return own


def show_endorsement(actor: Person, public_id: str, *, hidden: bool) -> SkillEvidence:
    """Hide from one's own profile what a colleague said, or show it again; their word stays. Doing it twice changes
    nothing more. Raises `NotFound`."""
    with transaction() as session:
        hold(session, actor.id)
        endorsement = session.scalar(
            sa.select(SkillEvidence).where(
                SkillEvidence.public_id == public_id,
                SkillEvidence.person_id == actor.id,
                SkillEvidence.kind == EvidenceKind.ENDORSED,
                SkillEvidence.withdrawn_at.is_(None),
            )
        )
        if endorsement is None:
            raise NotFound
        if hidden != (endorsement.hidden_at is not None):
            endorsement.hidden_at = clock.now() if hidden else None
            _note(actor, actor, endorsement, "hide_endorsement" if hidden else "show_endorsement")
    return endorsement


def _check(word: Word) -> None:
    fields = {}
    if not 1 <= word.level <= 4:
        fields["level"] = _l("Choose the sentence that is closest.")
    if len(word.context) > CONTEXT_LENGTH:
        fields["context"] = _l("Keep it to 200 characters.")
    if fields or word.lang not in LOCALES:
        raise Invalid(fields=fields)


def _expect(endorsement: SkillEvidence | None, version: int | None) -> bool:
    """Whether an endorsement stands. Raises `Conflict` when that is not what the form was read at."""
    stands = version_of(endorsement)
    if version is not None and version != stands:
        raise Conflict(_STALE, code="stale")
    return stands > 0


def _said_lately(session: Session, actor: Person) -> dict[int, int]:
    """How many times `actor` endorsed the skills of each person in the last 24 hours, by the person's id."""
    said = (
        sa.select(audit.Event.subject_id, sa.func.count())
        .where(audit.Event.actor_id == actor.id, audit.Event.action.in_(_SAID), audit.Event.at > clock.now() - _DAY)
        .group_by(audit.Event.subject_id)
    )
    return {row[0]: row[1] for row in session.execute(said)}


def _note(actor: Person, person: Person, endorsement: SkillEvidence, action: str) -> None:
    """The event, on the person's history, without the sentence that was written."""
    data = {"skill_id": endorsement.skill_id, "level": endorsement.level, "by_id": endorsement.by_id}
    audit.record(actor, person, f"profile.{action}", data=data)
