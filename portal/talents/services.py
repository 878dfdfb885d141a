"""What people write about themselves. Each verb is one transaction, one event, and one request to index again.

How a profile is written, whatever the verb, is in `portal.talents.writing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.core import audit, clock
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.shares import is_share, share_sentence
from portal.core.submission import earlier_result, remember
from portal.organization.models import Person
from portal.skills.library.references import settle
from portal.skills.models import Skill, SkillState
from portal.skills.proposals import Proposal, find_or_propose
from portal.talents import queries
from portal.talents.limits import has_room
from portal.talents.models import (
    Appetite,
    EvidenceKind,
    Experience,
    HeldSkill,
    Profile,
    SkillEvidence,
    SpokenLanguage,
    SpokenLevel,
)
from portal.talents.writing import note, open_profile, writing_profile

MOST_PROPOSALS = 20
_TOO_MANY_PROPOSALS = _l(
    "You proposed %(count)s skills that the library has not decided on yet. "
    "Choose one that it has, or wait for its answers.",
    count=MOST_PROPOSALS,
)
_TOO_MANY_SKILLS = _l("A profile holds 60 skills at most. Remove one that matters less first.")


@dataclass(frozen=True)
class Availability:
    """A share of the week (percent, 0 for none), the days it holds between, and the notice in weeks."""

    share: int | None
    available_from: date | None = None
    until: date | None = None
    notice_weeks: int | None = None


@dataclass(frozen=True)
class Occupation:
    """What is written of one experience. `ended_on` None means that it goes on."""

    title_fr: str
    title_en: str
    organization: str
    started_on: date
    ended_on: date | None = None
    summary_fr: str = ""
    summary_en: str = ""


def edit_identity(
    actor: Person, person: Person, texts: Mapping[str, str], *, version: int | None = None, key: str | None = None
) -> Profile:
    """Write the headline and the summary in both languages. Raises `Forbidden`, `Conflict` when stale."""
    with writing_profile(actor, person) as session:
        profile, is_done = open_profile(session, actor, person, version, key)
        if not is_done:
            for name in ("headline_fr", "headline_en", "summary_fr", "summary_en"):
                setattr(profile, name, texts[name])
            note(session, actor, person, "identity", profile=profile, key=key)
    return profile


def set_availability(
    actor: Person,
    person: Person,
    availability: Availability,
    *,
    version: int | None = None,
    key: str | None = None,
) -> Profile:
    """Say what share of the week is free, from when until when, and the notice. Raises `Invalid`, `Conflict`."""
    _check_period(availability.available_from, availability.until, "available_until")
    if availability.share is not None and not is_share(availability.share, least=0):
        raise Invalid(fields={"share": share_sentence(least=0)})
    with writing_profile(actor, person) as session:
        profile, is_done = open_profile(session, actor, person, version, key)
        if not is_done:
            profile.availability_share = availability.share
            profile.available_from = availability.available_from
            profile.available_until = availability.until
            profile.notice_weeks = availability.notice_weeks
            profile.availability_said_on = clock.today()
            note(session, actor, person, "availability", profile=profile, key=key)
    return profile


def set_languages(
    actor: Person,
    person: Person,
    levels: Mapping[str, SpokenLevel],
    *,
    version: int | None = None,
    key: str | None = None,
) -> Profile:
    """Replace the languages someone speaks (ISO 639-1 code to level). Raises `Conflict` when stale."""
    with writing_profile(actor, person) as session:
        profile, is_done = open_profile(session, actor, person, version, key)
        if not is_done:
            session.execute(sa.delete(SpokenLanguage).where(SpokenLanguage.person_id == person.id))
            session.add_all(
                SpokenLanguage(person_id=person.id, code=code, level=level) for code, level in levels.items()
            )
            note(session, actor, person, "languages", profile=profile, key=key)
    return profile


def add_skill(
    actor: Person,
    person: Person,
    skill: Skill | Proposal,
    *,
    level: int,
    appetite: Appetite | None = None,
    key: str | None = None,
) -> HeldSkill:
    """Declare a skill of the library, or one that it lacks: that one is proposed, and held at once. Raises `Invalid`
    when it is already held, retired, or one too many, and for a proposal that the library has.
    """
    with writing_profile(actor, person) as session:
        done = earlier_result(actor, key)
        if done is not None:
            return _held(session, person, done)
        is_new = isinstance(skill, Proposal)
        if is_new and queries.count_proposals(person) >= MOST_PROPOSALS:
            raise Invalid(fields={"label": _TOO_MANY_PROPOSALS})
        skill = find_or_propose(session, person, skill) if isinstance(skill, Proposal) else _settled(session, skill)
        _check_addable(session, person, skill)
        held = HeldSkill(person_id=person.id, skill_id=skill.id, level=level, appetite=appetite)
        session.add(held)
        _declare(session, person, held)
        note(session, actor, person, "propose_skill" if is_new else "add_skill", held=held, key=key)
    return held


def change_skill(
    actor: Person,
    person: Person,
    public_id: str,
    *,
    level: int,
    appetite: Appetite | None,
    version: int | None = None,
    key: str | None = None,
) -> HeldSkill:
    """Say another level or another appetite; what one says today is confirmed today. Where another level was attested,
    the one said is declared anew, even unchanged. Raises `NotFound`, `Conflict`."""
    with writing_profile(actor, person) as session:
        held = _held(session, person, public_id)
        if earlier_result(actor, key) is not None:
            return held
        held.expect(version)
        is_declared = not held.level == held.counted_level == level
        held.level, held.appetite, held.confirmed_on = level, appetite, clock.today()
        if is_declared:
            _declare(session, person, held)
        note(session, actor, person, "change_skill", held=held, key=key)
    return held


def confirm_skill(actor: Person, person: Person, public_id: str) -> HeldSkill:
    """Say that a level is still true. Doing it twice in a day changes nothing more. Raises `NotFound`."""
    with writing_profile(actor, person) as session:
        held = _held(session, person, public_id)
        if held.confirmed_on != clock.today():
            held.confirmed_on = clock.today()
            note(session, actor, person, "confirm_skill", held=held)
    return held


def remove_skill(actor: Person, person: Person, public_id: str, *, key: str | None = None) -> audit.Event | None:
    """Take a skill off the profile; its evidence stays. Returns the event `restore_skill` needs, None when it was
    already done by this form. Raises `NotFound`."""
    with writing_profile(actor, person) as session:
        if earlier_result(actor, key) is not None:
            return None
        held = _held(session, person, public_id)
        event = note(session, actor, person, "remove_skill", held=held, key=key)
        session.delete(held)
        session.flush()
    return event


def restore_skill(actor: Person, person: Person, event_id: int) -> HeldSkill:
    """Put back a skill that was just removed, as it was. Once is enough. Raises `NotFound`, `Conflict` when others
    took its place."""
    with writing_profile(actor, person) as session:
        event = session.get(audit.Event, event_id)
        ours = event is not None and (event.actor_id, event.subject_type, event.subject_id, event.action) == (
            actor.id,
            Person.__tablename__,
            person.id,
            "profile.remove_skill",
        )
        if event is None or not ours:
            raise NotFound
        data = event.data
        skill_id = settle(session, [data["skill_id"]])[data["skill_id"]]
        known = session.scalar(
            sa.select(HeldSkill)
            .where(HeldSkill.person_id == person.id, HeldSkill.skill_id == skill_id)
            .options(joinedload(HeldSkill.skill))
        )
        if known is not None:
            return known
        if not has_room(session, person, HeldSkill):
            raise Conflict(_TOO_MANY_SKILLS, code="skills.full")
        held = HeldSkill(
            person_id=person.id,
            skill_id=skill_id,
            level=data["level"],
            appetite=Appetite(data["appetite"]) if data["appetite"] else None,
            confirmed_on=date.fromisoformat(data["confirmed_on"]),
        )
        session.add(held)
        note(session, actor, person, "restore_skill", held=held)
    return held


def add_experience(actor: Person, person: Person, occupation: Occupation, *, key: str | None = None) -> Experience:
    """Add a past or present occupation. Raises `Invalid`, also when it is one too many."""
    _check_period(occupation.started_on, occupation.ended_on, "ended_on")
    with writing_profile(actor, person) as session:
        done = earlier_result(actor, key)
        if done is not None:
            return _experience(session, person, done)
        if not has_room(session, person, Experience):
            sentence = _l("A profile holds 60 experiences at most. Remove one that matters less first.")
            raise Invalid(fields={"": sentence})
        experience = Experience(person_id=person.id, **vars(occupation))
        session.add(experience)
        session.flush()
        remember(actor, key, experience.public_id)
        note(session, actor, person, "add_experience")
    return experience


def change_experience(
    actor: Person,
    person: Person,
    public_id: str,
    occupation: Occupation,
    *,
    version: int | None = None,
    key: str | None = None,
) -> Experience:
    """Write an experience anew. Raises `NotFound`, `Invalid`, `Conflict` when stale."""
    _check_period(occupation.started_on, occupation.ended_on, "ended_on")
    with writing_profile(actor, person) as session:
        experience = _experience(session, person, public_id)
        if earlier_result(actor, key) is not None:
            return experience
        experience.expect(version)
        for name, value in vars(occupation).items():
            setattr(experience, name, value)
        remember(actor, key, experience.public_id)
        note(session, actor, person, "change_experience")
    return experience


def remove_experience(actor: Person, person: Person, public_id: str, *, key: str | None = None) -> None:
    """Take an experience off the profile. Raises `NotFound`."""
    with writing_profile(actor, person) as session:
        if earlier_result(actor, key) is not None:
            return
        experience = _experience(session, person, public_id)
        remember(actor, key, experience.public_id)
        session.delete(experience)
        note(session, actor, person, "remove_experience")


def _check_period(first: date | None, last: date | None, field: str) -> None:
    if first is not None and last is not None and last < first:
        raise Invalid(fields={field: _l("The end comes before the start.")})


def _settled(session: Session, skill: Skill) -> Skill:
    """The skill that was chosen, or the one it was merged into since the list was drawn."""
    return session.get_one(Skill, settle(session, [skill.id])[skill.id])


def _check_addable(session: Session, person: Person, skill: Skill) -> None:
    if skill.state not in (SkillState.ACTIVE, SkillState.PROPOSED):
        raise Invalid(fields={"label": _l("This skill has left the library. Choose another one.")})
    held = sa.select(HeldSkill.id).where(HeldSkill.person_id == person.id, HeldSkill.skill_id == skill.id)
    if session.scalar(held) is not None:
        raise Invalid(fields={"label": _l("This skill is already on your profile. You can change its level there.")})
    if not has_room(session, person, HeldSkill):
        raise Invalid(fields={"label": _TOO_MANY_SKILLS})


def _held(session: Session, person: Person, public_id: str) -> HeldSkill:
    held = session.scalar(
        sa.select(HeldSkill)
        .where(HeldSkill.public_id == public_id, HeldSkill.person_id == person.id)
        .options(joinedload(HeldSkill.skill))
    )
    if held is None:
        raise NotFound
    return held


def _experience(session: Session, person: Person, public_id: str) -> Experience:
    experience = session.scalar(
        sa.select(Experience).where(Experience.public_id == public_id, Experience.person_id == person.id)
    )
    if experience is None:
        raise NotFound
    return experience


def _declare(session: Session, person: Person, held: HeldSkill) -> None:
    session.add(
        SkillEvidence(
            person_id=person.id,
            skill_id=held.skill_id,
            kind=EvidenceKind.DECLARED,
            level=held.level,
            by_id=person.id,
        )
    )
