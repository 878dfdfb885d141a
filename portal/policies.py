"""Every permission rule, one small pure function each: `rule(actor, subject) -> bool`. The only place they live.

`actor` is a `Person`; subjects are mapped objects whose relations the caller has loaded. What someone may *see* is a
query (`visible_to` in each feature); what they may *do* to something they see is here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.allocations.models import Authorization, TimeEntry
    from portal.allocations.rows import AnyRequest
    from portal.allocations.time_plans import Held
    from portal.applications.models import Application
    from portal.applications.offering.models import SelfOffer
    from portal.applications.pooling.models import PoolMember
    from portal.applications.rows import ListedMission
    from portal.engagements.models import Engagement
    from portal.missions.proposing.models import MissionProposal
    from portal.missions.sheet import AnyMission
    from portal.missions.transferring.models import MissionTransfer
    from portal.organization.delegations import Delegation
    from portal.organization.models import Person
    from portal.organization.queries import Decider
    from portal.pilots.models import Pilot
    from portal.pilots.sheet import PilotSheet
    from portal.recognition.models import Recognition
    from portal.rooms.models import Room, RoomLink, RoomMember, RoomTask
    from portal.talents.models import Circle, Section
    from portal.talents.visibility import Reader, Subject


def is_hr(actor: Person | Decider | Reader, subject: Any = None) -> bool:
    """Human resources."""
    return "hr" in actor.roles


def is_procurement(actor: Person, subject: Any = None) -> bool:
    """Procurement."""
    return "procurement" in actor.roles


def is_administrator(actor: Person, subject: Any = None) -> bool:
    """Accounts, imports and settings."""
    return "administrator" in actor.roles


def is_employee(actor: Person | Reader, subject: Any = None) -> bool:
    """Anyone employed here; an external proposes, an employee sponsors."""
    return actor.kind == "employee"


# Accounts


def account_administer(actor: Person, subject: Any = None) -> bool:
    """Open and close accounts, invite, give and take roles: administrators."""
    return is_administrator(actor)


def mail_oversee(actor: Person, subject: Any = None) -> bool:
    """See which mails could not be sent, never what they say, and have them tried again: administrators."""
    return is_administrator(actor)


# Organization


def people_import(actor: Person, subject: Any = None) -> bool:
    """Bring people in from an HR export: human resources and administrators."""
    return is_hr(actor) or is_administrator(actor)


# Profiles


def profile_edit(actor: Person, person: Person) -> bool:
    """One's own profile only."""
    return actor.id == person.id


def profile_read_in_full(actor: Reader, person: Subject) -> bool:
    """Employees, and oneself. Externals read a short profile of others: see `talents.queries.visible_to`."""
    return is_employee(actor) or actor.id == person.id


def skill_endorse(actor: Person, person: Person, worked_together: Callable[[Person, Person], bool]) -> bool:
    """Say that one has seen someone at work with a skill: any employee, and whoever was on a mission with them. Never
    about oneself. `worked_together` is asked only where it matters."""
    return actor.id != person.id and (is_employee(actor) or worked_together(actor, person))


def section_read(actor: Reader, person: Subject, section: Section, *, chosen: Circle, stands_in: Circle) -> bool:
    """Whoever stands in the circle that the person chose, or in one inside it.

    The choice narrows what this reader reads of anyone and never widens it: of others, externals read skills alone.
    `stands_in` is the reader's innermost circle (`talents.visibility.tie_of`). No role but human resources has one.
    """
    return (section == "skills" or profile_read_in_full(actor, person)) and chosen.holds(stands_in)


# Missions


def mission_write(actor: Person, subject: Any = None) -> bool:
    """Start a mission: any employee."""
    return is_employee(actor)


def mission_propose(actor: Person, subject: Any = None) -> bool:
    """Propose a mission for an employee to sponsor: any external."""
    return actor.is_external


def proposal_answer(actor: Person, proposal: MissionProposal) -> bool:
    """The employee who was asked, and nobody for them."""
    return actor.id == proposal.sponsor_id


def proposal_withdraw(actor: Person, proposal: MissionProposal) -> bool:
    """Whoever wrote it."""
    return actor.id == proposal.author_id


def mission_own(actor: Person, mission: AnyMission | ListedMission) -> bool:
    """The owner or the co-owner."""
    return actor.id in (mission.owner_id, mission.co_owner_id)


def mission_report(actor: Person, mission: AnyMission) -> bool:
    """Say that a post is not right: anyone who reads it and does not own it."""
    return not mission_own(actor, mission)


def mission_answer_reports(actor: Person, mission: AnyMission) -> bool:
    """Decide about a post that was reported: human resources, never someone who owns it."""
    return is_hr(actor) and not mission_own(actor, mission)


def mission_follow(actor: Person, mission: AnyMission) -> bool:
    """Anyone who reads it and does not own it."""
    return not mission_own(actor, mission)


def question_ask(actor: Person, mission: AnyMission) -> bool:
    """Anyone who reads the mission and does not own it: those who own it answer."""
    return not mission_own(actor, mission)


def mission_reaches(actor: Person, stage: str) -> bool:
    """Whether a published mission that is open this far is read by this person, if it addresses them: by employees
    always, by the externals of a firm of the panel at its second stage, by every external at the last.

    The one rule behind what is listed, searched, shown and applied to.
    """
    return not actor.is_external or stage == "open" or (stage == "panel" and actor.in_panel)


def mission_validate(actor: Person, mission: AnyMission) -> bool:
    """Human resources or the sponsor of the mission's pilot; never someone who owns it."""
    sponsors = mission.pilot is not None and mission.pilot.sponsor_id == actor.id
    return (is_hr(actor) or sponsors) and not mission_own(actor, mission)


def mission_cancel(actor: Person, mission: AnyMission) -> bool:
    """Those who own it, or human resources."""
    return mission_own(actor, mission) or is_hr(actor)


def mission_pause(actor: Person, mission: AnyMission) -> bool:
    """Put it aside for a time, and take it up again: those who own it, or human resources."""
    return mission_own(actor, mission) or is_hr(actor)


def mission_transfer(actor: Person, mission: AnyMission) -> bool:
    """Ask someone to take it over: its owner, or human resources for them. It is not the co-owner’s to give."""
    return actor.id == mission.owner_id or is_hr(actor)


def transfer_answer(actor: Person, transfer: MissionTransfer) -> bool:
    """The person who was asked, and nobody for them."""
    return actor.id == transfer.to_id


def transfer_call_off(actor: Person, transfer: MissionTransfer) -> bool:
    """Whoever asked, the owner of then, and human resources; never the person asked, who says no."""
    concerned = actor.id in (transfer.asked_by_id, transfer.former_id) or is_hr(actor)
    return concerned and actor.id != transfer.to_id


# The public catalogue


def catalogue_decide(actor: Person, subject: Any = None) -> bool:
    """Say whether missions may be read without signing in: human resources and administrators."""
    return is_hr(actor) or is_administrator(actor)


def mission_publish_outside(actor: Person, mission: AnyMission) -> bool:
    """Let anyone read it without signing in: those who own it, and nobody for them."""
    return mission_own(actor, mission)


def mission_take_off(actor: Person, mission: AnyMission) -> bool:
    """Take it off the public catalogue: those who own it, or human resources."""
    return mission_own(actor, mission) or is_hr(actor)


# Applications


def application_submit(actor: Person, mission: AnyMission) -> bool:
    """Anyone the mission addresses and is open to by now, except those who own it."""
    addressed = mission.audience.includes(actor.kind) and mission_reaches(actor, mission.stage)
    return addressed and not mission_own(actor, mission)


def self_offer_own(actor: Person, offer: SelfOffer) -> bool:
    """Whoever offers themselves."""
    return actor.id == offer.person_id


def application_own(actor: Person, application: Application) -> bool:
    """The talent who applied."""
    return actor.id == application.person_id


def application_choose(actor: Person, application: Application) -> bool:
    """Those who own the mission, never about themselves."""
    return mission_own(actor, application.mission) and actor.id != application.person_id


def application_converse(actor: Person, application: Application) -> bool:
    """Read and write the messages of an application: the talent, and those who own the mission. Nobody else does."""
    return application_own(actor, application) or application_choose(actor, application)


def pool_answer(actor: Person, member: PoolMember) -> bool:
    """The person who was asked, and nobody for them."""
    return actor.id == member.person_id


# Authorizations


def authorization_decide(actor: Person, authorization: Authorization) -> bool:
    """The decider of the moment: never the talent, never someone who owns the mission."""
    return (
        actor.id == authorization.decider_id
        and actor.id != authorization.person_id
        and not mission_own(actor, authorization.mission)
    )


def delegation_give(actor: Person, manages: bool) -> bool:
    """Give one's decisions to someone for a while: an employee who manages people."""
    return is_employee(actor) and manages


def delegation_take_back(actor: Person, delegation: Delegation) -> bool:
    """The manager who gave them."""
    return actor.id == delegation.manager_id


def delegation_hand_back(actor: Person, delegation: Delegation) -> bool:
    """Whoever they were given to."""
    return actor.id == delegation.delegate_id


def team_weeks_read(actor: Person, authorization: AnyRequest) -> bool:
    """The weeks of the talent's present team: for who decides while it waits, their line manager, human resources."""
    decides = actor.id == authorization.decider_id and authorization.state in ("requested", "escalated", "countered")
    return decides or actor.id == authorization.person.manager_id or is_hr(actor)


def authorization_answer_as_talent(actor: Person, authorization: Authorization) -> bool:
    """The talent answers a counter-proposal for themselves."""
    return actor.id == authorization.person_id


def authorization_answer_as_owner(actor: Person, authorization: Authorization) -> bool:
    """Those who own the mission answer a counter-proposal for it."""
    return mission_own(actor, authorization.mission) and actor.id != authorization.person_id


def authorization_answer(actor: Person, authorization: Authorization) -> bool:
    """Either side of a counter-proposal."""
    return authorization_answer_as_talent(actor, authorization) or authorization_answer_as_owner(actor, authorization)


# Time


def time_declare(actor: Person, application: Application | Held) -> bool:
    """One's own time only."""
    return actor.id == application.person_id


def time_confirm(actor: Person, entry: TimeEntry) -> bool:
    """The line manager of an employee or a temp, or those who own the mission; never oneself."""
    if actor.id == entry.person_id:
        return False
    manages = entry.person.needs_authorization and entry.person.manager_id == actor.id
    return manages or mission_own(actor, entry.mission)


# Recognition


def recognition_attest(actor: Person, recognition: Recognition) -> bool:
    """Those who own the mission, never about themselves."""
    return mission_own(actor, recognition.mission) and actor.id != recognition.person_id


def recognition_record(actor: Person, recognition: Recognition) -> bool:
    """The line manager of an employee or a temp. An external's is complete once attested."""
    return (
        recognition.person.needs_authorization
        and recognition.person.manager_id == actor.id
        and actor.id != recognition.person_id
    )


def recognition_publish(actor: Person, recognition: Recognition) -> bool:
    """The talent chooses who sees it."""
    return actor.id == recognition.person_id


def recognition_publish_alone(actor: Person, recognition: Recognition) -> bool:
    """The talent, when nobody is there to record it: an external, or an employee without a manager."""
    person = recognition.person
    recorder = person.manager if person.needs_authorization else None
    return actor.id == person.id and (recorder is None or recorder.left_on is not None)


def recognition_await_manager(actor: Person, recognition: Recognition) -> bool:
    """The talent whose manager is there to record it."""
    return actor.id == recognition.person_id and not recognition_publish_alone(actor, recognition)


# Rooms. Whoever may enter one is a query: `rooms.queries.visible_to`.


def room_run(actor: Person, room: Room) -> bool:
    """Say what is to be done, by whom, and what comes next: those who own the mission."""
    return mission_own(actor, room.mission)


def room_task_mark(actor: Person, task: RoomTask) -> bool:
    """Say that it is done or not: whoever is in charge, whom it is for, and those who own the mission."""
    return actor.id in (task.charge_id, task.for_id) or room_run(actor, task.room)


def room_link_take_away(actor: Person, link: RoomLink) -> bool:
    """Whoever added it, and those who own the mission."""
    return actor.id == link.by_id or room_run(actor, link.room)


def room_note_write(actor: Person, member: RoomMember | None) -> bool:
    """Say how the week goes, and how clear the brief was: whoever holds a place, for themselves."""
    return member is not None and actor.id == member.person_id


# The skills library


def library_govern(actor: Person, subject: Any = None) -> bool:
    """Human resources."""
    return is_hr(actor)


# Engagements


def engagement_decide(actor: Person, engagement: Engagement) -> bool:
    """Procurement; never the talent, never someone who owns the mission."""
    return is_procurement(actor) and actor.id != engagement.person_id and not mission_own(actor, engagement.mission)


# Pilots


def pilot_write(actor: Person, subject: Any = None) -> bool:
    """Human resources and pilot sponsors."""
    return is_hr(actor) or "pilot_sponsor" in actor.roles


def pilot_steer(actor: Person, pilot: Pilot | PilotSheet) -> bool:
    """Its sponsor, or human resources."""
    return actor.id == pilot.sponsor_id or is_hr(actor)
