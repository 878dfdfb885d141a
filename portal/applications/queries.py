"""Reading applications. Every list starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, load_only

from portal import policies
from portal.applications.models import (
    AWAITING_STATES,
    CLEARANCE_STATES,
    ENDED_STATES,
    Application,
    ApplicationState,
    Invitation,
    Offer,
)
from portal.applications.thread.unread import TO_OWNERS, TO_TALENT, has_new
from portal.core import clock
from portal.core.among import among
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission, Seat, SeatSkill
from portal.missions.pausing.queries import paused_ids
from portal.missions.queries import AnyReader, owned_ids
from portal.missions.queries import visible_to as missions_visible_to
from portal.missions.rows import AskedSkill
from portal.missions.sheet import AnyMission
from portal.organization.faces import face_columns
from portal.organization.models import Person, Unit
from portal.skills.models import Skill
from portal.talents.models import HeldSkill


def _owned_by(actor: Person) -> sa.ColumnElement[bool]:
    return sa.or_(Mission.owner_id == actor.id, Mission.co_owner_id == actor.id)


def applied_to(actor: Person, mission_id: Any) -> sa.ColumnElement[bool]:
    """The condition that `actor` applied to the mission of this column, whatever came of it."""
    own = aliased(Application)
    return sa.exists().where(own.mission_id == mission_id, own.person_id == actor.id)


_APPLICANTS = Prepared(
    sa.select(Application.person_id).where(
        Application.mission_id == sa.bindparam("mission_id"),
        Application.state.not_in((*ENDED_STATES, ApplicationState.CONFIRMED, ApplicationState.INVITED)),
    )
)


def applicants_of(mission_id: int) -> set[int]:
    """Those who wait for a place on a mission: rivals of each other, by their ids. Who was only invited is none yet."""
    return {row.person_id for row in _APPLICANTS.rows(mission_id=mission_id)}


def _answers_to(actor: Person) -> sa.ColumnElement[bool]:
    """The condition on `Mission` that `actor` may read its candidates: those who own it, and human resources.

    Not for a mission they applied to: nobody reads their rivals. Those who own it may have applied before, since they
    join once they have their answer: see `consequences.keep_candidates_from_owning`.
    """
    if policies.is_hr(actor):
        return sa.or_(_owned_by(actor), ~applied_to(actor, Mission.id))
    return _owned_by(actor)


def visible_to(actor: Person) -> sa.Select[Any]:
    """One's own applications, and those to missions whose candidates one may read."""
    select = sa.select(Application).join(Application.mission)
    return select.where(sa.or_(Application.person_id == actor.id, _answers_to(actor)))


def open_to(actor: Person) -> sa.Select[Any]:
    """The missions whose candidates `actor` may read."""
    return missions_visible_to(actor).where(_answers_to(actor))


def get_visible(actor: Person, public_id: str) -> Application:
    """One application with what its steps need. Raises `NotFound` for a stranger as for a missing one."""
    return _found(_whole(AnyReader.like(actor)), actor, public_id)


def read_page(actor: Person, public_id: str) -> Application:
    """As `get_visible`, with what its page shows and no more."""
    return _found(_shown(AnyReader.like(actor)), actor, public_id)


def _found(select: Any, actor: Person, public_id: str) -> Application:
    found: Application | None = db.session.scalar(select, {"me": actor.id, "public_id": public_id})
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=32)
def _whole(reader: AnyReader) -> Any:
    return (
        visible_to(reader.as_person)
        .where(Application.public_id == sa.bindparam("public_id"))
        .options(
            joinedload(Application.mission).options(
                joinedload(Mission.owner), joinedload(Mission.co_owner), joinedload(Mission.pilot)
            ),
            joinedload(Application.seat),
            joinedload(Application.person).joinedload(Person.unit),
            joinedload(Application.offer).joinedload(Offer.by),
        )
        .execution_options(populate_existing=True)
    )


@lru_cache(maxsize=32)
def _shown(reader: AnyReader) -> Any:
    face = face_columns()
    return (
        visible_to(reader.as_person)
        .where(Application.public_id == sa.bindparam("public_id"))
        .options(
            joinedload(Application.mission).options(
                load_only(
                    *(Mission.public_id, Mission.title_fr, Mission.title_en, Mission.state),
                    *(Mission.owner_id, Mission.co_owner_id, Mission.pilot_id, Mission.paused_until, Mission.unit_id),
                    Mission.ownerless_on,
                ),
                joinedload(Mission.owner).load_only(*face),
                joinedload(Mission.co_owner).load_only(*face),
            ),
            joinedload(Application.seat),
            joinedload(Application.person).options(
                load_only(*face, Person.job_title, Person.place, Person.unit_id, Person.manager_id),
                joinedload(Person.unit).load_only(Unit.name_fr, Unit.name_en),
            ),
            joinedload(Application.offer).options(
                joinedload(Offer.by).load_only(*face),
                joinedload(Offer.instead_of).load_only(Seat.title_fr, Seat.title_en),
            ),
            joinedload(Application.invitation).joinedload(Invitation.by).load_only(*face),
        )
        .execution_options(populate_existing=True)
    )


def candidates_named(mission: Mission, public_ids: Sequence[str]) -> list[Application]:
    """Those applications of a mission, oldest first. Raises `NotFound` when one is not of this mission."""
    candidates = db.session.scalars(
        sa.select(Application)
        .where(Application.mission_id == mission.id)
        .options(joinedload(Application.person), joinedload(Application.offer))
        .order_by(Application.created_at, Application.id)
    )
    found = [one for one in candidates if one.public_id in public_ids]
    if len(found) != len(set(public_ids)):
        raise NotFound
    return found


def owned_mission(actor: Person, public_id: str) -> Mission:
    """A mission whose candidates this person may read. Raises `NotFound` otherwise."""
    select = open_to(actor).where(Mission.public_id == public_id)
    mission: Mission | None = db.session.scalars(select).one_or_none()
    if mission is None:
        raise NotFound
    return mission


def candidate_counts(mission: AnyMission) -> tuple[int, int, int, bool]:
    """For one mission: live applications, those that wait for its owners, all of them, and whether it `is_filled`."""
    live, waiting, total, filled = _candidate_counts().row(mission_id=mission.id)
    return live, waiting, total, filled


@lru_cache(maxsize=1)
def _candidate_counts() -> Prepared:
    counts: Any = sa.select(
        sa.func.count().filter(Application.state.not_in(ENDED_STATES)).label("live"),
        sa.func.count().filter(waits_for_owner()).label("waiting"),
        sa.func.count().label("total"),
        is_filled(sa.bindparam("mission_id")).label("filled"),
    )
    return Prepared(counts.where(Application.mission_id == sa.bindparam("mission_id")))


def count_unconfirmed(mission: AnyMission) -> int:
    """How many live applications of a mission hold no confirmed place."""
    unconfirmed = Application.state.not_in((*ENDED_STATES, ApplicationState.CONFIRMED))
    count = sa.select(sa.func.count()).select_from(Application)
    return db.session.scalar(count.where(Application.mission_id == mission.id, unconfirmed)) or 0


def missions_with_candidates(actor: Person) -> Sequence[Any]:
    """The missions one owns that have applications: (Mission, live, waiting for an answer, oldest clock, all, how many
    wrote something new to this person)."""
    live = Application.state.not_in(ENDED_STATES)
    waits = waits_for_owner()
    return db.session.execute(
        sa.select(
            Mission,
            sa.func.count().filter(live).label("live"),
            sa.func.count().filter(waits).label("waiting"),
            sa.func.min(Application.answer_due_on).filter(waits).label("due_on"),
            sa.func.count().label("total"),
            sa.func.count().filter(has_new(actor.id, TO_OWNERS)).label("new"),
        )
        .join(Application, Application.mission_id == Mission.id)
        .where(_owned_by(actor))
        .group_by(Mission.id)
        .order_by(sa.nulls_last(sa.literal_column("due_on").asc()), Mission.id.desc())
    ).all()


def waits_for_owner() -> sa.ColumnElement[bool]:
    """The condition that an application waits for an answer of those who own its mission.

    Not while a hold runs, nor while the mission is paused.
    """
    # The day of the asking, not of the writing: statements made from this one are kept from day to day.
    today = sa.bindparam(None, callable_=clock.today, type_=sa.Date())
    resumed = sa.and_(Application.state == ApplicationState.ON_HOLD, Application.hold_until <= today)
    waits = sa.or_(Application.state.in_(AWAITING_STATES), resumed)
    return sa.and_(waits, Application.mission_id.not_in(paused_ids()))


def is_filled(mission_id: Any) -> sa.ColumnElement[bool]:
    """The condition that no place of a mission is free, and that none of them waits for clearance.

    Until then the others are in reserve: clearance may be refused, and a place be free again.
    """
    seat, taker = aliased(Seat), aliased(Application)
    free = sa.exists().where(seat.mission_id == mission_id, seat.taken < seat.places)
    uncertain = sa.exists().where(taker.mission_id == mission_id, taker.state.in_(CLEARANCE_STATES))
    return sa.and_(sa.not_(free), sa.not_(uncertain))


def is_filled_now(mission: Mission) -> bool:
    """Whether a mission `is_filled`, read afresh."""
    return bool(db.session.scalar(sa.select(is_filled(mission.id))))


def offers_to_answer(actor: Person) -> sa.Select[Any]:
    """The ids of the offers this person has to answer."""
    return sa.select(Application.id).where(
        Application.person_id == actor.id, Application.state == ApplicationState.OFFERED
    )


def candidates_to_answer(actor: Person) -> sa.Select[Any]:
    """The ids of the candidates that this person's missions owe an answer."""
    return sa.select(Application.id).where(Application.mission_id.in_(owned_ids(actor)), waits_for_owner())


def new_to_talent(actor: Person) -> sa.Select[Any]:
    """The ids of one's own applications whose conversation holds something new to this person."""
    return sa.select(Application.id).where(Application.person_id == actor.id, has_new(actor.id, TO_TALENT))


def new_to_owner(actor: Person) -> sa.Select[Any]:
    """The ids of the applications to one's missions whose conversation holds something new to this person."""
    return sa.select(Application.id).where(Application.mission_id.in_(owned_ids(actor)), has_new(actor.id, TO_OWNERS))


def others_to_answer(actor: Person) -> sa.Select[Any]:
    """As `candidates_to_answer`, of the missions that are filled: their owners may think they are done."""
    return candidates_to_answer(actor).where(is_filled(Application.mission_id))


def first_filled(actor: Person) -> str | None:
    """The public id of the filled mission whose candidates wait since longest; None when nobody waits any more."""
    waits = others_to_answer(actor).with_only_columns(Mission.public_id).join(Application.mission)
    return db.session.scalar(waits.order_by(sa.nulls_last(Application.answer_due_on.asc()), Application.id).limit(1))


def in_reserve(application: Application) -> Sequence[Application]:
    """The other live applicants of the same seat who hold no place: they stay in reserve when it is full."""
    states = (*AWAITING_STATES, ApplicationState.ON_HOLD, ApplicationState.OFFERED)
    return db.session.scalars(
        sa.select(Application)
        .where(
            Application.seat_id == application.seat_id,
            Application.id != application.id,
            Application.state.in_(states),
        )
        .order_by(Application.id)
    ).all()


_OPEN_OFFERS = Prepared(
    sa.select(sa.func.count().label("offers"))
    .select_from(Application)
    .join(Offer, Offer.application_id == Application.id)
    .where(
        Application.seat_id == sa.bindparam("seat_id"),
        Application.state == ApplicationState.OFFERED,
        Offer.answer_due_on >= sa.bindparam("today", type_=sa.Date()),
    )
)


def open_offers(seat: Seat) -> int:
    """How many offers of a seat still have time to be answered."""
    return int(_OPEN_OFFERS.row(seat_id=seat.id, today=clock.today()).offers)


def live_applications(mission: Mission) -> Sequence[Application]:
    """Every live application of a mission, in the order they were written."""
    return db.session.scalars(
        sa.select(Application)
        .where(Application.mission_id == mission.id, Application.state.not_in(ENDED_STATES))
        .order_by(Application.id)
    ).all()


_ASKED = Prepared(
    sa.select(SeatSkill.seat_id, SeatSkill.skill_id, SeatSkill.level, SeatSkill.necessity)
    .add_columns(Skill.label_fr, Skill.label_en)
    .join(Skill, Skill.id == SeatSkill.skill_id)
    .where(among(SeatSkill.seat_id, "seat_ids"))
    .order_by(SeatSkill.id)
)


def skills_asked(seat_ids: Collection[int]) -> dict[int, list[AskedSkill]]:
    """What each seat asks, in the order its owner wrote it: {seat id: skills}."""
    asked: dict[int, list[AskedSkill]] = {seat_id: [] for seat_id in seat_ids}
    if asked:
        for seat_id, *skill in _ASKED.rows(seat_ids=list(asked)):
            asked[seat_id].append(AskedSkill(*skill))
    return asked


def live_applications_of(person: Person) -> Sequence[Application]:
    """Every live application of a person, in the order in which missions are locked."""
    return db.session.scalars(
        sa.select(Application)
        .where(Application.person_id == person.id, Application.state.not_in(ENDED_STATES))
        .order_by(Application.mission_id)
    ).all()


def late_offers() -> Sequence[int]:
    """The ids of the offers whose day of answer is past; those of a mission that is paused wait with it."""
    return db.session.scalars(
        sa.select(Application.id)
        .join(Application.offer)
        .where(Application.state == ApplicationState.OFFERED, Offer.answer_due_on < clock.today())
        .where(Application.mission_id.not_in(paused_ids()))
        .order_by(Application.id)
    ).all()


_HELD = Prepared(
    sa.select(HeldSkill.person_id, HeldSkill.skill_id, HeldSkill.counted_level).where(
        among(HeldSkill.person_id, "person_ids"), among(HeldSkill.skill_id, "skill_ids")
    )
)


def levels_held(person_ids: Sequence[int], skill_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """The levels (1 to 4) that count of these skills, for each person: {person id: {skill id: level}}."""
    held: dict[int, dict[int, int]] = {person_id: {} for person_id in person_ids}
    if held and skill_ids:
        for person_id, skill_id, level in _HELD.rows(person_ids=list(held), skill_ids=list(skill_ids)):
            held[person_id][skill_id] = level
    return held
