"""Missions and people as documents of the search index.

Only what every reader of a document may read goes in: never rates, messages, evaluations, notes, or a wish to avoid a
skill, nor a section of a profile that is not for everyone inside. A person is two documents, because externals read
less of a profile than employees do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core import clock
from portal.core.chunks import CHUNK, chunks
from portal.core.months import months_between
from portal.core.reindex import MISSION, TALENT
from portal.discovery.readers import EMPLOYEES, EXTERNALS, readers_of_mission
from portal.missions.filters import OPEN_TO, SHARES
from portal.missions.models import BRIEF_FIELDS, Audience, Mission, Seat, SeatSkill
from portal.organization.models import Person
from portal.organization.queries import still_here
from portal.pilots.models import Pilot
from portal.search import Document
from portal.skills.levels import met_by
from portal.skills.models import Skill, SkillLabel
from portal.talents.availability.free import Away, Said, free_values
from portal.talents.availability.models import Pause
from portal.talents.models import Circle, Experience, HeldSkill, Profile, Section, SkillEvidence
from portal.talents.visibility import narrowed

CARD = "card"

# A mission or a person: its kind and the id of its row.
Thing = tuple[str, int]


def shares_of(mission: Mission) -> frozenset[str]:
    """The bands of the week that the mission's places ask for."""
    percents = [seat.percent for seat in mission.seats]
    return frozenset(name for name, (low, high) in SHARES.items() if any(low < percent <= high for percent in percents))


def audiences_of(mission: Mission) -> frozenset[str]:
    """Which of the two audiences of the filters a mission is open to: both, for some."""
    return frozenset(OPEN_TO) if mission.audience is Audience.BOTH else frozenset({mission.audience.value})


def months_of(mission: Mission) -> frozenset[str]:
    """The months that the mission's places cover, from the first Monday to the last Sunday."""
    spans = (months_between(seat.first_week, seat.last_week + timedelta(days=6)) for seat in mission.seats)
    return frozenset(month for span in spans for month in span)


class Rated(NamedTuple):
    """A skill asked or held, at a level from 1 to 4."""

    skill_id: int
    public_id: str
    level: int


def _at_least(skills: Iterable[Rated]) -> frozenset[str]:
    return frozenset(value for skill in skills for value in met_by(skill.public_id, skill.level))


def document_ids(kind: str, row_id: int) -> tuple[str, ...]:
    """The ids of the documents of a row: one for a mission, two for a person."""
    return (f"{MISSION}:{row_id}",) if kind == MISSION else (f"{TALENT}:{row_id}", f"{CARD}:{row_id}")


def read_document_id(document_id: str) -> Thing:
    """The kind and the row of a document."""
    prefix, _, number = document_id.partition(":")
    return (MISSION if prefix == MISSION else TALENT), int(number)


def every_document(session: Session) -> Iterator[Document]:
    """The whole of what can be found, some hundred rows at a time."""
    for model, build in ((Mission, mission_documents), (Person, talent_documents)):
        last = 0
        while ids := list(session.scalars(sa.select(model.id).where(model.id > last).order_by(model.id).limit(CHUNK))):
            yield from build(session, ids)
            last = ids[-1]
            session.rollback()
            session.expunge_all()
        # What is read here takes long to write: no transaction waits open meanwhile, which a server would end.
        session.rollback()


def count_documents(session: Session) -> int:
    """How many documents `every_document` gives."""
    missions = session.scalar(sa.select(sa.func.count()).select_from(Mission)) or 0
    people = session.scalar(sa.select(sa.func.count()).select_from(Person).where(still_here())) or 0
    return missions * len(document_ids(MISSION, 0)) + people * len(document_ids(TALENT, 0))


def expected_ids(session: Session) -> Iterator[str]:
    """The ids that ought to be in the index."""
    for row_id in session.scalars(sa.select(Mission.id)):
        yield from document_ids(MISSION, row_id)
    for row_id in session.scalars(sa.select(Person.id).where(still_here())):
        yield from document_ids(TALENT, row_id)


def documents_of(session: Session, things: Collection[Thing]) -> list[Document]:
    """The documents of a chunk of missions and people; those that no longer exist give none."""
    missions = [row_id for kind, row_id in things if kind == MISSION]
    people = [row_id for kind, row_id in things if kind == TALENT]
    return [*mission_documents(session, missions), *talent_documents(session, people)]


def mission_documents(session: Session, ids: Collection[int]) -> Iterator[Document]:
    """The documents of some missions; those that no longer exist give none.

    In their own order: of equals a search shows the last written first, and a database gives rows as it moved them.
    """
    missions = session.scalars(
        sa.select(Mission)
        .where(Mission.id.in_(ids))
        .order_by(Mission.id)
        .options(
            joinedload(Mission.unit),
            joinedload(Mission.pilot).joinedload(Pilot.sponsor),
            joinedload(Mission.brief),
            selectinload(Mission.seats).load_only(
                Seat.title_fr, Seat.title_en, Seat.percent, Seat.first_week, Seat.last_week
            ),
        )
    ).all()
    asked = _asked(session, ids)
    labels = _labels(session, (skill.skill_id for skills in asked.values() for skill in skills))
    for mission in missions:
        yield Document(
            id=f"{MISSION}:{mission.id}",
            kind=MISSION,
            readers=readers_of_mission(mission),
            title_fr=mission.title_fr,
            title_en=mission.title_en,
            body_fr=_mission_text(mission, "fr"),
            body_en=_mission_text(mission, "en"),
            skills=_named(asked[mission.id], labels),
            facets=_mission_facets(mission, asked[mission.id]),
            sort_at=int((mission.published_at or mission.created_at).timestamp()),
        )


def _asked(session: Session, mission_ids: Collection[int]) -> dict[int, list[Rated]]:
    """What the places of each mission ask."""
    found: dict[int, list[Rated]] = defaultdict(list)
    rows = session.execute(
        sa.select(Seat.mission_id, Skill.id, Skill.public_id, SeatSkill.level)
        .join(SeatSkill, SeatSkill.seat_id == Seat.id)
        .join(Skill, Skill.id == SeatSkill.skill_id)
        .where(Seat.mission_id.in_(mission_ids))
        .order_by(Seat.id, SeatSkill.id)
    )
    for mission_id, skill_id, public_id, level in rows:
        found[mission_id].append(Rated(skill_id, public_id, level))
    return found


def _named(skills: Iterable[Rated], labels: dict[int, list[str]]) -> tuple[str, ...]:
    """Every name of some skills, those of each once."""
    return tuple(label for skill_id in dict.fromkeys(skill.skill_id for skill in skills) for label in labels[skill_id])


def _mission_facets(mission: Mission, asked: Iterable[Rated]) -> dict[str, frozenset[str]]:
    return {
        "open_to": audiences_of(mission),
        "share": shares_of(mission),
        "month": months_of(mission),
        "place": frozenset({mission.place} if mission.place else ()),
        "remote": frozenset({mission.remote.value}),
        "language": frozenset({mission.language.value}),
        "pilot": frozenset({mission.pilot.public_id} if mission.pilot is not None else ()),
        "unit": frozenset({mission.unit.public_id}),
        "skill": _at_least(asked),
    }


def _mission_text(mission: Mission, lang: str) -> str:
    parts = [getattr(mission, f"summary_{lang}")]
    if mission.brief is not None:
        parts += [getattr(mission.brief, f"{name}_{lang}") for name in BRIEF_FIELDS]
    parts += [getattr(seat, f"title_{lang}") for seat in mission.seats]
    return "\n".join(part for part in (*parts, mission.place) if part)


def talent_documents(session: Session, ids: Collection[int]) -> Iterator[Document]:
    """The documents of some people: a whole one for employees, a short one for externals. None for who has left."""
    people = session.scalars(
        sa.select(Person).where(Person.id.in_(ids), still_here()).order_by(Person.id).options(joinedload(Person.unit))
    ).all()
    profiles = {row.person_id: row for row in session.scalars(sa.select(Profile).where(Profile.person_id.in_(ids)))}
    held, pauses = _held(session, ids), _pauses(session, ids)
    past: dict[int, list[Experience]] = defaultdict(list)
    told = sa.and_(Experience.person_id.in_(ids), Experience.person_id.not_in(narrowed(Section.EXPERIENCE)))
    for experience in session.scalars(sa.select(Experience).where(told)):
        past[experience.person_id].append(experience)
    labels = _labels(session, (skill.skill_id for skills in held.values() for skill in skills))
    for person in people:
        profile = profiles.get(person.id)
        facets = {
            "contract": frozenset({person.kind.value}),
            "unit": frozenset({person.unit.public_id}),
            "skill": _at_least(held[person.id]),
        }
        free = _free_facets(profile, pauses[person.id])
        names = _named(held[person.id], labels)
        yield from _person_documents(person, profile, past[person.id], names, facets, free)


def _held(session: Session, person_ids: Collection[int]) -> dict[int, list[Rated]]:
    """The skills that people tell everyone inside, at the level that counts."""
    found: dict[int, list[Rated]] = defaultdict(list)
    rows = session.execute(
        sa.select(HeldSkill.person_id, Skill.id, Skill.public_id, HeldSkill.counted_level)
        .join(HeldSkill.skill)
        .where(HeldSkill.person_id.in_(person_ids), HeldSkill.person_id.not_in(narrowed(Section.SKILLS)))
        .order_by(HeldSkill.id)
    )
    for person_id, skill_id, public_id, level in rows:
        found[person_id].append(Rated(skill_id, public_id, level))
    return found


def _pauses(session: Session, person_ids: Collection[int]) -> dict[int, list[Away]]:
    """The pauses that go on or are to come. Whether they may be told goes with the availability."""
    found: dict[int, list[Away]] = defaultdict(list)
    rows = session.execute(
        sa.select(Pause.person_id, Pause.starts_on, Pause.ends_on).where(
            Pause.person_id.in_(person_ids), Pause.ends_on >= clock.today()
        )
    )
    for person_id, first, last in rows:
        found[person_id].append(Away(first, last))
    return found


def _free_facets(profile: Profile | None, pauses: Iterable[Away]) -> dict[str, frozenset[str]]:
    """How much of the week someone is free, and when, if everyone inside may know."""
    if profile is None or profile.availability_circle is not Circle.INSIDE:
        return {}
    said = Said(profile.availability_share, profile.available_from, profile.available_until)
    found: dict[str, set[str]] = defaultdict(set)
    for name, value in free_values(said, pauses, clock.today()):
        found[name].add(value)
    return {name: frozenset(values) for name, values in found.items()}


def _person_documents(
    person: Person,
    profile: Profile | None,
    past: Iterable[Experience],
    skills: tuple[str, ...],
    facets: dict[str, frozenset[str]],
    free: dict[str, frozenset[str]],
) -> Iterator[Document]:
    """The whole document, then the short one: externals read no job, no summary, no past and no availability."""
    headline = {lang: getattr(profile, f"headline_{lang}") if profile else "" for lang in ("fr", "en")}
    told = profile if profile and profile.summary_circle is Circle.INSIDE else None
    summary = {lang: getattr(told, f"summary_{lang}") if told else "" for lang in ("fr", "en")}
    titles = {lang: " ".join(getattr(one, f"title_{lang}") for one in past) for lang in ("fr", "en")}
    body = {
        lang: "\n".join(part for part in (person.job_title, summary[lang], titles[lang], person.place) if part)
        for lang in ("fr", "en")
    }
    moment = profile.updated_at if profile else person.created_at
    # Who has not said what they do is found by their post as others are by their headline; externals do not read it.
    trade = headline if any(headline.values()) else dict.fromkeys(headline, person.job_title)
    nothing = dict.fromkeys(headline, "")
    kept = {**facets, **free}
    whole, short = (TALENT, EMPLOYEES, trade, body, kept), (CARD, EXTERNALS, headline, nothing, facets)
    for prefix, reader, said, text, values in (whole, short):
        yield Document(
            id=f"{prefix}:{person.id}",
            kind=TALENT,
            readers=frozenset({reader}),
            title_fr=f"{person.full_name} {said['fr']}".strip(),
            title_en=f"{person.full_name} {said['en']}".strip(),
            body_fr=text["fr"],
            body_en=text["en"],
            skills=skills,
            facets=values,
            sort_at=int(moment.timestamp()),
        )


def missions_asking(session: Session, skills: Collection[int]) -> set[int]:
    """The missions one of whose seats asks for one of these skills."""
    select = sa.select(Seat.mission_id).join(SeatSkill, SeatSkill.seat_id == Seat.id)
    return set(session.scalars(select.where(SeatSkill.skill_id.in_(skills))))


def people_of_skills(session: Session, skills: Collection[int]) -> set[int]:
    """Those who hold one of these skills, or did: their evidence stays."""
    holders = sa.select(HeldSkill.person_id).where(HeldSkill.skill_id.in_(skills))
    known = sa.select(SkillEvidence.person_id).where(SkillEvidence.skill_id.in_(skills))
    return {*session.scalars(holders), *session.scalars(known)}


def _labels(session: Session, skill_ids: Iterable[int]) -> dict[int, list[str]]:
    """Every name of some skills in both languages, preferred first."""
    found: dict[int, list[str]] = defaultdict(list)
    for wanted in chunks(sorted(set(skill_ids))):
        rows = session.execute(
            sa.select(SkillLabel.skill_id, SkillLabel.text)
            .where(SkillLabel.skill_id.in_(wanted))
            .order_by(SkillLabel.is_preferred.desc(), SkillLabel.id)
        )
        for skill_id, text in rows:
            found[skill_id].append(text)
    return found
