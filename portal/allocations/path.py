"""The part of an application's path that an authorization adds: who must still say yes, by when, and who is next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portal import policies
from portal.allocations import queries
from portal.allocations.deciders import next_level
from portal.allocations.labels import REFUSAL
from portal.allocations.models import GRANTED_STATES, WAITING_STATES, RefusalReason
from portal.allocations.models import AuthorizationState as S
from portal.allocations.recalling.labels import REASONS
from portal.allocations.recalling.models import RecallKind
from portal.allocations.rows import AnyRequest, Recalled, Request
from portal.applications.extensions import Step
from portal.applications.pausing.rules import is_paused
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.web.jinja import day


def steps_of(authorization: AnyRequest, viewer: Person) -> list[Step]:
    """What was asked, what was answered, whose turn it is, until when, and who is next if they stay silent; then what
    is taken back of it."""
    return [*answers_of(authorization, viewer), *taken_back(authorization, viewer)]


def answers_of(authorization: AnyRequest, viewer: Person) -> list[Step]:
    """The same, without what is taken back."""
    state = authorization.state
    if state in WAITING_STATES:
        return [_waiting(authorization, viewer)]
    if state is S.COUNTERED:
        return [_answered(authorization, viewer), *_counter_steps(authorization, viewer)]
    if state is S.REFUSED:
        return [_refused(authorization, viewer)]
    if state in (*GRANTED_STATES, S.ENDED):
        return [_granted(authorization, viewer)]
    if state is S.REVOKED:
        return [_granted(authorization, viewer), {"state": "stop", "title": _("The time was taken back"), "detail": ""}]
    return []


def _waiting(authorization: AnyRequest, viewer: Person) -> Step:
    decider = authorization.decider
    name = decider.full_name if decider is not None else _("Human resources")
    title = _("%(name)s authorizes the time", name=name)
    manager = authorization.decider_for
    if manager is not None:
        title = _("%(name)s authorizes the time in the place of %(manager)s", name=name, manager=manager.full_name)
    if decider is not None and decider.id == viewer.id:
        title = _("You authorize the time")
        if manager is not None:
            title = _("You authorize the time in the place of %(manager)s", manager=manager.full_name)
    after = next_level(authorization)
    due = day(authorization.answer_due_on)
    if is_paused(authorization.mission):
        detail = _("the mission is paused: the day of the answer moves with it")
    elif after is None:
        detail = _("by %(day)s", day=due)
    else:
        name = _("human resources") if policies.is_hr(after) else after.full_name
        if decider is not None and decider.id == viewer.id:
            detail = _("by %(day)s; if you have not answered by then, %(name)s decides", day=due, name=name)
        else:
            detail = _("by %(day)s; without an answer by then, %(name)s decides", day=due, name=name)
    return {"state": "now", "title": title, "detail": detail}


def _answered(authorization: AnyRequest, viewer: Person) -> Step:
    counter = authorization.counter
    title, detail = _("Other terms proposed"), ""
    if counter is not None:
        mine = counter.by_id == viewer.id
        title = _("You proposed") if mine else _("%(name)s proposed", name=counter.by.full_name)
        detail = _(
            "%(percent)s%% instead of %(asked)s%%, from %(first)s to %(last)s",
            percent=counter.percent,
            asked=authorization.percent,
            first=day(counter.first_week),
            last=day(clock.week_end(counter.last_week)),
        )
    return {"state": "done", "title": title, "at": authorization.decided_at, "detail": detail}


def _counter_steps(authorization: AnyRequest, viewer: Person) -> list[Step]:
    counter = authorization.counter
    if counter is None:
        return []
    sides = (
        (authorization.person, counter.talent_accepted_at, authorization.person_id == viewer.id),
        (
            authorization.mission.owner,
            counter.owner_accepted_at,
            viewer.id in (authorization.mission.owner_id, authorization.mission.co_owner_id),
        ),
    )
    steps = []
    for person, accepted_at, is_viewer in sides:
        if accepted_at is not None:
            title = _("You said yes") if is_viewer else _("%(name)s said yes", name=person.full_name)
            steps.append({"state": "done", "title": title, "at": accepted_at, "detail": ""})
        else:
            title = (
                _("You answer these terms") if is_viewer else _("%(name)s answers these terms", name=person.full_name)
            )
            steps.append({"state": "now", "title": title, "detail": ""})
    return steps


def _refused(authorization: AnyRequest, viewer: Person) -> Step:
    by = authorization.decided_by
    mine = by is not None and by.id == viewer.id
    title = _("You refused") if mine else _("%(name)s could not lend this time", name=by.full_name if by else "")
    code = queries.refusal_code(authorization)
    said = [reason_text(code)] if code else []
    if authorization.possible_from is not None:
        said.append(_("possible from %(day)s", day=day(authorization.possible_from)))
    return {
        "state": "stop",
        "title": title,
        "at": authorization.decided_at,
        "detail": ", ".join(str(words) for words in said),
    }


def _granted(authorization: AnyRequest, viewer: Person) -> Step:
    by = authorization.decided_by
    mine = by is not None and by.id == viewer.id
    title = (
        _("You authorized %(percent)s%%", percent=authorization.percent)
        if mine
        else _("%(name)s authorized %(percent)s%%", name=by.full_name if by else "", percent=authorization.percent)
    )
    return {"state": "done", "title": title, "at": authorization.decided_at, "detail": ""}


def taken_back(authorization: AnyRequest, viewer: Person) -> list[Step]:
    """Which weeks go back to the team, or will."""
    recall = authorization.recall if isinstance(authorization, Request) else None
    if recall is None:
        return []
    return [{"state": "now", "title": recall_sentence(recall, viewer), "detail": REASONS[recall.reason]}]


def recall_sentence(recall: Recalled, viewer: Person) -> str:
    """Which weeks are taken back, and by whom."""
    mine = recall.by_id == viewer.id
    if recall.kind is RecallKind.REVOCATION:
        last = day(clock.week_end(recall.first_week - timedelta(weeks=1)))
        if mine:
            return _("You take the time back for good after %(day)s", day=last)
        return _("%(name)s takes the time back for good after %(day)s", name=recall.by.full_name, day=last)
    weeks = {"first": day(recall.first_week), "last": day(clock.week_end(recall.last_week))}
    if mine:
        return _("You take the time back from %(first)s to %(last)s", **weeks)
    return _("%(name)s takes the time back from %(first)s to %(last)s", name=recall.by.full_name, **weeks)


def reason_text(code: str | None) -> Any:
    """The words of a coded refusal."""
    return REFUSAL[RefusalReason(code)] if code else ""
