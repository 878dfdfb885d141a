"""Reading invitations, and what decides whether another one can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from portal.applications.inviting.rules import LATELY, addresses
from portal.applications.models import ENDED_STATES, Application, ApplicationState, Invitation
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import OPEN_STATES, Mission, Seat, SeatSkill
from portal.missions.pausing.queries import paused_ids
from portal.missions.queries import owned_ids, visible_to
from portal.organization.models import Person
from portal.skills.models import Skill
from portal.talents.availability.queries import paused_until

_invited = aliased(Application)
_since = sa.bindparam("since", type_=Invitation.created_at.type)
_LATELY = (
    sa.select(sa.func.count())
    .select_from(Invitation)
    .join(_invited, _invited.id == Invitation.application_id)
    .where(_invited.person_id == Person.id, Invitation.created_at >= _since)
    .scalar_subquery()
)
_STANDING = Prepared(
    sa.select(
        _LATELY.label("lately"),
        Person.left_on,
        paused_until(Person.id, sa.bindparam("today", type_=sa.Date())).label("paused"),
    ).where(Person.id == sa.bindparam("person_id"))
)


class Standing(NamedTuple):
    """How often someone was invited within `rules.LATELY`, whoever invited them, and whether they can be invited now.

    Who paused, and who left, cannot: which of them it is, is not said.
    """

    lately: int
    is_reachable: bool


def standing_of(person: Person) -> Standing:
    """What must be known of someone before they are invited."""
    found = _STANDING.row(person_id=person.id, today=clock.today(), since=clock.now() - LATELY)
    return Standing(found.lately, found.paused is None and found.left_on is None)


def seats_to_offer(actor: Person, person: Person) -> list[Seat]:
    """The places of the missions of `actor` that this person could be invited to, those they already wait for apart."""
    waits = sa.select(Application.mission_id).where(
        Application.person_id == person.id, Application.state.not_in(ENDED_STATES)
    )
    seats = db.session.scalars(
        sa.select(Seat)
        .join(Seat.mission)
        .options(contains_eager(Seat.mission))
        .where(Mission.id.in_(owned_ids(actor)), Mission.state.in_(OPEN_STATES), Mission.id.not_in(waits))
        .order_by(Mission.published_at.desc(), Seat.id)
    )
    return [seat for seat in seats if addresses(seat, person)]


def visible_seat(actor: Person, public_id: str) -> Seat:
    """A place of a mission that `actor` may read. Raises `NotFound`."""
    seats = sa.select(Seat).join(Seat.mission).options(contains_eager(Seat.mission))
    readable = visible_to(actor).with_only_columns(Mission.id)
    found = db.session.scalar(seats.where(Seat.public_id == public_id, Mission.id.in_(readable)))
    if found is None:
        raise NotFound
    return found


def late_invitations() -> Sequence[int]:
    """The ids of the invitations whose day of answer is past; those of a mission that is paused wait with it."""
    return db.session.scalars(
        sa.select(Application.id)
        .where(Application.state == ApplicationState.INVITED, Application.answer_due_on < clock.today())
        .where(Application.mission_id.not_in(paused_ids()))
        .order_by(Application.id)
    ).all()


def invitations_to_answer(actor: Person) -> sa.Select[Any]:
    """The ids of the invitations this person has to answer."""
    return sa.select(Application.id).where(
        Application.person_id == actor.id, Application.state == ApplicationState.INVITED
    )


class Sent(NamedTuple):
    """An invitation to a mission, as its owners follow it."""

    public_id: str
    given_name: str
    family_name: str
    state: ApplicationState
    answer_due_on: date | None
    at: datetime


_SENT = Prepared(
    sa.select(
        *(Application.public_id, Person.given_name, Person.family_name, Application.state),
        *(Application.answer_due_on, Invitation.created_at),
    )
    .join_from(Invitation, Application, Application.id == Invitation.application_id)
    .join(Person, Person.id == Application.person_id)
    .where(Application.mission_id == sa.bindparam("mission_id"))
    .order_by(Invitation.created_at.desc(), Application.id.desc())
    .limit(20)
)


def sent_for(mission: Mission) -> list[Sent]:
    """The latest twenty invitations to a mission."""
    return [Sent(*row) for row in _SENT.rows(mission_id=mission.id)]


def skills_to_look_for(mission: Mission) -> dict[int, list[str]]:
    """What each place asks, as the search page reads it: {seat id: ["identifier:level"]}, the first asked first."""
    rows = db.session.execute(
        sa.select(SeatSkill.seat_id, Skill.public_id, SeatSkill.level)
        .join(Skill, Skill.id == SeatSkill.skill_id)
        .join(Seat, Seat.id == SeatSkill.seat_id)
        .where(Seat.mission_id == mission.id)
        .order_by(SeatSkill.id)
    )
    asked: dict[int, list[str]] = {}
    for seat_id, public_id, level in rows:
        asked.setdefault(seat_id, []).append(f"{public_id}:{level}")
    return asked
