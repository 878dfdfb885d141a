"""Reading profiles: who may see whom, and everything one page shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal import policies
from portal.core import audit
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.prepared import Prepared, reading
from portal.extensions import db
from portal.organization.models import Person, Unit
from portal.organization.queries import still_here
from portal.skills.models import Skill, SkillState
from portal.talents.availability.queries import pauses_of
from portal.talents.availability.wording import Days
from portal.talents.evidence.age import Age, age_of
from portal.talents.evidence.reading import NONE, Evidence, evidence_of
from portal.talents.models import (
    Appetite,
    Circle,
    Experience,
    HeldSkill,
    Profile,
    Section,
    SpokenLanguage,
    SpokenLevel,
)
from portal.talents.visibility import Reader, Sight, narrowed, sight_of

HISTORY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill on a profile, `public_id` being that of the holding. `level` is the one that counts, `declared` the one
    the person says. `appetite` is None when it was not said, or is not for this reader."""

    public_id: str
    label: Text
    level: int
    declared: int
    confirmed_on: date
    evidence: Evidence
    appetite: Appetite | None


@dataclass(frozen=True)
class ProfilePage:
    """Everything one reader may see of one person. What is not for them is empty here, not hidden by the template.

    `sight` says which sections those are; `in_full` whether job title and place are among what they read of anyone.
    `experiences` and `languages` are rows with the columns of `Experience` and `SpokenLanguage` that a page shows;
    `pauses` are those that go on or are to come.
    """

    person: Person
    unit: Text
    profile: Profile
    skills: list[SkillLine]
    experiences: list[Any]
    languages: list[Any]
    pauses: list[Days]
    in_full: bool
    sight: Sight

    @property
    def has_doubts(self) -> bool:
        """Whether a skill was not confirmed for long."""
        return any(age_of(line.confirmed_on) is not Age.RECENT for line in self.skills)

    @property
    def is_available(self) -> bool:
        """Whether an availability was said that still holds."""
        return self.profile.holds_availability


def visible_to(actor: Person) -> sa.Select[Person]:
    """The people whose profile `actor` may open: everyone who has not left.

    How much of it depends on the reader (`policies.profile_read_in_full`), and within that on the circle the person
    chose for each section (`visibility.sight_of`). Employees, and the person themselves, read the whole profile as far
    as it is open. An external (freelancer, consultant, temp) reads of anyone else what working together takes:
    name, kind of talent, unit, headline, skills with their level and evidence. Not the summary, job title, place,
    experience, languages or availability, neither on the page nor by filtering or searching on them. A wish to avoid a
    skill is for its author only. There are no rates in a profile.
    """
    return here()


def here() -> sa.Select[Person]:
    """As `visible_to`, for statements that are built once: who may be opened depends on no reader."""
    return sa.select(Person).where(still_here())


def holders(skill: str, level: str) -> sa.Select[HeldSkill]:
    """Who tells everyone inside that they hold a skill at a level or better: the names of the two parameters.

    Those who left, and those who keep their skills to some, are few: they are read apart, where a join would look every
    holder up.
    """
    gone = sa.select(Person.id).where(Person.left_on.is_not(None))
    return sa.select(HeldSkill).where(
        HeldSkill.skill_id == sa.bindparam(skill),
        HeldSkill.counted_level >= sa.bindparam(level),
        HeldSkill.person_id.not_in(gone),
        HeldSkill.person_id.not_in(narrowed(Section.SKILLS)),
    )


_BY_ADDRESS = here().where(Person.public_id == sa.bindparam("public_id"))


def get_visible(actor: Person, public_id: str) -> Person:
    """The person of a profile's address. Raises `NotFound` (also for those who left)."""
    person = db.session.scalar(_BY_ADDRESS, {"public_id": public_id})
    if person is None:
        raise NotFound
    return person


def profile_of(person: Person) -> Profile:
    """The profile row, or a blank one (version 0, not stored) for someone who has written nothing yet."""
    return db.session.get(Profile, person.id) or blank_profile(person.id)


def blank_profile(person_id: int) -> Profile:
    """A profile where nothing was written. Its version, 0, is the one that no stored profile has."""
    open_to_all = {f"{section.value}_circle": Circle.INSIDE for section in Section}
    return Profile(
        person_id=person_id, headline_fr="", headline_en="", summary_fr="", summary_en="", version=0, **open_to_all
    )


_PROFILE = (
    sa.select(Unit.name_fr, Unit.name_en, Profile)
    .join(Person, Person.unit_id == Unit.id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .where(Person.id == sa.bindparam("person_id"))
)
_HELD = Prepared(
    sa.select(
        HeldSkill.public_id, HeldSkill.skill_id, HeldSkill.counted_level, HeldSkill.level, HeldSkill.appetite,
        HeldSkill.confirmed_on, Skill.label_fr, Skill.label_en,
    )
    .join(HeldSkill.skill)
    .where(HeldSkill.person_id == sa.bindparam("person_id"))
    .order_by(HeldSkill.counted_level.desc(), Skill.label_fr, HeldSkill.id)
)  # fmt: skip


def read_profile(actor: Reader, person: Person, locale: str) -> ProfilePage:
    """What `actor` sees of `person`: someone who is here, or a stand-in for anyone of their kind."""
    in_full = policies.profile_read_in_full(actor, person)
    asked = {"person_id": person.id}
    french, english, profile = db.session.execute(_PROFILE, asked).one()
    profile = profile or blank_profile(person.id)
    sight = sight_of(actor, person, profile.circles)
    return ProfilePage(
        person=person,
        unit=choose(french, english, locale),
        profile=_as_seen(profile, sight),
        skills=_skill_lines(actor, person, locale, in_full=in_full) if Section.SKILLS in sight else [],
        experiences=_EXPERIENCES.rows(person_id=person.id) if Section.EXPERIENCE in sight else [],
        languages=_LANGUAGES.rows(person_id=person.id) if Section.LANGUAGES in sight else [],
        pauses=pauses_of(person.id) if Section.AVAILABILITY in sight else [],
        in_full=in_full,
        sight=sight,
    )


def _skill_lines(actor: Reader, person: Person, locale: str, *, in_full: bool) -> list[SkillLine]:
    evidence = evidence_of(cast(Person, actor), person, locale)
    rows = _HELD.rows(person_id=person.id)
    return [
        SkillLine(
            public_id,
            choose(french, english, locale),
            level,
            declared,
            confirmed_on,
            evidence.get(skill_id, NONE),
            _appetite_for(actor, person, appetite, in_full=in_full),
        )
        for public_id, skill_id, level, declared, appetite, confirmed_on, french, english in rows
    ]


def _appetite_for(actor: Reader, person: Person, said: Appetite | None, *, in_full: bool) -> Appetite | None:
    return None if not in_full or (said is Appetite.AVOID and actor.id != person.id) else said


_COLUMNS = {
    Section.SUMMARY: ("summary_fr", "summary_en"),
    Section.AVAILABILITY: (
        *("availability_share", "available_from", "available_until", "notice_weeks"),
        "availability_said_on",
    ),
}


def _as_seen(profile: Profile, sight: Sight) -> Profile:
    """The row without what the reader may not read of it."""
    if all(section in sight for section in _COLUMNS):
        return profile
    seen = blank_profile(profile.person_id)
    told = [names for section, names in _COLUMNS.items() if section in sight]
    for name in ("headline_fr", "headline_en", *chain.from_iterable(told)):
        setattr(seen, name, getattr(profile, name))
    return seen


def held_skills(person_id: int) -> sa.Select[HeldSkill]:
    """The skills someone holds, best first, with their names."""
    return (
        sa.select(HeldSkill)
        .join(HeldSkill.skill)
        .where(HeldSkill.person_id == person_id)
        .options(joinedload(HeldSkill.skill))
        .order_by(HeldSkill.counted_level.desc(), Skill.label_fr, HeldSkill.id)
    )


def best_skills(person_ids: Collection[int]) -> dict[int, list[HeldSkill]]:
    """The skills that several people tell everyone inside, in one query, best first, by person id."""
    found: dict[int, list[HeldSkill]] = {person_id: [] for person_id in person_ids}
    rows = db.session.scalars(
        sa.select(HeldSkill)
        .join(HeldSkill.skill)
        .where(HeldSkill.person_id.in_(person_ids), HeldSkill.person_id.not_in(narrowed(Section.SKILLS)))
        .options(joinedload(HeldSkill.skill))
        .order_by(HeldSkill.counted_level.desc(), Skill.label_fr, HeldSkill.id)
    )
    for held in rows:
        found[held.person_id].append(held)
    return found


# What goes on first, then the latest.
_EXPERIENCES = Prepared(
    sa.select(
        Experience.public_id, Experience.title_fr, Experience.title_en, Experience.organization, Experience.started_on,
        Experience.ended_on, Experience.summary_fr, Experience.summary_en,
    )
    .where(Experience.person_id == sa.bindparam("person_id"))
    .order_by(Experience.ended_on.is_not(None), Experience.started_on.desc(), Experience.id.desc())
)  # fmt: skip
_NATIVE_FIRST = sa.case(
    (SpokenLanguage.level == SpokenLevel.NATIVE, "Z"), else_=sa.cast(SpokenLanguage.level, sa.String)
)
_LANGUAGES = Prepared(
    sa.select(SpokenLanguage.code, SpokenLanguage.level)
    .where(SpokenLanguage.person_id == sa.bindparam("person_id"))
    .order_by(_NATIVE_FIRST.desc(), SpokenLanguage.code)
)


def languages_of(person_id: int) -> list[Any]:
    """The languages someone speaks, as rows of `code` and `level`: native first, then by level."""
    return _LANGUAGES.rows(person_id=person_id)


_HISTORY = Prepared(
    sa.select(
        *(audit.Event.action, audit.Event.at, audit.Event.data),
        *(audit.Event.actor_id, audit.Event.subject_id, audit.Event.text, Person.given_name, Person.family_name),
    )
    .outerjoin(Person, Person.id == audit.Event.actor_id)
    .where(
        audit.Event.subject_type == Person.__tablename__,
        audit.Event.subject_id == sa.bindparam("person_id"),
        audit.Event.action.startswith("profile."),
    )
    .order_by(audit.Event.id.desc())
    .limit(HISTORY_LENGTH)
)


def history_of(person: Person) -> list[Any]:
    """The latest changes of a profile, newest first: `action`, `at`, `data`, `actor_id`, `subject_id`, `text`, and the
    `given_name` and `family_name` of who acted."""
    return _HISTORY.rows(person_id=person.id)


_LABELS = sa.select(Skill.id, Skill.label_fr, Skill.label_en).where(Skill.id.in_(sa.bindparam("ids", expanding=True)))


def skill_names(ids: Iterable[int], locale: str) -> dict[int, str]:
    """The names of skills of the library by id."""
    wanted = list(set(ids))
    rows = reading().execute(_LABELS, {"ids": wanted}) if wanted else ()
    return {id_: choose(french, english, locale).text for id_, french, english in rows}


def get_held_skill(person: Person, public_id: str) -> HeldSkill:
    """One skill of a person, with its name. Raises `NotFound`."""
    held = db.session.scalar(held_skills(person.id).where(HeldSkill.public_id == public_id))
    if held is None:
        raise NotFound
    return held


def get_experience(person: Person, public_id: str) -> Experience:
    """One experience of a person. Raises `NotFound`."""
    theirs = sa.select(Experience).where(Experience.person_id == person.id)
    experience = db.session.scalar(theirs.where(Experience.public_id == public_id))
    if experience is None:
        raise NotFound
    return experience


def active_skill(public_id: str) -> Skill | None:
    """A skill of the library that may be chosen, by its public id."""
    return db.session.scalar(sa.select(Skill).where(Skill.public_id == public_id, Skill.state == SkillState.ACTIVE))


def count_proposals(person: Person) -> int:
    """How many skills that this person proposed, or holds, still wait for the library to decide."""
    proposed = sa.select(audit.Event.data).where(
        audit.Event.actor_id == person.id, audit.Event.action == "profile.propose_skill"
    )
    ids = {data["skill_id"] for data in db.session.scalars(proposed)}
    held = sa.select(HeldSkill.skill_id).where(HeldSkill.person_id == person.id)
    waits = sa.select(sa.func.count()).where(
        Skill.state == SkillState.PROPOSED, sa.or_(Skill.id.in_(ids), Skill.id.in_(held))
    )
    return db.session.scalar(waits) or 0
