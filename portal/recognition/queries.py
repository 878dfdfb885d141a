"""Recognitions: who may see one, what waits for whom, what stands on a profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, load_only, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from portal.applications.models import Application
from portal.core.among import among
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission, Seat, SeatSkill
from portal.missions.queries import AnyReader, owned_ids
from portal.organization.faces import face_columns
from portal.organization.models import LENT_KINDS, Person, Unit
from portal.recognition.models import Recognition, RecognitionSkill, RecognitionState, Shown
from portal.skills.models import Skill

LONGEST_LIST = 100

SUMMARY = (
    contains_eager(Recognition.person),
    contains_eager(Recognition.mission).joinedload(Mission.owner),
    contains_eager(Recognition.mission).joinedload(Mission.co_owner),
)
DETAILS = (
    contains_eager(Recognition.person).joinedload(Person.account),
    contains_eager(Recognition.person).joinedload(Person.unit),
    contains_eager(Recognition.person).joinedload(Person.manager).joinedload(Person.account),
    contains_eager(Recognition.mission).joinedload(Mission.owner).joinedload(Person.account),
    contains_eager(Recognition.mission).joinedload(Mission.co_owner).joinedload(Person.account),
    contains_eager(Recognition.mission).joinedload(Mission.unit),
    joinedload(Recognition.attested_by).joinedload(Person.unit),
    joinedload(Recognition.recorded_by),
    joinedload(Recognition.application)
    .joinedload(Application.seat)
    .selectinload(Seat.skills)
    .joinedload(SeatSkill.skill),
    selectinload(Recognition.skills).joinedload(RecognitionSkill.skill),
)
_UNIT_NAME = (Unit.name_fr, Unit.name_en)
# What the page reads and nothing more: each column and each object of such a wide join costs time.
SHEET = (
    contains_eager(Recognition.person).options(
        load_only(*face_columns(), Person.job_title, Person.unit_id, Person.manager_id),
        joinedload(Person.unit).load_only(*_UNIT_NAME),
        joinedload(Person.manager).load_only(*face_columns(), Person.left_on),
    ),
    contains_eager(Recognition.mission).options(
        load_only(Mission.title_fr, Mission.title_en, Mission.owner_id, Mission.co_owner_id, Mission.unit_id),
        joinedload(Mission.owner).load_only(*face_columns()),
        joinedload(Mission.unit).load_only(*_UNIT_NAME),
    ),
    joinedload(Recognition.attested_by).options(
        load_only(*face_columns(), Person.job_title, Person.unit_id), joinedload(Person.unit).load_only(*_UNIT_NAME)
    ),
    joinedload(Recognition.recorded_by).load_only(*face_columns()),
    joinedload(Recognition.application).options(
        load_only(Application.agreed_percent, Application.agreed_first_week, Application.agreed_last_week)
    ),
)


def _all() -> sa.Select[Recognition]:
    return sa.select(Recognition).join(Recognition.person).join(Recognition.mission)


def _owned_by(actor: Person) -> sa.ColumnElement[bool]:
    owns = sa.or_(Mission.owner_id == actor.id, Mission.co_owner_id == actor.id)
    return sa.and_(owns, Recognition.person_id != actor.id)


def _managed_by(actor: Person) -> sa.ColumnElement[bool]:
    return sa.and_(Person.manager_id == actor.id, Person.kind.in_(LENT_KINDS))


def _known_to(actor: Person) -> sa.ColumnElement[bool]:
    if "hr" in actor.roles:
        return sa.true()
    return sa.or_(Recognition.person_id == actor.id, _owned_by(actor), _managed_by(actor))


def visible_to(actor: Person) -> sa.Select[Recognition]:
    """The talent, those who own the mission, the line manager, human resources. Others read profiles."""
    return _all().where(_known_to(actor))


def get_visible(actor: Person, public_id: str) -> Recognition:
    """One recognition with all a page needs. Raises `NotFound` for strangers and missing ones alike."""
    found = db.session.scalar(visible_to(actor).where(Recognition.public_id == public_id).options(*DETAILS))
    if found is None:
        raise NotFound
    return found


def read_sheet(actor: Person, public_id: str) -> Recognition:
    """As `get_visible`, with what its page shows and no more."""
    asked = {"me": actor.id, "public_id": public_id}
    found = db.session.scalar(_sheet_for(AnyReader.like(actor)), asked)
    if found is None:
        raise NotFound
    if found.state is not RecognitionState.DRAFTED:
        _give_skills([found])
    return found


@lru_cache(maxsize=16)
def _sheet_for(reader: AnyReader) -> sa.Select[Recognition]:
    return visible_to(reader.as_person).where(Recognition.public_id == sa.bindparam("public_id")).options(*SHEET)


def hold(recognition: Recognition) -> None:
    """Keep others from changing it until the commit; what is read from it next is fresh."""
    db.session.execute(sa.select(Recognition.id).where(Recognition.id == recognition.id).with_for_update())
    # Not a refresh: it would repeat the outer joins of the first reading, which PostgreSQL does not lock.
    db.session.expire(recognition)


def mine(actor: Person) -> Sequence[Recognition]:
    """This person's own, the latest first."""
    return db.session.scalars(
        _all()
        .where(Recognition.person_id == actor.id)
        .options(*SUMMARY)
        .order_by(Recognition.id.desc())
        .limit(LONGEST_LIST)
    ).all()


def given_by(actor: Person) -> Sequence[Recognition]:
    """What this person attested or recorded and may still read, the latest first."""
    signed = sa.or_(Recognition.attested_by_id == actor.id, Recognition.recorded_by_id == actor.id)
    last = sa.func.coalesce(Recognition.recorded_at, Recognition.attested_at)
    return db.session.scalars(
        visible_to(actor)
        .where(signed)
        .options(*SUMMARY)
        .order_by(last.desc(), Recognition.id.desc())
        .limit(LONGEST_LIST)
    ).all()


def attestable_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition on `Recognition` (joined to its person and mission) that this person has to attest it."""
    return sa.and_(
        Recognition.state == RecognitionState.DRAFTED,
        Recognition.mission_id.in_(owned_ids(actor)),
        Recognition.person_id != actor.id,
    )


def recordable_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition on `Recognition` (joined to its person and mission) that this person has to record it."""
    managed = sa.select(Person.id).where(Person.manager_id == actor.id, Person.kind.in_(LENT_KINDS))
    return sa.and_(Recognition.state == RecognitionState.ATTESTED, Recognition.person_id.in_(managed))


def publishable_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition on `Recognition` that this person has to choose who sees it, as the moves to publish say."""
    talent, recorder = aliased(Person), aliased(Person)
    recorded = sa.exists().where(
        talent.id == actor.id,
        talent.kind.in_(LENT_KINDS),
        recorder.id == talent.manager_id,
        recorder.left_on.is_(None),
    )
    alone = sa.and_(Recognition.state == RecognitionState.ATTESTED, sa.not_(recorded))
    return sa.and_(Recognition.person_id == actor.id, sa.or_(Recognition.state == RecognitionState.SEEN, alone))


def _waiting(condition: sa.ColumnElement[bool]) -> Sequence[Recognition]:
    return db.session.scalars(
        _all().where(condition).options(*SUMMARY).order_by(Recognition.id).limit(LONGEST_LIST)
    ).all()


def to_attest(actor: Person) -> Sequence[Recognition]:
    """What waits for this person as a mission's owner or co-owner, the oldest first."""
    return _waiting(attestable_by(actor))


def count_to_attest(actor: Person, mission_id: int) -> int:
    """How many recognitions of one mission wait for this person as its owner or co-owner."""
    waiting = ids_where(sa.and_(attestable_by(actor), Recognition.mission_id == mission_id))
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting.subquery())) or 0


def to_record(actor: Person) -> Sequence[Recognition]:
    """What waits for this person as a line manager, the oldest first."""
    return _waiting(recordable_by(actor))


@dataclass(frozen=True, slots=True)
class FirstWaiting:
    """The oldest of what waits for someone: whose, for which mission, and how many there are in all."""

    public_id: str
    name: str
    title: str
    count: int


_FIRST_TO_RECORD = Prepared(
    _all()
    .where(recordable_by(AnyReader(is_external=False, roles=frozenset()).as_person))
    .with_only_columns(
        Recognition.public_id, Person.given_name, Person.family_name, Mission.title_fr, Mission.title_en,
        sa.func.count().over(),
    )
    .order_by(Recognition.id)
    .limit(1)
)  # fmt: skip


def first_to_record(actor: Person, locale: str) -> FirstWaiting | None:
    """The first recognition that waits for this person as a line manager; None when none does."""
    row = _FIRST_TO_RECORD.row(me=actor.id)
    if row is None:
        return None
    public_id, given, family, french, english, count = row
    return FirstWaiting(public_id, f"{given} {family}".strip(), choose(french, english, locale).text, count)


def ids_where(condition: sa.ColumnElement[bool]) -> sa.Select[int]:
    """The ids of the recognitions a condition on `Recognition` alone holds for."""
    return sa.select(Recognition.id).where(condition)


@dataclass(frozen=True, slots=True)
class Published:
    """A recognition as a profile shows it. `skills`: label and level, in the order they were said."""

    outcome: str
    outcome_lang: str
    minutes: int
    at: datetime
    attested_by: str
    mission: Text
    skills: tuple[tuple[Text, int], ...]


@lru_cache(maxsize=16)
def _published_for(reader: AnyReader) -> Prepared:
    attester = aliased(Person)
    return Prepared(
        _all()
        .join(attester, attester.id == Recognition.attested_by_id)
        .where(
            Recognition.person_id == sa.bindparam("person_id"),
            Recognition.state == RecognitionState.PUBLISHED,
            sa.or_(Recognition.shown == Shown.INSIDE, _known_to(reader.as_person)),
        )
        .with_only_columns(
            Recognition.id, Recognition.outcome, Recognition.outcome_lang, Recognition.minutes_recognised,
            Recognition.attested_at, attester.given_name, attester.family_name, Mission.title_fr, Mission.title_en,
        )
        .order_by(Recognition.attested_at.desc(), Recognition.id.desc())
        .limit(LONGEST_LIST)
    )  # fmt: skip


_SKILLS_SEEN = Prepared(
    sa.select(RecognitionSkill.recognition_id, RecognitionSkill.level, Skill.label_fr, Skill.label_en)
    .join(RecognitionSkill.skill)
    .where(among(RecognitionSkill.recognition_id, "ids"))
    .order_by(RecognitionSkill.id)
)


def published_of(actor: Person, person: Person, locale: str) -> list[Published]:
    """What `actor` reads on this person's profile, the latest first. Two queries."""
    rows = _published_for(AnyReader.like(actor)).rows(me=actor.id, person_id=person.id)
    skills: dict[int, list[tuple[Text, int]]] = {row[0]: [] for row in rows}
    for id_, level, french, english in _SKILLS_SEEN.rows(ids=list(skills)) if skills else ():
        skills[id_].append((choose(french, english, locale), level))
    return [
        Published(
            outcome, lang, minutes, at, f"{given} {family}".strip(), choose(french, english, locale), (*skills[id_],)
        )
        for id_, outcome, lang, minutes, at, given, family, french, english in rows
    ]


_SKILLS = (
    sa.select(RecognitionSkill)
    .where(RecognitionSkill.recognition_id.in_(sa.bindparam("ids", expanding=True)))
    .options(joinedload(RecognitionSkill.skill).load_only(Skill.label_fr, Skill.label_en))
    .order_by(RecognitionSkill.id)
)


def _give_skills(recognitions: Sequence[Recognition]) -> None:
    """Load the skills of all of these by one plain query, several times quicker than a loader beside the objects."""
    by_recognition: dict[int, list[RecognitionSkill]] = {one.id: [] for one in recognitions}
    if not by_recognition:
        return
    for row in db.session.scalars(_SKILLS, {"ids": list(by_recognition)}):
        by_recognition[row.recognition_id].append(row)
    for one in recognitions:
        set_committed_value(one, "skills", by_recognition[one.id])
