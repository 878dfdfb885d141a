"""Reading what talents offer: each their own; those who look for people, what is shown to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, load_only, selectinload

from portal import policies
from portal.applications.inviting.rules import addresses
from portal.applications.models import ENDED_STATES as ENDED_APPLICATIONS
from portal.applications.models import Application
from portal.applications.offering.models import WARNED, SelfOffer, SelfOfferSkill, SelfOfferState
from portal.core import clock
from portal.core.among import among
from portal.core.errors import NotFound
from portal.core.folding import hold
from portal.core.pagination import DEEPEST, PER_PAGE, Page
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.consequences import ENDED_STATES
from portal.missions.models import OPEN_STATES, Audience, Mission, Seat, SeatSkill, Stage
from portal.missions.queries import AnyReader, owned_ids
from portal.organization.faces import face_columns
from portal.organization.models import Kind, Person, Unit
from portal.organization.queries import still_here
from portal.skills.models import Skill, SkillLabel
from portal.talents.availability.queries import paused_until

FITTING_SHOWN = 5
_ASKING = (
    *(Mission.state, Mission.stage, Mission.audience, Mission.accepts_applications, Mission.closes_on),
    *(Mission.owner_id, Mission.co_owner_id),
)
_UNIT = (Unit.name_fr, Unit.name_en)
_ME = AnyReader(is_external=False, roles=frozenset())


@dataclass(frozen=True)
class Filters:
    """What narrows the list: words, kinds, the most of a week, and whether it fits a place of one's own."""

    text: str = ""
    kinds: tuple[Kind, ...] = ()
    share: int | None = None
    fits: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.text or self.kinds or self.share or self.fits)


def looks_for_people(actor: Any) -> sa.ColumnElement[bool]:
    """Whether someone owns a mission that has not ended, as a condition."""
    live = sa.select(Mission.id).where(Mission.id.in_(owned_ids(actor)), Mission.state.not_in(ENDED_STATES))
    return live.exists()


_LOOKS = Prepared(sa.select(looks_for_people(_ME.as_person).label("looks")))


def may_look(actor: Person) -> bool:
    """Whether someone reads what others offer: those who own a mission that has not ended, and human resources."""
    if policies.is_hr(actor):
        return True
    return policies.is_employee(actor) and bool(_LOOKS.row(me=actor.id).looks)


def shown() -> tuple[sa.ColumnElement[bool], ...]:
    """What is open, of someone who is here and not on pause: who is on pause is asked nothing."""
    paused = paused_until(SelfOffer.person_id, sa.bindparam("today", type_=sa.Date(), callable_=clock.today))
    still = SelfOffer.until >= sa.bindparam("day", type_=sa.Date(), callable_=clock.today)
    return SelfOffer.state == SelfOfferState.OPEN, still, still_here(), paused.is_(None)


def visible_to(actor: Any) -> sa.Select[Any]:
    """One's own; and what is shown, for those who look for people."""
    looks = sa.true() if policies.is_hr(actor) else looks_for_people(actor)
    if not policies.is_employee(actor):
        looks = sa.false()
    return (
        sa.select(SelfOffer)
        .join(SelfOffer.person)
        .join(Person.account)
        .where(sa.or_(SelfOffer.person_id == actor.id, sa.and_(*shown(), looks)))
    )


def get_visible(actor: Person, public_id: str) -> SelfOffer:
    """One of them, with its skills. Raises `NotFound` for a stranger as for a missing one."""
    found: SelfOffer | None = db.session.scalar(
        visible_to(actor)
        .where(SelfOffer.public_id == public_id)
        .options(contains_eager(SelfOffer.person).joinedload(Person.unit), selectinload(SelfOffer.skills))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def list_own(actor: Person) -> Sequence[SelfOffer]:
    """What someone offers and offered, what is shown first."""
    ended = sa.case((SelfOffer.state == SelfOfferState.OPEN, 0), else_=1)
    return db.session.scalars(
        sa.select(SelfOffer)
        .where(SelfOffer.person_id == actor.id)
        .options(selectinload(SelfOffer.skills))
        .order_by(ended, SelfOffer.id.desc())
        .limit(50)
    ).all()


def list_shown(actor: Person, filters: Filters, number: int) -> Page:
    """A page of what others offer, the latest first, for someone who `may_look`.

    The ids of all come first: what narrows the list is worked out once, for the page and for the count.
    """
    ids = [row.id for row in _ids(filters).rows(me=actor.id)]
    number = max(1, min(number, DEEPEST))
    return Page(_drawn(ids[(number - 1) * PER_PAGE : number * PER_PAGE]), number, len(ids))


@lru_cache(maxsize=64)
def _ids(filters: Filters) -> Prepared:
    return Prepared(_of_others().where(*_narrowed(filters)))


def _of_others() -> sa.Select[Any]:
    """The ids of what is shown to those who look for people, the latest first; their own apart."""
    return (
        sa.select(SelfOffer.id)
        .join(SelfOffer.person)
        .where(*shown(), SelfOffer.person_id != _ME.id)
        .order_by(SelfOffer.created_at.desc(), SelfOffer.id.desc())
    )


def _drawn(ids: Sequence[int]) -> list[SelfOffer]:
    """These, in this order, as lists draw them."""
    who = joinedload(SelfOffer.person, innerjoin=True)
    drawn = who.load_only(*face_columns(), Person.unit_id), who.joinedload(Person.unit).load_only(*_UNIT)
    skills = selectinload(SelfOffer.skills).load_only(Skill.label_fr, Skill.label_en)
    found = db.session.scalars(sa.select(SelfOffer).where(SelfOffer.id.in_(ids)).options(*drawn, skills)) if ids else ()
    by_id = {offer.id: offer for offer in found}
    return [by_id[key] for key in ids if key in by_id]


def _narrowed(filters: Filters) -> Iterable[sa.ColumnElement[bool]]:
    if filters.text:
        labels = (
            sa.select(sa.func.aggregate_strings(SkillLabel.folded, " "))
            .join(SelfOfferSkill, SelfOfferSkill.skill_id == SkillLabel.skill_id)
            .where(SelfOfferSkill.self_offer_id == SelfOffer.id, SkillLabel.is_preferred)
            .scalar_subquery()
        )
        yield hold((SelfOffer.folded, labels), filters.text)
    if filters.kinds:
        yield Person.kind.in_(filters.kinds)
    if filters.share:
        yield SelfOffer.percent >= filters.share
    if filters.fits:
        yield fits(Mission.id.in_(owned_ids(_ME.as_person)))


def fits(which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a free place of a mission of these asks a skill that is offered, in weeks that meet, of such people.

    It begins with the places, which are few, and not with everything that is offered.
    """
    offered, who = aliased(SelfOffer), aliased(Person)
    is_employee = who.kind == Kind.EMPLOYEE
    fitting = (
        sa.select(offered.id)
        .join(SelfOfferSkill, SelfOfferSkill.self_offer_id == offered.id)
        .join(SeatSkill, SeatSkill.skill_id == SelfOfferSkill.skill_id)
        .join(Seat, Seat.id == SeatSkill.seat_id)
        .join(Mission, Mission.id == Seat.mission_id)
        .join(who, who.id == offered.person_id)
        .where(
            *(which, Mission.state.in_(OPEN_STATES), Seat.taken < Seat.places),
            *(Seat.first_week <= offered.last_week, Seat.last_week >= offered.first_week),
            sa.or_(
                Seat.audience == Audience.BOTH,
                sa.and_(Seat.audience == Audience.EMPLOYEES, is_employee),
                sa.and_(Seat.audience == Audience.EXTERNALS, sa.not_(is_employee)),
            ),
            sa.or_(is_employee, Mission.stage != Stage.INTERNAL),
        )
    )
    return SelfOffer.id.in_(fitting)


def fitting(actor: Person, mission: Mission) -> Sequence[SelfOffer]:
    """What others offer that fits a free place of a mission that `actor` owns, the latest first: a few."""
    return _drawn([row.id for row in _fitting().rows(me=actor.id, mission_id=mission.id)])


@lru_cache(maxsize=1)
def _fitting() -> Prepared:
    return Prepared(_of_others().where(fits(Mission.id == sa.bindparam("mission_id"))).limit(FITTING_SHOWN))


@lru_cache(maxsize=1)
def _free_seats() -> sa.Select[Any]:
    return (
        sa.select(Seat)
        .join(Seat.mission)
        .options(
            load_only(Seat.mission_id, Seat.audience, Seat.places, Seat.taken),
            contains_eager(Seat.mission).load_only(*_ASKING),
        )
        .where(Mission.id.in_(owned_ids(_ME.as_person)), Mission.state.in_(OPEN_STATES), Seat.taken < Seat.places)
    )


_WAITING = Prepared(
    sa.select(Application.person_id, Application.mission_id).where(
        among(Application.person_id, "people"),
        among(Application.mission_id, "missions"),
        Application.state.not_in(ENDED_APPLICATIONS),
    )
)


def who_can_be_invited(actor: Person, people: Iterable[Person]) -> set[int]:
    """Those of these people whom a mission of `actor` has a place for, to which they are not a candidate: their ids."""
    people = list(people)
    seats = db.session.scalars(_free_seats(), {"me": actor.id}).all()
    if not seats:
        return set()
    missions = {seat.mission_id for seat in seats}
    waits = {tuple(row) for row in _WAITING.rows(people=[person.id for person in people], missions=list(missions))}
    return {
        person.id
        for person in people
        if any((person.id, seat.mission_id) not in waits and addresses(seat, person) for seat in seats)
    }


def invitations_since(offer: SelfOffer) -> Sequence[Application]:
    """The invitations that its author received since it was posted, the latest first."""
    return db.session.scalars(
        sa.select(Application)
        .where(
            Application.person_id == offer.person_id,
            Application.invitation.has(),
            Application.created_at >= offer.created_at,
        )
        .options(joinedload(Application.mission))
        .order_by(Application.id.desc())
        .limit(10)
    ).all()


def count_open(person: Person) -> int:
    """How many offers of someone are shown."""
    own = (SelfOffer.person_id == person.id, SelfOffer.state == SelfOfferState.OPEN)
    return db.session.scalar(sa.select(sa.func.count(SelfOffer.id)).where(*own)) or 0


def open_of(person: Person) -> Sequence[SelfOffer]:
    """What someone offers now."""
    own = (SelfOffer.person_id == person.id, SelfOffer.state == SelfOfferState.OPEN)
    return db.session.scalars(sa.select(SelfOffer).where(*own).order_by(SelfOffer.id)).all()


def due_by_now() -> Sequence[int]:
    """The ids of those whose last day is past, or near and not announced."""
    near = sa.and_(SelfOffer.until <= clock.today() + WARNED, SelfOffer.warned_on.is_(None))
    due = (SelfOffer.state == SelfOfferState.OPEN, sa.or_(SelfOffer.until < clock.today(), near))
    return db.session.scalars(sa.select(SelfOffer.id).where(*due).order_by(SelfOffer.id)).all()
