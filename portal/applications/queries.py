"""Reading applications. Every list starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from portal import policies
from portal.applications.match import Asked
from portal.applications.models import ENDED_STATES, Application, ApplicationState, Offer
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.missions.models import Mission, Seat, SeatSkill
from portal.missions.queries import owned_ids
from portal.missions.queries import visible_to as missions_visible_to
from portal.organization.faces import face_columns
from portal.organization.models import Person, Unit
from portal.skills.models import Skill
from portal.talents.models import HeldSkill, Profile

READING_STATES = (
    ApplicationState.SUBMITTED,
    ApplicationState.IN_REVIEW,
    ApplicationState.SHORTLISTED,
    ApplicationState.ON_HOLD,
)


def _owned_by(actor: Person) -> sa.ColumnElement[bool]:
    return sa.or_(Mission.owner_id == actor.id, Mission.co_owner_id == actor.id)


def visible_to(actor: Person) -> sa.Select[Any]:
    """One's own applications, those to missions one owns, and all of them for human resources."""
    select = sa.select(Application).join(Application.mission)
    if policies.is_hr(actor):
        return select
    return select.where(sa.or_(Application.person_id == actor.id, _owned_by(actor)))


def _with_page(select: sa.Select[Any]) -> sa.Select[Any]:
    return select.options(
        joinedload(Application.mission).options(
            joinedload(Mission.owner), joinedload(Mission.co_owner), joinedload(Mission.pilot)
        ),
        joinedload(Application.seat),
        joinedload(Application.person).joinedload(Person.unit),
        joinedload(Application.offer).joinedload(Offer.by),
    )


def get_visible(actor: Person, public_id: str) -> Application:
    """One application with what its page shows. Raises `NotFound` for a stranger as for a missing one."""
    select = _with_page(visible_to(actor).where(Application.public_id == public_id))
    found: Application | None = (
        db.session.scalars(select.execution_options(populate_existing=True)).unique().one_or_none()
    )
    if found is None:
        raise NotFound
    return found


def list_mine(actor: Person) -> sa.Select[Any]:
    """One's own applications, those that wait for an answer first, then the latest to have moved."""
    waiting = sa.case((Application.state == ApplicationState.OFFERED, 0), else_=1)
    ended = sa.case((Application.state.in_(ENDED_STATES), 1), else_=0)
    return (
        sa.select(Application)
        .where(Application.person_id == actor.id)
        .options(
            joinedload(Application.mission).options(joinedload(Mission.owner), joinedload(Mission.unit)),
            joinedload(Application.seat),
            joinedload(Application.offer),
        )
        .order_by(waiting, ended, Application.changed_at.desc(), Application.id.desc())
    )


def latest_of(actor: Person, mission: Mission) -> Application | None:
    """The live application of a person to a mission, else the last that ended."""
    ended = sa.case((Application.state.in_(ENDED_STATES), 1), else_=0)
    return db.session.scalars(
        sa.select(Application)
        .where(Application.mission_id == mission.id, Application.person_id == actor.id)
        .options(joinedload(Application.offer), joinedload(Application.seat))
        .order_by(ended, Application.id.desc())
        .limit(1)
    ).first()


def candidates_of(mission: Mission) -> Sequence[Application]:
    """Everyone who applied to a mission, oldest first, with their unit, seat and offer."""
    return (
        db.session.scalars(
            sa.select(Application)
            .where(Application.mission_id == mission.id)
            .options(
                defer(Application.message),
                joinedload(Application.person)
                .load_only(*face_columns(), Person.unit_id)
                .joinedload(Person.unit)
                .load_only(Unit.name_fr, Unit.name_en),
                joinedload(Application.seat),
                joinedload(Application.offer).load_only(Offer.answer_due_on, Offer.first_week),
            )
            .order_by(Application.created_at, Application.id)
        )
        .unique()
        .all()
    )


def candidates_named(mission: Mission, public_ids: Sequence[str]) -> list[Application]:
    """Those applications of a mission, oldest first. Raises `NotFound` when one is not of this mission."""
    found = [one for one in candidates_of(mission) if one.public_id in public_ids]
    if len(found) != len(set(public_ids)):
        raise NotFound
    return found


def owned_mission(actor: Person, public_id: str) -> Mission:
    """A mission whose candidates this person may read. Raises `NotFound` otherwise."""
    select = missions_visible_to(actor).where(Mission.public_id == public_id).options(joinedload(Mission.pilot))
    if not policies.is_hr(actor):
        select = select.where(_owned_by(actor))
    mission: Mission | None = db.session.scalars(select).one_or_none()
    if mission is None:
        raise NotFound
    return mission


def candidate_counts(mission: Mission) -> tuple[int, int, int]:
    """For one mission: live applications, those that wait for an answer of its owners, and all of them."""
    live, waiting, total = db.session.execute(
        sa.select(
            sa.func.count().filter(Application.state.not_in(ENDED_STATES)),
            sa.func.count().filter(_waits_for_owner()),
            sa.func.count(),
        ).where(Application.mission_id == mission.id)
    ).one()
    return live, waiting, total


def missions_with_candidates(actor: Person) -> Sequence[Any]:
    """The missions one owns that have applications: (Mission, live, waiting for an answer, oldest clock, all)."""
    live = Application.state.not_in(ENDED_STATES)
    waits = _waits_for_owner()
    return db.session.execute(
        sa.select(
            Mission,
            sa.func.count().filter(live).label("live"),
            sa.func.count().filter(waits).label("waiting"),
            sa.func.min(Application.answer_due_on).filter(waits).label("due_on"),
            sa.func.count().label("total"),
        )
        .join(Application, Application.mission_id == Mission.id)
        .where(_owned_by(actor))
        .group_by(Mission.id)
        .order_by(sa.nulls_last(sa.literal_column("due_on").asc()), Mission.id.desc())
    ).all()


def owns_missions(actor: Person) -> bool:
    """Whether someone owns or co-owns any mission."""
    return bool(db.session.scalar(sa.select(sa.exists().where(_owned_by(actor)))))


def _waits_for_owner() -> sa.ColumnElement[bool]:
    # The day of the asking, not of the writing: statements made from this one are kept from day to day.
    today = sa.bindparam(None, callable_=clock.today, type_=sa.Date())
    resumed = sa.and_(Application.state == ApplicationState.ON_HOLD, Application.hold_until <= today)
    read = [state for state in READING_STATES if state is not ApplicationState.ON_HOLD]
    return sa.or_(Application.state.in_(read), resumed)


def offers_to_answer(actor: Person) -> sa.Select[Any]:
    """The ids of the offers this person has to answer."""
    return sa.select(Application.id).where(
        Application.person_id == actor.id, Application.state == ApplicationState.OFFERED
    )


def candidates_to_answer(actor: Person) -> sa.Select[Any]:
    """The ids of the candidates that this person's missions owe an answer."""
    return sa.select(Application.id).where(Application.mission_id.in_(owned_ids(actor)), _waits_for_owner())


def in_reserve(application: Application) -> Sequence[Application]:
    """The other live applicants of the same seat who hold no place: they stay in reserve when it is full."""
    states = (*READING_STATES, ApplicationState.OFFERED)
    return db.session.scalars(
        sa.select(Application)
        .where(
            Application.seat_id == application.seat_id,
            Application.id != application.id,
            Application.state.in_(states),
        )
        .order_by(Application.id)
    ).all()


def open_offers(seat: Seat) -> int:
    """How many offers of a seat still have time to be answered."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Application)
            .join(Application.offer)
            .where(
                Application.seat_id == seat.id,
                Application.state == ApplicationState.OFFERED,
                Offer.answer_due_on >= clock.today(),
            )
        )
        or 0
    )


def live_applications(mission: Mission) -> Sequence[Application]:
    """Every live application of a mission, in the order they were written."""
    return db.session.scalars(
        sa.select(Application)
        .where(Application.mission_id == mission.id, Application.state.not_in(ENDED_STATES))
        .order_by(Application.id)
    ).all()


def skills_asked(seat_ids: Collection[int]) -> dict[int, list[Asked]]:
    """What each seat asks, in the order its owner wrote it: {seat id: skills}."""
    asked: dict[int, list[Asked]] = {seat_id: [] for seat_id in seat_ids}
    rows = db.session.execute(
        sa.select(SeatSkill.seat_id, SeatSkill.skill_id, SeatSkill.level, SeatSkill.necessity)
        .add_columns(Skill.label_fr, Skill.label_en)
        .join(SeatSkill.skill)
        .where(SeatSkill.seat_id.in_(seat_ids))
        .order_by(SeatSkill.id)
    )
    for seat_id, *skill in rows:
        asked[seat_id].append(Asked(*skill))
    return asked


def live_applications_of(person: Person) -> Sequence[Application]:
    """Every live application of a person, in the order in which missions are locked."""
    return db.session.scalars(
        sa.select(Application)
        .where(Application.person_id == person.id, Application.state.not_in(ENDED_STATES))
        .order_by(Application.mission_id)
    ).all()


def late_offers() -> Sequence[int]:
    """The ids of the offers whose day of answer is past."""
    return db.session.scalars(
        sa.select(Application.id)
        .join(Application.offer)
        .where(Application.state == ApplicationState.OFFERED, Offer.answer_due_on < clock.today())
        .order_by(Application.id)
    ).all()


def levels_held(person_ids: Sequence[int], skill_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """For each person, the level (1 to 4) of each of these skills that they hold: {person id: {skill id: level}}."""
    held: dict[int, dict[int, int]] = {person_id: {} for person_id in person_ids}
    rows = db.session.execute(
        sa.select(HeldSkill.person_id, HeldSkill.skill_id, HeldSkill.level).where(
            HeldSkill.person_id.in_(person_ids), HeldSkill.skill_id.in_(skill_ids)
        )
    )
    for person_id, skill_id, level in rows:
        held[person_id][skill_id] = level
    return held


def profile_of(person: Person) -> Profile | None:
    """The profile of a person, when they wrote one."""
    return db.session.get(Profile, person.id)
