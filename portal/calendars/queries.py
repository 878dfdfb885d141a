"""Reading the addresses of calendars, and for which missions one may have one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account, token_hash
from portal.applications.models import SEATED_STATES, Application
from portal.calendars.models import CalendarAddress, Scope
from portal.calendars.rows import has_team, holds_place, owns
from portal.core.errors import NotFound
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.queries import visible_to
from portal.organization.models import Person
from portal.organization.queries import may_read_portal

MOST_MISSIONS = 50


def addresses_of(person: Person) -> Sequence[CalendarAddress]:
    """Someone's addresses, with their missions; their own calendar first."""
    return db.session.scalars(
        sa.select(CalendarAddress)
        .where(CalendarAddress.person_id == person.id)
        .options(joinedload(CalendarAddress.mission))
        .order_by(CalendarAddress.id)
    ).all()


def address_of(person: Person, scope: Scope, mission: Mission | None = None) -> CalendarAddress | None:
    """The address of one calendar of a person, if they made one."""
    return db.session.scalar(
        sa.select(CalendarAddress).where(
            CalendarAddress.person_id == person.id,
            CalendarAddress.scope == scope,
            CalendarAddress.mission_id.is_(None) if mission is None else CalendarAddress.mission_id == mission.id,
        )
    )


def missions_followed(person: Person) -> Sequence[Mission]:
    """The missions of which someone may follow the calendar and that are not over, the latest first."""
    held = sa.select(Application.mission_id).where(
        Application.person_id == person.id, Application.state.in_(SEATED_STATES)
    )
    theirs = sa.or_(Mission.owner_id == person.id, Mission.co_owner_id == person.id, Mission.id.in_(held))
    select = visible_to(person).where(theirs, Mission.published_at.is_not(None))
    return db.session.scalars(select.order_by(Mission.published_at.desc()).limit(MOST_MISSIONS)).all()


def get_mission(person: Person, public_id: str) -> Mission:
    """A mission of which someone may follow the calendar: they answer for it or hold a place. Raises `NotFound`."""
    found: Mission | None = db.session.scalar(visible_to(person).where(Mission.public_id == public_id))
    if found is None or not may_follow(person, Scope.MISSION, found):
        raise NotFound
    return found


def may_follow(person: Person, scope: Scope, mission: Mission | None) -> bool:
    """Whether a calendar is still this person's to read: asked each time it is."""
    if scope is Scope.TEAM:
        return has_team(person)
    return mission is None or owns(person, mission) or holds_place(person, mission)


def opened_by(token: str) -> CalendarAddress | None:
    """The calendar at a secret address; None when there is none, or it is no longer its owner's to read."""
    address = db.session.scalar(
        sa.select(CalendarAddress)
        .join(Person, Person.id == CalendarAddress.person_id)
        .join(Account, Account.id == Person.account_id)
        .where(CalendarAddress.token_hash == token_hash(token), may_read_portal())
        .options(joinedload(CalendarAddress.person).joinedload(Person.account), joinedload(CalendarAddress.mission))
    )
    if address is None or not may_follow(address.person, address.scope, address.mission):
        return None
    return address
