"""The rows of what was found, with the columns that a row shows and no others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.few import FEW, few
from portal.core.i18n import other_locale
from portal.core.prepared import Prepared
from portal.missions import queries as missions
from portal.missions.models import BRIEF_FIELDS, Brief, Mission, MissionState, Seat, SeatSkill
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.skills.models import Skill, SkillLabel
from portal.talents import queries as talents
from portal.talents.models import Experience, HeldSkill, Profile, Section
from portal.talents.visibility import if_open, narrowed


class Pair(NamedTuple):
    """A text in both languages."""

    french: str | None
    english: str | None

    def read(self, locale: str) -> Text:
        """The text in a language, else in the other one, else empty."""
        return choose(self.french, self.english, locale)

    def hidden_from(self, locale: str) -> Text:
        """The text in the other language where a page in `locale` shows another one; else empty."""
        shown, other = (self.french, self.english) if locale == "fr" else (self.english, self.french)
        return Text(other if shown and other and other != shown else "", other_locale(locale))


class RowSkill(NamedTuple):
    """A skill asked by a mission, or held by a person (`whose`, its id or theirs), at a level from 1 to 4."""

    whose: int
    skill_id: int
    level: int
    label_fr: str
    label_en: str

    def label(self, locale: str) -> Text:
        """Its name in a language."""
        return choose(self.label_fr, self.label_en, locale)


class SkillName(NamedTuple):
    """A further name of a skill that a mission asks or a person holds (`whose`, its id or theirs)."""

    whose: int
    lang: str
    text: str
    label_fr: str
    label_en: str

    def label(self, locale: str) -> Text:
        """The name of the skill in a language."""
        return choose(self.label_fr, self.label_en, locale)


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A mission; `percents` and `skills` of all its places, in their order."""

    id: int
    public_id: str
    state: MissionState
    place: str
    title: Pair
    summary: Pair
    unit: Pair
    percents: list[int] = field(default_factory=list)
    skills: list[RowSkill] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TalentRow:
    """A person, with what they have written of themselves for everyone inside."""

    id: int
    face: Face
    job_title: str
    unit: Pair
    headline: Pair
    summary: Pair


_LABEL = (Skill.label_fr, Skill.label_en)
_UNIT = (Unit.name_fr, Unit.name_en)
_MISSION = (
    *(Mission.id, Mission.public_id, Mission.state, Mission.place),
    *(Mission.title_fr, Mission.title_en, Mission.summary_fr, Mission.summary_en, *_UNIT),
)
_SUMMARY = (if_open(Section.SUMMARY, text) for text in (Profile.summary_fr, Profile.summary_en))
_PROFILE = (Profile.headline_fr, Profile.headline_en, *_SUMMARY)
_SEATS = Prepared(
    sa.select(Seat.id, Seat.percent, Seat.mission_id, SeatSkill.skill_id, SeatSkill.level, *_LABEL)
    .outerjoin(SeatSkill, SeatSkill.seat_id == Seat.id)
    .outerjoin(Skill, Skill.id == SeatSkill.skill_id)
    .where(Seat.mission_id.in_(FEW))
    .order_by(Seat.id, SeatSkill.id),
    row=lambda seat_id, percent, *asked: (seat_id, percent, RowSkill(*asked)),
)
_BRIEFS = Prepared(
    sa.select(
        Brief.mission_id, *(getattr(Brief, f"{name}_{lang}") for name in BRIEF_FIELDS for lang in ("fr", "en"))
    ).where(Brief.mission_id.in_(FEW))
)
_PAST = Prepared(
    sa.select(Experience.person_id, Experience.title_fr, Experience.title_en).where(
        Experience.person_id.in_(FEW), Experience.person_id.not_in(narrowed(Section.EXPERIENCE))
    )
)
_HELD = Prepared(
    sa.select(HeldSkill.person_id, HeldSkill.skill_id, HeldSkill.counted_level, *_LABEL)
    .join(HeldSkill.skill)
    .where(
        HeldSkill.person_id.in_(FEW),
        sa.or_(
            HeldSkill.person_id == sa.bindparam("me", type_=sa.Integer),
            HeldSkill.person_id.not_in(narrowed(Section.SKILLS)),
        ),
    )
    .order_by(HeldSkill.counted_level.desc(), Skill.label_fr, HeldSkill.id),
    row=RowSkill,
)
_FURTHER_NAME = (SkillLabel.lang, SkillLabel.text, *_LABEL)
_ASKED_NAMES = Prepared(
    sa.select(Seat.mission_id, *_FURTHER_NAME)
    .join(SeatSkill, SeatSkill.seat_id == Seat.id)
    .join(Skill, Skill.id == SeatSkill.skill_id)
    .join(SkillLabel, SkillLabel.skill_id == Skill.id)
    .where(Seat.mission_id.in_(FEW), SkillLabel.is_preferred.is_(False))
    .order_by(Seat.id, SeatSkill.id, SkillLabel.id),
    row=SkillName,
)
_HELD_NAMES = Prepared(
    sa.select(HeldSkill.person_id, *_FURTHER_NAME)
    .join(HeldSkill.skill)
    .join(SkillLabel, SkillLabel.skill_id == Skill.id)
    .where(
        HeldSkill.person_id.in_(FEW),
        HeldSkill.person_id.not_in(narrowed(Section.SKILLS)),
        SkillLabel.is_preferred.is_(False),
    )
    .order_by(HeldSkill.counted_level.desc(), SkillLabel.id),
    row=SkillName,
)
_TALENTS = Prepared(
    talents.here()
    .join(Unit, Unit.id == Person.unit_id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .with_only_columns(Person.id, *face_columns(), Person.job_title, *_UNIT, *_PROFILE)
    .where(Person.id.in_(FEW))
)


@lru_cache(maxsize=32)
def _missions(reader: missions.AnyReader) -> Prepared:
    select = missions.visible_to(reader.as_person).join(Unit, Unit.id == Mission.unit_id)
    return Prepared(select.with_only_columns(*_MISSION).where(Mission.id.in_(FEW)))


def mission_rows(actor: Person, ids: Collection[int]) -> dict[int, MissionRow]:
    """Those of these missions that `actor` may read, by id. Two queries."""
    found: dict[int, MissionRow] = {}
    for id_, public_id, state, place, *texts in _read(_missions(missions.AnyReader.like(actor)), ids, me=actor.id):
        title, summary, unit = _pairs(texts)
        found[id_] = MissionRow(id_, public_id, state, place, title, summary, unit)
    last = 0
    for seat_id, percent, skill in _read(_SEATS, found):
        if seat_id != last:
            last = seat_id
            found[skill.whose].percents.append(percent)
        if skill.skill_id is not None:
            found[skill.whose].skills.append(skill)
    return found


def talent_rows(ids: Collection[int]) -> dict[int, TalentRow]:
    """Those of these people that may be seen, by id: the same for every reader. One query."""
    found = {}
    for id_, public_id, given, family, kind, job_title, *texts in _read(_TALENTS, ids):
        found[id_] = TalentRow(id_, Face(public_id, given, family, kind), job_title, *_pairs(texts))
    return found


def briefs(mission_ids: Collection[int]) -> dict[int, list[Pair]]:
    """The texts of the briefs of some missions, in the order of a brief."""
    return {mission_id: _pairs(texts) for mission_id, *texts in _read(_BRIEFS, mission_ids)}


def past_titles(person_ids: Collection[int]) -> dict[int, list[Pair]]:
    """The titles of people's experience, for those who tell it to everyone inside."""
    found: dict[int, list[Pair]] = {}
    for person_id, *titles in _read(_PAST, person_ids):
        found.setdefault(person_id, []).append(Pair(*titles))
    return found


def skills_held(actor: Person, person_ids: Collection[int]) -> dict[int, list[RowSkill]]:
    """The skills that people tell everyone inside, and all of one's own, best first."""
    found: dict[int, list[RowSkill]] = {person_id: [] for person_id in person_ids}
    for skill in _read(_HELD, person_ids, me=actor.id):
        found[skill.whose].append(skill)
    return found


def names_asked(mission_ids: Collection[int]) -> dict[int, list[SkillName]]:
    """The further names of the skills that missions ask. One query."""
    return _by_whose(_read(_ASKED_NAMES, mission_ids))


def names_held(person_ids: Collection[int]) -> dict[int, list[SkillName]]:
    """The further names of the skills that people tell everyone inside. One query."""
    return _by_whose(_read(_HELD_NAMES, person_ids))


def _by_whose(names: Sequence[SkillName]) -> dict[int, list[SkillName]]:
    found: dict[int, list[SkillName]] = {}
    for name in names:
        found.setdefault(name.whose, []).append(name)
    return found


def _read(statement: Prepared, ids: Collection[int], **values: Any) -> Sequence[Any]:
    """The rows of a page's ids: nothing here becomes an object of the session."""
    return statement.rows(**few(ids), **values) if ids else ()


def _pairs(texts: list[str | None]) -> list[Pair]:
    return [Pair(french, english) for french, english in zip(texts[::2], texts[1::2], strict=True)]
