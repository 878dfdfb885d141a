"""Who opens each page: the person for whom it holds the most, and the object it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import func, select

from portal.accounts.models import AccountRole, Role
from portal.allocations.models import (
    WAITING_STATES,
    Allocation,
    Authorization,
    AuthorizationState,
    TimeEntry,
    TimeState,
)
from portal.applications.models import LIVE_STATES, Application, ApplicationState
from portal.applications.thread.models import Message
from portal.discovery.saved.models import Alert, SavedSearch
from portal.engagements.models import Engagement, EngagementState
from portal.extensions import db
from portal.missions.following.models import MissionFollow
from portal.missions.models import Mission, MissionState
from portal.missions.proposing.models import MissionProposal
from portal.missions.questions.models import Question
from portal.missions.transferring.models import MissionTransfer
from portal.notices.models import Notice
from portal.organization.models import Kind, Person
from portal.pilots.models import Pilot, PilotState
from portal.public.models import PublicMission
from portal.recognition.models import Recognition, RecognitionState
from portal.rooms.models import Room, RoomMember
from portal.skills.models import Skill
from portal.talents.looks.models import ProfileLook
from portal.talents.models import HeldSkill


class NobodyFits(LookupError):
    """The organization is too small to hold what a page shows."""


@dataclass(frozen=True)
class Scene:
    """Who looks (nobody signed in when None), the public id of what is looked at, and what follows the `?`."""

    person_id: int | None
    public_id: str = ""
    query: str = ""


def _first(statement: sa.Select[tuple[int, str]]) -> Scene:
    row = db.session.execute(statement.limit(1)).first()
    if row is None:
        raise NobodyFits
    return Scene(row[0], row[1] if len(row) > 1 else "")


def _most(person_id: sa.ColumnElement[int], *conditions: sa.ColumnElement[bool]) -> Scene:
    """The person with the most rows that meet the conditions."""
    return _first(select(person_id).where(*conditions).group_by(person_id).order_by(func.count().desc(), person_id))


def stranger() -> Scene:
    """Nobody signed in."""
    return Scene(None)


def applicant() -> Scene:
    """The employee with the most live applications; one of them."""
    live = (Application.state.in_(LIVE_STATES), Person.kind == Kind.EMPLOYEE)
    busiest = _first(
        select(Application.person_id)
        .join(Person, Person.id == Application.person_id)
        .where(*live)
        .group_by(Application.person_id)
        .order_by(func.count().desc(), Application.person_id)
    )
    mine = select(Application.person_id, Application.public_id).where(
        Application.person_id == busiest.person_id, Application.state.in_(LIVE_STATES)
    )
    return _first(mine.order_by(Application.id))


def external() -> Scene:
    """The freelance with the most applications."""
    return _first(
        select(Application.person_id)
        .join(Person, Person.id == Application.person_id)
        .where(Person.kind == Kind.FREELANCE)
        .group_by(Application.person_id)
        .order_by(func.count().desc(), Application.person_id)
    )


def owner() -> Scene:
    """The owner of the published mission with the most live candidates; that mission."""
    return _first(
        select(Mission.owner_id, Mission.public_id)
        .join(Application, Application.mission_id == Mission.id)
        .where(Mission.state == MissionState.PUBLISHED, Application.state.in_(LIVE_STATES))
        .group_by(Mission.id)
        .order_by(func.count().desc(), Mission.id)
    )


def _fullest_room() -> sa.Select[tuple[int, str]]:
    """The owner of the mission under way with the most people, and that mission."""
    return (
        select(Mission.owner_id, Mission.public_id)
        .join(Room, Room.mission_id == Mission.id)
        .join(RoomMember, RoomMember.room_id == Room.id)
        .where(Mission.state == MissionState.IN_PROGRESS)
        .group_by(Mission.id)
        .order_by(func.count().desc(), Mission.id)
    )


def chooser() -> Scene:
    """An owner who compares four candidates for the same place, where the most wait."""
    waiting = Application.state.in_(LIVE_STATES) & (Application.state != ApplicationState.INVITED)
    seat = _first(
        select(Application.seat_id, Mission.public_id)
        .join(Mission, Mission.id == Application.mission_id)
        .where(Mission.state == MissionState.PUBLISHED, waiting)
        .group_by(Application.seat_id, Mission.public_id)
        .order_by(func.count().desc(), Application.seat_id)
    )
    four = select(Application.public_id).where(Application.seat_id == seat.person_id, waiting)
    names = db.session.scalars(four.order_by(Application.id).limit(4)).all()
    owner_id = db.session.scalar(select(Mission.owner_id).where(Mission.public_id == seat.public_id))
    return Scene(owner_id, seat.public_id, "&".join(f"one={name}" for name in names))


def asked_most() -> Scene:
    """The owner of the mission with the most questions."""
    return _first(
        select(Mission.owner_id, Mission.public_id)
        .join(Question, Question.mission_id == Mission.id)
        .group_by(Mission.id)
        .order_by(func.count().desc(), Mission.id)
    )


def follower() -> Scene:
    """Whoever follows the most missions."""
    return _most(MissionFollow.person_id)


def converser() -> Scene:
    """An owner in the longest conversation with a candidate."""
    return _first(
        select(Mission.owner_id, Application.public_id)
        .join(Application, Application.mission_id == Mission.id)
        .join(Message, Message.application_id == Application.id)
        .group_by(Mission.owner_id, Application.id)
        .order_by(func.count().desc(), Application.id)
    )


def sponsor_of_ideas() -> Scene:
    """The employee to whom externals propose the most."""
    return _most(MissionProposal.sponsor_id)


def asked_to_own() -> Scene:
    """Whoever is asked to take over the most missions."""
    return _most(MissionTransfer.to_id)


def outsider() -> Scene:
    """Nobody signed in, before a mission that the public reads."""
    shown = select(Mission.public_id).join(PublicMission, PublicMission.mission_id == Mission.id)
    found = db.session.scalar(shown.order_by(Mission.id).limit(1))
    if found is None:
        raise NobodyFits
    return Scene(None, found, "lang=fr")


def fullest_room() -> Scene:
    """Its owner in the room that holds the most people."""
    return _first(_fullest_room())


def at_work() -> Scene:
    """Someone who holds a place, in the room that holds the most people."""
    mission = _first(_fullest_room()).public_id
    return _first(
        select(RoomMember.person_id, Mission.public_id)
        .join(Room, Room.id == RoomMember.room_id)
        .join(Mission, Mission.id == Room.mission_id)
        .where(Mission.public_id == mission)
        .order_by(RoomMember.id)
    )


def reader() -> Scene:
    """A busy applicant who reads the published mission with the most candidates."""
    return Scene(applicant().person_id, owner().public_id)


def colleague() -> Scene:
    """A busy applicant who reads the profile with the most skills and recognitions."""
    skills = select(func.count()).where(HeldSkill.person_id == Person.id).scalar_subquery()
    deeds = select(func.count()).where(Recognition.person_id == Person.id).scalar_subquery()
    looks = applicant().person_id
    fullest = select(Person.id, Person.public_id).where(Person.id != looks, Person.left_on.is_(None))
    return Scene(looks, _first(fullest.order_by((skills + deeds).desc(), Person.id)).public_id)


def looked_at() -> Scene:
    """The talent at whom the most was looked."""
    return _most(ProfileLook.person_id)


def close_reader() -> Scene:
    """A manager who reads the profile of someone who keeps a section to some, as often before."""
    look = select(ProfileLook.reader_id, Person.public_id).join(Person, Person.id == ProfileLook.person_id)
    return _first(look.where(Person.left_on.is_(None)).order_by(ProfileLook.id))


def manager() -> Scene:
    """The manager before whom the most requests wait; the oldest of them."""
    busiest = _most(Authorization.decider_id, Authorization.state == AuthorizationState.REQUESTED).person_id
    waiting = Authorization.state.in_(WAITING_STATES)
    requests = select(Authorization.decider_id, Authorization.public_id)
    return _first(requests.where(Authorization.decider_id == busiest, waiting).order_by(Authorization.id))


def biggest_team() -> Scene:
    """The manager of the most people."""
    return _most(Person.manager_id, Person.left_on.is_(None), Person.kind == Kind.EMPLOYEE)


def lent() -> Scene:
    """The talent who gives time to the most missions this month."""
    return _most(Allocation.person_id, Authorization.state == AuthorizationState.ACTIVE, _BEHIND)


_BEHIND = Allocation.authorization_id == Authorization.id


def confirmer() -> Scene:
    """The manager with the most declared weeks to confirm."""
    return _first(
        select(Person.manager_id)
        .join(TimeEntry, TimeEntry.person_id == Person.id)
        .where(TimeEntry.state == TimeState.DECLARED, Person.kind == Kind.EMPLOYEE, Person.manager_id.is_not(None))
        .group_by(Person.manager_id)
        .order_by(func.count().desc(), Person.manager_id)
    )


def recognised() -> Scene:
    """The talent with the most published recognitions; one of them."""
    published = Recognition.state == RecognitionState.PUBLISHED
    busiest = _most(Recognition.person_id, published).person_id
    theirs = select(Recognition.person_id, Recognition.public_id).where(Recognition.person_id == busiest, published)
    return _first(theirs.order_by(Recognition.id))


def attester() -> Scene:
    """The owner with the most recognitions to attest; one of them."""
    drafted = Recognition.state == RecognitionState.DRAFTED
    to_attest = select(Mission.owner_id, Recognition.public_id).join(Mission, Mission.id == Recognition.mission_id)
    return _first(to_attest.where(drafted).order_by(Recognition.id))


def sponsor() -> Scene:
    """The sponsor of the running pilot with the most missions; that pilot."""
    return _first(
        select(Pilot.sponsor_id, Pilot.public_id)
        .join(Mission, Mission.pilot_id == Pilot.id)
        .where(Pilot.state == PilotState.RUNNING)
        .group_by(Pilot.id)
        .order_by(func.count().desc(), Pilot.id)
    )


def buyer() -> Scene:
    """Someone of procurement, and an engagement to confirm."""
    waiting = select(Engagement.public_id).where(Engagement.state == EngagementState.DRAFTED).order_by(Engagement.id)
    return Scene(_with_role(Role.PROCUREMENT), db.session.scalar(waiting.limit(1)) or "")


def people_office() -> Scene:
    """Someone of human resources, and the skill that most people hold."""
    common = select(Skill.public_id).join(HeldSkill, HeldSkill.skill_id == Skill.id).group_by(Skill.id)
    skill = db.session.scalar(common.order_by(func.count().desc(), Skill.id).limit(1))
    return Scene(_with_role(Role.HR), skill or "")


def searcher() -> Scene:
    """Whoever keeps the most searches; one of them that tells what is new."""
    busiest = _most(SavedSearch.person_id).person_id
    theirs = select(SavedSearch.person_id, SavedSearch.public_id).where(SavedSearch.person_id == busiest)
    return _first(theirs.where(SavedSearch.alert != Alert.NONE).order_by(SavedSearch.id))


def told_most() -> Scene:
    """Whoever was told the most."""
    return _most(Notice.person_id)


def candidate_of() -> Scene:
    """An owner, and an application they have to answer."""
    live = Application.state == ApplicationState.SHORTLISTED
    to_answer = select(Mission.owner_id, Application.public_id).join(Mission, Mission.id == Application.mission_id)
    return _first(to_answer.where(live).order_by(Application.id.desc()))


def _with_role(role: Role) -> int:
    holder = select(Person.id).join(AccountRole, AccountRole.account_id == Person.account_id)
    return _first(holder.where(AccountRole.role == role).order_by(Person.id)).person_id or 0


Casting = Callable[[], Scene]
