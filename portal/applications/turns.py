"""Whose turn it is, in one sentence for a row of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.applications.extensions import Clearance, clearances
from portal.applications.models import CLEARANCE_STATES, ENDED_STATES, Application, ApplicationState
from portal.applications.rows import ListedApplication
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.missions.models import MissionState
from portal.missions.wording import answerer
from portal.organization.models import Person
from portal.web.jinja import day

S = ApplicationState


class Turn(NamedTuple):
    """A sentence, and `todo` when the reader must act, `stop` when a promised day is past.

    `state` is where it stands, when it says more than the state of the application does.
    """

    words: str
    tone: str = ""
    state: str = ""


def turn_of(application: Application | ListedApplication, viewer: Person) -> Turn:
    """What an application waits for, told to the talent or to those who own the mission."""
    return turns_of([application], viewer)[0]


def turns_of(applications: Sequence[Application | ListedApplication], viewer: Person) -> list[Turn]:
    """As `turn_of`, for every row of a list, with one query more at most."""
    found = _clearances(applications)
    return [_turn(one, viewer, found.get(one.public_id)) for one in applications]


def _clearances(applications: Sequence[Application | ListedApplication]) -> dict[str, Clearance]:
    """Where the manager's answer stands, of the applications that wait for it or lost their place by it."""
    states = (S.PENDING_CLEARANCE, S.RELEASED)
    asked = [one for one in applications if one.state in states and one.person.needs_authorization]
    found: dict[str, Clearance] = {}
    if asked:
        for ask in clearances:
            found |= ask([one.public_id for one in asked])
    return found


def _turn(application: Application | ListedApplication, viewer: Person, clearance: Clearance | None) -> Turn:
    mine = viewer.id == application.person_id
    if application.state in ENDED_STATES:
        return _ended(application, clearance)
    if application.state not in CLEARANCE_STATES and application.mission.state is MissionState.PAUSED:
        return _paused(application)
    if application.state is S.INVITED:
        return _invited(application, mine)
    if application.state is S.ON_HOLD and application.hold_until is not None:
        return _held(application, mine)
    if application.state is S.OFFERED and application.offer is not None:
        return _offered(application, mine)
    if application.state in CLEARANCE_STATES:
        return _cleared(application, viewer, clearance)
    if application.state is S.CONFIRMED:
        return _confirmed(application)
    return _reading(application, mine)


def _ended(application: Application | ListedApplication, clearance: Clearance | None) -> Turn:
    ended = _("Ended on %(day)s", day=day(clock.local_day(application.changed_at)))
    if clearance is None or clearance.refusal is None:
        return Turn(ended)
    refused = _("%(name)s could not lend this time", name=clearance.by)
    return Turn(". ".join(str(part) for part in (ended, refused, clearance.refusal) if part))


def _cleared(application: Application | ListedApplication, viewer: Person, clearance: Clearance | None) -> Turn:
    if not application.person.needs_authorization:
        return Turn(_("Procurement confirms the contract"))
    if clearance is None:
        return Turn(_("The line manager authorizes the time"))
    if clearance.awaited is not None:
        return _countered(application, viewer, clearance.awaited)
    return Turn(_("%(name)s authorizes the time, by %(day)s", name=clearance.by, day=day(clearance.due_on)))


def _countered(application: Application | ListedApplication, viewer: Person, awaited: frozenset[str]) -> Turn:
    mission, state = application.mission, _("Other terms proposed")
    side = "talent" if viewer.id == application.person_id else "owner"
    acts = side == "talent" or viewer.id in (mission.owner_id, mission.co_owner_id)
    if acts and side in awaited:
        return Turn(_("Your turn: answer the other terms that the manager proposes"), "todo", state)
    other = application.person if "talent" in awaited else mission.owner
    return Turn(_("%(name)s answers the other terms that the manager proposes", name=other.full_name), "", state)


def _reading(application: Application | ListedApplication, mine: bool) -> Turn:
    due = application.answer_due_on
    if due is None:
        return Turn(_("No answer yet"), "" if mine else "todo")
    late = due < clock.today()
    if mine:
        name = answerer(application.mission)
        if late:
            return Turn(_("%(name)s promised an answer for %(day)s", name=name, day=day(due)))
        return Turn(_("%(name)s answers by %(day)s", name=name, day=day(due)))
    if late:
        return Turn(_("The answer was promised for %(day)s", day=day(due)), "stop")
    return Turn(_("Answer by %(day)s", day=day(due)), "todo")


def _invited(application: Application | ListedApplication, mine: bool) -> Turn:
    due = day(application.answer_due_on or clock.today())
    if mine:
        return Turn(_("Your turn: say whether it interests you, by %(day)s", day=due), "todo")
    return Turn(_("%(name)s answers the invitation by %(day)s", name=application.person.full_name, day=due))


def _held(application: Application | ListedApplication, mine: bool) -> Turn:
    until = application.hold_until or clock.today()
    if mine:
        name = answerer(application.mission)
        return Turn(_("%(name)s comes back to you by %(day)s", name=name, day=day(until)))
    if until <= clock.today():
        return Turn(_("The hold ended on %(day)s: please answer", day=day(until)), "todo")
    return Turn(_("On hold until %(day)s", day=day(until)))


def _offered(application: Application | ListedApplication, mine: bool) -> Turn:
    due = application.offer.answer_due_on if application.offer is not None else clock.today()
    late = due < clock.today()
    words: str
    if mine:
        if late:
            words = _("Your turn: an answer was hoped for on %(day)s", day=day(due))
        else:
            words = _("Your turn: answer by %(day)s", day=day(due))
        return Turn(words, "todo")
    name = application.person.full_name
    if late:
        return Turn(_("%(name)s was to answer by %(day)s", name=name, day=day(due)), "stop")
    return Turn(_("%(name)s answers by %(day)s", name=name, day=day(due)))


def _paused(application: Application | ListedApplication) -> Turn:
    until = application.mission.paused_until
    if until is None:
        return Turn(_("The mission is paused: nothing is asked of you until it resumes"))
    return Turn(_("The mission is paused until %(day)s", day=day(until)))


def _confirmed(application: Application | ListedApplication) -> Turn:
    if application.mission.state is MissionState.IN_PROGRESS:
        return Turn(_("The mission is under way"))
    return Turn(_("The mission starts on %(day)s", day=day(application.terms.first_week)))
