"""Whose turn it is, in one sentence for a row of a list."""

from __future__ import annotations

from typing import NamedTuple

from portal.applications.models import ENDED_STATES, Application, ApplicationState
from portal.applications.rows import ListedApplication
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.missions.models import MissionState
from portal.organization.models import Person
from portal.web.jinja import day

S = ApplicationState


class Turn(NamedTuple):
    """A sentence, and `todo` when the reader must act, `stop` when a promised day is past."""

    words: str
    tone: str = ""


def turn_of(application: Application | ListedApplication, viewer: Person) -> Turn:
    """What an application waits for, told to the talent or to those who own the mission."""
    mine = viewer.id == application.person_id
    if application.state in ENDED_STATES:
        return Turn(_("Ended on %(day)s", day=day(clock.local_day(application.changed_at))))
    if application.state is S.ON_HOLD and application.hold_until is not None:
        return _held(application, mine)
    if application.state is S.OFFERED and application.offer is not None:
        return _offered(application, mine)
    if application.state in (S.ACCEPTED, S.PENDING_CLEARANCE):
        if application.person.needs_authorization:
            return Turn(_("The line manager authorizes the time"))
        return Turn(_("Procurement confirms the contract"))
    if application.state is S.CONFIRMED:
        return _confirmed(application)
    return _reading(application, mine)


def _reading(application: Application | ListedApplication, mine: bool) -> Turn:
    due = application.answer_due_on
    if due is None:
        return Turn(_("No answer yet"), "" if mine else "todo")
    late = due < clock.today()
    if mine:
        name = application.mission.owner.full_name
        if late:
            return Turn(_("%(name)s promised an answer for %(day)s", name=name, day=day(due)))
        return Turn(_("%(name)s answers before %(day)s", name=name, day=day(due)))
    if late:
        return Turn(_("The answer was promised for %(day)s", day=day(due)), "stop")
    return Turn(_("Answer before %(day)s", day=day(due)), "todo")


def _held(application: Application | ListedApplication, mine: bool) -> Turn:
    until = application.hold_until or clock.today()
    if mine:
        name = application.mission.owner.full_name
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
            words = _("Your turn: answer before %(day)s", day=day(due))
        return Turn(words, "todo")
    name = application.person.full_name
    if late:
        return Turn(_("%(name)s was to answer before %(day)s", name=name, day=day(due)), "stop")
    return Turn(_("%(name)s answers before %(day)s", name=name, day=day(due)))


def _confirmed(application: Application | ListedApplication) -> Turn:
    if application.mission.state in (MissionState.IN_PROGRESS, MissionState.PAUSED):
        return Turn(_("The mission is under way"))
    return Turn(_("The mission starts on %(day)s", day=day(application.terms.first_week)))
