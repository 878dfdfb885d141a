"""Reading missions. Every list starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal import policies
from portal.core.edition import Edition
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions import edition
from portal.missions.asks import Holding, Holdings
from portal.missions.models import Mission, MissionState, Seat, SeatSkill, Stage
from portal.organization.models import Person
from portal.pilots.models import Pilot, PilotState
from portal.skills.models import Skill
from portal.talents.models import HeldSkill

RUNNING_PILOTS = (PilotState.RUNNING, PilotState.EXTENDED)


@dataclass(frozen=True)
class AnyReader:
    """Stands for all readers of one kind and roles in a statement that is built once: who asks comes as `me`."""

    is_external: bool
    roles: frozenset[str]
    in_panel: bool = False

    id = sa.bindparam("me", type_=sa.Integer)

    @classmethod
    def like(cls, person: Person) -> AnyReader:
        """The one that stands for `person`."""
        roles = frozenset(role.value for role in person.roles)
        return cls(person.is_external, roles, in_panel=person.is_external and person.in_panel)

    @property
    def as_person(self) -> Person:
        """For the queries of this module, which read nothing else of a person."""
        return cast("Person", self)


def owned_ids(actor: Person) -> sa.CompoundSelect[int]:
    """The ids of the missions someone owns or co-owns: two index look-ups, where an OR would read every mission.

    For an `IN`: the id of someone who is both would come twice.
    """
    return sa.union_all(
        sa.select(Mission.id).where(Mission.owner_id == actor.id),
        sa.select(Mission.id).where(Mission.co_owner_id == actor.id),
    )


def owned_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition on `Mission` that `actor` is its owner or co-owner."""
    return sa.or_(Mission.owner_id == actor.id, Mission.co_owner_id == actor.id)


def visible_to(actor: Person) -> sa.Select[Any]:
    """The missions `actor` may read.

    A mission that was published is read by every employee, and by the externals it is open to by now; so is one that
    ended, even badly, so that the address someone kept still answers. Before that, and for one cancelled before
    publication: those who own it, human resources and the sponsor of its pilot. A draft is its owner's and co-owner's
    alone.
    """
    return sa.select(Mission).where(sa.or_(_published_to(actor), owned_by(actor), _watched_by(actor)))


def _published_to(actor: Person) -> sa.ColumnElement[bool]:
    published: sa.ColumnElement[bool] = Mission.published_at.is_not(None)
    if actor.is_external:
        published = sa.and_(published, Mission.stage.in_(stages_read(actor)))
    return published


def stages_read(actor: Person) -> tuple[Stage, ...]:
    """How far a published mission must be open for `actor` to read it. One for employees alone stays at the first."""
    return tuple(stage for stage in Stage if policies.mission_reaches(actor, stage))


def _watched_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that `actor` may read a mission from its submission on."""
    watched = Mission.state != MissionState.DRAFT
    if policies.is_hr(actor):
        return watched
    return sa.false() if actor.is_external else sa.and_(watched, _sponsored_by(actor))


@dataclass(frozen=True)
class Standing:
    """What only some may read, for one reader: the missions they own, and others not published to their side.

    `edition` is the mark of the same instant: see `portal.core.edition`.
    """

    edition: str
    owned: Sequence[int]
    watched: Sequence[int]


def standing_of(actor: Person) -> Standing:
    """The missions `actor` may read besides those published to employees, or to externals: all of `visible_to`."""
    rows = _standing(AnyReader.like(actor)).rows(me=actor.id)
    mark = "".join(mark for _key, _owned, mark in rows)
    keys = [(key, owned) for key, owned, mark in rows if not mark]
    return Standing(mark, [key for key, owned in keys if owned], [key for key, owned in keys if not owned])


@lru_cache(maxsize=32)
def _standing(reader: AnyReader) -> Prepared:
    owned, watched = owned_ids(reader.as_person).subquery(), _watched_by(reader.as_person)
    blank = sa.literal("")
    known: Any = sa.union_all(
        sa.select(sa.literal(0), sa.literal(0), Edition.mark).where(Edition.name == edition.NAME),
        sa.select(owned.c.id, sa.literal(1), blank),
        sa.select(Mission.id, sa.literal(0), blank).where(Mission.published_at.is_(None), watched),
    )
    return Prepared(known)


def _sponsored_by(actor: Person) -> sa.ColumnElement[bool]:
    return Mission.pilot_id.in_(sa.select(Pilot.id).where(Pilot.sponsor_id == actor.id))


def to_validate_by(actor: Person) -> sa.Select[Any]:
    """The submitted missions that `actor` may publish: see `policies.mission_validate`."""
    select = sa.select(Mission).where(Mission.state == MissionState.SUBMITTED, sa.not_(_owned_safely(actor)))
    return select if policies.is_hr(actor) else select.where(_sponsored_by(actor))


def _owned_safely(actor: Person) -> sa.ColumnElement[bool]:
    # A missing co-owner must read as "not me", not as unknown.
    return sa.or_(Mission.owner_id == actor.id, sa.func.coalesce(Mission.co_owner_id, 0) == actor.id)


def validates(actor: Person) -> bool:
    """Whether `actor` may ever have missions to validate."""
    return policies.is_hr(actor) or "pilot_sponsor" in actor.roles


def waiting_ids(actor: Person) -> Sequence[int]:
    """The ids of the missions that wait for this person's validation; no query for those who validate none."""
    if not validates(actor):
        return ()
    return db.session.scalars(to_validate_by(actor).with_only_columns(Mission.id)).all()


def get_visible(actor: Person, public_id: str) -> Mission:
    """One mission with everything its page shows. Raises `NotFound` for a stranger as for a missing one."""
    select, values = _whole(AnyReader.like(actor)), {"me": actor.id, "public_id": public_id}
    found: Mission | None = db.session.scalars(select, values).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=32)
def _whole(reader: AnyReader) -> Any:
    labels = joinedload(SeatSkill.skill).load_only(Skill.public_id, Skill.label_fr, Skill.label_en)
    select = visible_to(reader.as_person).where(Mission.public_id == sa.bindparam("public_id"))
    return select.options(
        joinedload(Mission.owner),
        joinedload(Mission.co_owner),
        joinedload(Mission.unit),
        joinedload(Mission.brief),
        joinedload(Mission.pilot).selectinload(Pilot.rules),
        selectinload(Mission.seats).selectinload(Seat.skills).options(labels),
    ).execution_options(populate_existing=True)


_HELD = Prepared(
    sa.select(HeldSkill.skill_id, HeldSkill.counted_level, HeldSkill.appetite).where(
        HeldSkill.person_id == sa.bindparam("me")
    ),
    row=Holding,
)


def holdings_of(actor: Person) -> Holdings:
    """Each skill that someone holds, at the level that counts."""
    return frozenset(_HELD.rows(me=actor.id))


def held_levels(actor: Person) -> dict[int, int]:
    """The level (1 to 4) that counts for each skill that someone holds, by skill id."""
    return {holding.skill_id: holding.level for holding in _HELD.rows(me=actor.id)}


def pilots_on_offer() -> list[Pilot]:
    """The pilots that a mission may join, the nearest to their end first."""
    return list(db.session.scalars(sa.select(Pilot).where(Pilot.state.in_(RUNNING_PILOTS)).order_by(Pilot.ends_on)))
