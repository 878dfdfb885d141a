"""The path of an application: who did what and when, whose turn it is, until when, and who is next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.applications.answering.rules import lapses_on
from portal.applications.extensions import Step, clearance_steps
from portal.applications.inviting.labels import TURNED_DOWN, TURNED_DOWN_TOLD
from portal.applications.labels import DECLINE_REASONS, DECLINE_REASONS_TOLD, NOT_SELECTED_REASONS
from portal.applications.models import (
    ENDED_STATES,
    SEATED_STATES,
    Application,
    ApplicationState,
    DeclineReason,
    NotSelectedReason,
)
from portal.applications.workflow import LEFT, UNANSWERED
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.missions.models import MissionState
from portal.missions.wording import answerer
from portal.organization.models import Person
from portal.organization.queries import decider_for
from portal.organization.records import Record, records_of
from portal.web.jinja import day

S = ApplicationState
_STOPPED = ENDED_STATES - {S.COMPLETED}


class _Log:
    """The events of an application by their name: the last one of each."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.last = {record.action: record for record in records}
        self.end = records[-1] if records else None

    def when(self, *names: str) -> date | None:
        """The day of the last of these events."""
        found = [self.last[name].at for name in names if name in self.last]
        return clock.local_day(max(found)) if found else None


def step(state: str, title: str, *, detail: str = "", at: date | None = None) -> Step:
    """One step: `state` is done, now, next or stop; `at` the day it happened."""
    return {"state": state, "title": title, "detail": detail, "at": at}


def path_of(application: Application, viewer: Person) -> list[Step]:
    """The steps of an application in the words of `viewer`. A talent's path says nothing of a shortlist."""
    log = _Log(records_of((Application.__tablename__, application.id)))
    if application.state is S.INVITED:
        return _invited(application, viewer, log)
    steps = [
        *_begun(application, viewer, log),
        *_reading(application, viewer, log),
        *_answer(application, viewer, log),
        *_clearance(application, viewer),
        *_outcome(application, log),
    ]
    if application.state in _STOPPED:
        return [*(one for one in steps if one["state"] in ("done", "stop")), _stop(application, viewer, log)]
    return steps


def _begun(application: Application, viewer: Person, log: _Log) -> list[Step]:
    """The invitation, when there was one, then the application; an invitation that ended had no application."""
    mine = viewer.id == application.person_id
    invited = _invitation(application, viewer, log)
    if invited and log.when("take_up") is None:
        return invited
    title = _("You applied") if mine else _("%(name)s applied", name=application.person.full_name)
    return [*invited, step("done", title, at=clock.local_day(application.created_at))]


def _invitation(application: Application, viewer: Person, log: _Log) -> list[Step]:
    record = log.last.get("invite")
    if record is None:
        return []
    if viewer.id == application.person_id:
        title = _("%(name)s invited you", name=record.who)
    else:
        title = _("%(name)s was invited", name=application.person.full_name)
    return [step("done", title, at=clock.local_day(record.at))]


def _invited(application: Application, viewer: Person, log: _Log) -> list[Step]:
    mine = viewer.id == application.person_id
    due = _("by %(day)s", day=day(application.answer_due_on or clock.today()))
    name, owner = application.person.full_name, answerer(application.mission)
    answers = _("You say whether it interests you") if mine else _("%(name)s says whether it interests them", name=name)
    return [
        *_invitation(application, viewer, log),
        step("now", answers, detail=due),
        step("next", _("%(name)s reads the application and answers", name=owner)),
    ]


def _reading(application: Application, viewer: Person, log: _Log) -> list[Step]:
    mission = application.mission
    steps = []
    chooses = viewer.id in (mission.owner_id, mission.co_owner_id)
    if chooses and log.when("shortlist") and application.state not in (S.SUBMITTED, S.ON_HOLD):
        steps.append(step("done", _("Shortlisted"), at=log.when("shortlist")))
    if application.offer is not None:
        if viewer.id == application.offer.by_id:
            title = _("You offered the place")
        else:
            title = _("%(name)s offered the place", name=application.offer.by.full_name)
        return [*steps, step("done", title, at=clock.local_day(application.offer.created_at))]
    if application.state in _STOPPED:
        return steps
    return [*steps, step("now", _reading_title(application, viewer), detail=_reading_detail(application, viewer))]


def _reading_title(application: Application, viewer: Person) -> str:
    names = {"name": answerer(application.mission)}
    mine = viewer.id == application.mission.owner_id
    title: str
    if application.state is S.ON_HOLD and application.hold_until is not None:
        names["day"] = day(application.hold_until)
        if mine:
            title = _("On hold until %(day)s, then you answer", **names)
        else:
            title = _("On hold until %(day)s, then %(name)s answers", **names)
    elif mine:
        title = _("You read the application and answer")
    else:
        title = _("%(name)s reads the application and answers", **names)
    return title


def _reading_detail(application: Application, viewer: Person) -> str:
    due = application.answer_due_on
    sentences = []
    if application.mission.state is MissionState.PAUSED:
        sentences.append(_("once the mission resumes"))
    elif due is not None and application.state is not S.ON_HOLD:
        if due >= clock.today():
            sentences.append(_("by %(day)s", day=day(due)))
        else:
            sentences.append(_("the answer was promised for %(day)s", day=day(due)))
            sentences.append(_("without one it ends by itself on %(day)s", day=day(lapses_on(due))))
    other = application.mission.co_owner
    if other is not None and other.id == viewer.id:
        sentences.append(_("you can answer too"))
    elif other is not None:
        sentences.append(_("%(name)s can answer too", name=other.full_name))
    return ", ".join(sentences)


def _answer(application: Application, viewer: Person, log: _Log) -> list[Step]:
    mine = viewer.id == application.person_id
    name = application.person.full_name
    accepted = application.state in SEATED_STATES or log.when("accept") is not None
    if accepted:
        title = _("You accepted the offer") if mine else _("%(name)s accepted the offer", name=name)
        return [step("done", title, at=log.when("accept"))]
    title = _("You answer the offer") if mine else _("%(name)s answers the offer", name=name)
    if application.state is S.OFFERED and application.offer is not None:
        due = application.offer.answer_due_on
        if due >= clock.today():
            return [step("now", title, detail=_("by %(day)s", day=day(due)))]
        return [step("now", title, detail=_("the answer was hoped for on %(day)s", day=day(due)))]
    return [step("next", title)]


def _clearance(application: Application, viewer: Person) -> list[Step]:
    for provider in clearance_steps:
        steps = provider(application, viewer)
        if steps is not None:
            return steps
    person = application.person
    state = "next"
    if application.state in (S.CONFIRMED, S.COMPLETED):
        state = "done"
    elif application.state in (S.ACCEPTED, S.PENDING_CLEARANCE):
        state = "now"
    if not person.needs_authorization:
        return [step(state, _("Procurement confirms the contract"))]
    mission = application.mission
    decider = decider_for(person, {mission.owner_id, mission.co_owner_id})
    if decider is None:
        return [step(state, _("Human resources authorize the time"))]
    if decider.id == viewer.id:
        return [step(state, _("You authorize the time"))]
    return [step(state, _("%(name)s authorizes the time", name=decider.full_name))]


def _outcome(application: Application, log: _Log) -> list[Step]:
    mission = application.mission
    settled = application.state in (S.CONFIRMED, S.COMPLETED) or log.when("confirm") is not None
    steps = [step("done" if settled else "next", _("The place is confirmed"), at=log.when("confirm"))]
    if application.state is S.COMPLETED:
        return [*steps, step("done", _("The mission was completed"), at=log.when("complete"))]
    if application.state is S.CONFIRMED and mission.state is MissionState.PAUSED:
        return [*steps, step("now", _("The mission is paused"), detail=_paused_detail(application))]
    if application.state is S.CONFIRMED and mission.state is MissionState.IN_PROGRESS:
        return [*steps, step("now", _("The mission is under way"))]
    starts = _("The mission starts on %(day)s", day=day(application.terms.first_week))
    return [*steps, step("now" if application.state is S.CONFIRMED else "next", starts)]


def _paused_detail(application: Application) -> str:
    until = application.mission.paused_until
    return _("until %(day)s", day=day(until)) if until is not None else ""


def _lapsed(application: Application, log: _Log) -> str:
    if application.offer is not None:
        return _("The offer lapsed without an answer")
    if log.when("invite") is not None and log.when("take_up") is None:
        return _("The invitation lapsed without an answer")
    if log.end is not None and log.end.data == UNANSWERED:
        return _("Nobody answered: this says nothing about the candidate")
    return _("The application lapsed without an answer")


def _stop(application: Application, viewer: Person, log: _Log) -> Step:
    mine = viewer.id == application.person_id
    event = log.end
    code = event.reason_code if event is not None else None
    reason = ""
    name = application.person.full_name
    if application.state is S.NOT_SELECTED:
        title = _("This application was not selected")
        reason = str(NOT_SELECTED_REASONS[NotSelectedReason(code)]) if code else ""
    elif application.state is S.DECLINED and application.offer is None:
        title = _("You said no to the invitation") if mine else _("%(name)s said no to the invitation", name=name)
        told = TURNED_DOWN if mine else TURNED_DOWN_TOLD
        reason = str(told[DeclineReason(code)]) if code else ""
    elif application.state is S.DECLINED:
        title = _("You declined the offer") if mine else _("%(name)s declined the offer", name=name)
        told = DECLINE_REASONS if mine else DECLINE_REASONS_TOLD
        reason = str(told[DeclineReason(code)]) if code else ""
    elif application.state is S.WITHDRAWN:
        title = _("You withdrew") if mine else _("%(name)s withdrew", name=name)
    elif event is not None and event.data == LEFT:
        title = _("%(name)s left the organization", name=name)
    elif application.state is S.RELEASED:
        title = _("The place was given back")
    elif application.state is S.LAPSED:
        title = _lapsed(application, log)
    else:
        title = _("The application is kept in a pool")
    words = [words for words in (reason, event.text if event is not None else "") if words]
    at = clock.local_day(event.at) if event is not None else clock.local_day(application.changed_at)
    return step("stop", title, detail=". ".join(words), at=at)
