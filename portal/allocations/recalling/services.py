"""Taking granted time back for some weeks, or for good with notice, and giving it again. Each verb is one transaction.

The weeks are free as soon as it is said, so that the team can count on them; the state follows when they come.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.allocations import capacity
from portal.allocations.assessment import assess
from portal.allocations.deciders import check_decides_now
from portal.allocations.models import GRANTED_STATES, Authorization
from portal.allocations.models import AuthorizationState as S
from portal.allocations.queries import rules_overridden
from portal.allocations.recalling import notifications, queries
from portal.allocations.recalling.models import LIVE_STATES, Recall, RecallKind, RecallReason, RecallState
from portal.allocations.recalling.workflow import RECALL
from portal.allocations.rules import HARD_LIMIT, Rule, Terms
from portal.allocations.services import one_at_a_time
from portal.allocations.workflow import AUTHORIZATION
from portal.applications import steps
from portal.applications.models import Terms as Agreed
from portal.core import audit, clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person

LONGEST_SUSPENSION = 12
NOTICE = timedelta(days=14)
WEEK = timedelta(weeks=1)


def next_week() -> date:
    """The first Monday that can be taken back: the present week may already be worked."""
    return clock.this_week() + WEEK


def earliest_end() -> date:
    """The first Monday from which time can be taken back for good: two whole weeks of notice."""
    day = clock.today() + NOTICE
    return clock.week_of(day) if day.weekday() == 0 else clock.week_of(day) + WEEK


def check_may_recall(actor: Person, authorization: Authorization) -> None:
    """Raise `Forbidden` for whoever does not decide now, `Conflict` when no time is given."""
    check_decides_now(actor, authorization)
    if authorization.state not in GRANTED_STATES:
        raise Conflict(_l("This is no longer possible: things moved on in the meantime."), code="authorization.recall")


def suspend_time(
    actor: Person,
    authorization: Authorization,
    *,
    first_week: date,
    last_week: date,
    reason: str,
    text: str = "",
    version: int | None = None,
) -> Recall:
    """Have the time of some weeks back, from next week on at the earliest; then the mission goes on.

    Raises `Forbidden`, `Conflict` (nothing is granted, or it is taken back already), `Invalid` at the field where the
    weeks do not do.
    """
    first, last = clock.week_of(first_week), clock.week_of(last_week)
    with transaction() as session:
        _hold(actor, authorization, version)
        _check_suspension(authorization, first, last)
        recall = _record(session, actor, authorization, RecallKind.SUSPENSION, (first, last), reason, text)
        freed = capacity.free(authorization, since=first, until=last)
        _write_down(actor, recall, "suspend_from", freed)
        notifications.tell_suspended(recall)
    return recall


def revoke_time(
    actor: Person,
    authorization: Authorization,
    *,
    first_week: date,
    reason: str,
    text: str = "",
    version: int | None = None,
) -> Recall:
    """Have the time back for good from `first_week` on, with the notice of `NOTICE`: the place is held until then.

    When nothing was given before that week, the place goes back to the mission at once. Raises as `suspend_time`.
    """
    first = clock.week_of(first_week)
    with transaction() as session:
        _hold(actor, authorization, version)
        _check_revocation(authorization, first)
        last = authorization.last_week
        begins_later = authorization.first_week < first
        recall = _record(session, actor, authorization, RecallKind.REVOCATION, (first, last), reason, text)
        freed = capacity.free(authorization, since=first)
        if begins_later:
            _say_otherwise(authorization, first - WEEK)
        _write_down(actor, recall, "give_notice", freed)
        if begins_later:
            notifications.tell_notice(recall)
        else:
            _take_effect(recall, actor)
    return recall


def give_again(actor: Person, authorization: Authorization, *, version: int | None = None) -> Recall:
    """Give again what is taken back, for the weeks that are still to come.

    Raises `Forbidden`, `Conflict` when nothing is taken back any more, or when these weeks were given to something else
    meanwhile.
    """
    with transaction():
        one_at_a_time(authorization)
        steps.hold_mission(authorization.mission)
        check_decides_now(actor, authorization)
        recall = queries.live_of(authorization)
        if recall is None:
            raise Conflict(_l("This is no longer possible: things moved on in the meantime."), code="recall.undo")
        authorization.expect(version)
        weeks = [week for week in _given(recall) if week >= next_week()]
        if not weeks:
            raise Conflict(_l("It is over after this week: there is nothing left to give again."), code="recall.undo")
        if recall.kind is RecallKind.REVOCATION:
            _say_otherwise(authorization, recall.last_week)
        capacity.reserve(authorization, limit=_limit(authorization, weeks), weeks=weeks)
        RECALL.apply(actor, recall, "undo")
        if authorization.state is S.SUSPENDED:
            AUTHORIZATION.apply(actor, authorization, "resume")
        _write_down(actor, recall, "give_again", len(weeks))
        notifications.tell_given_again(recall, weeks[0], weeks[-1])
    return recall


def follow_weeks(recall: Recall) -> None:
    """Begin a suspension, end it, or have a revocation take effect, when its week has come; nothing before."""
    with transaction() as session:
        authorization = recall.authorization
        one_at_a_time(authorization)
        steps.hold_mission(authorization.mission)
        session.refresh(recall, with_for_update={"of": Recall})
        if recall.state not in LIVE_STATES or recall.first_week > clock.this_week():
            return
        if recall.kind is RecallKind.REVOCATION:
            _take_effect(recall, None)
            return
        if recall.state is RecallState.PLANNED:
            RECALL.apply(None, recall, "begin")
            AUTHORIZATION.apply(None, authorization, "suspend")
        if recall.last_week < clock.this_week():
            RECALL.apply(None, recall, "end")
            AUTHORIZATION.apply(None, authorization, "resume")
            notifications.tell_resumed(recall)


def end_with(authorization: Authorization) -> None:
    """Inside the transaction that ends an authorization: nothing more is taken back of it."""
    recall = queries.live_of(authorization)
    if recall is not None:
        RECALL.apply(None, recall, "end")


def _hold(actor: Person, authorization: Authorization, version: int | None) -> None:
    one_at_a_time(authorization)
    steps.hold_mission(authorization.mission)
    check_may_recall(actor, authorization)
    authorization.expect(version)
    if queries.live_of(authorization) is not None:
        raise Conflict(
            _l("Some of this time is taken back already: give it again first, then choose other weeks."),
            code="recall.already",
        )


def _check_suspension(authorization: Authorization, first: date, last: date) -> None:
    wrong: dict[str, Any] = {}
    if first < next_week():
        wrong["first_week"] = _l("The present week is given: begin with a week to come.")
    elif first > authorization.last_week:
        wrong["first_week"] = _l("Nothing is given in this week any more.")
    if last < first:
        wrong["last_week"] = _l("The last week comes before the first one.")
    elif last < authorization.first_week:
        wrong["last_week"] = _l("Nothing is given up to this week yet.")
    elif (last - first) // WEEK >= LONGEST_SUSPENSION:
        wrong["last_week"] = _l(
            "Keep it within %(count)s weeks, or take the time back for good.", count=LONGEST_SUSPENSION
        )
    elif last >= authorization.last_week:
        wrong["last_week"] = _l("Nothing would be left after these weeks: take the time back for good.")
    if wrong:
        raise Invalid(fields=wrong)


def _check_revocation(authorization: Authorization, first: date) -> None:
    if first < earliest_end():
        raise Invalid(fields={"first_week": _l("Two whole weeks of notice are due to the mission.")})
    if first > authorization.last_week:
        raise Invalid(fields={"first_week": _l("Nothing is given in this week any more.")})


def _record(
    session: Session,
    actor: Person,
    authorization: Authorization,
    kind: RecallKind,
    weeks: tuple[date, date],
    reason: str,
    text: str,
) -> Recall:
    try:
        why = RecallReason(reason)
    except ValueError as error:
        raise Invalid(fields={"reason": _l("Choose a reason.")}) from error
    first, last = weeks
    recall = Recall(
        authorization=authorization,
        kind=kind,
        state=RecallState.PLANNED,
        first_week=first,
        last_week=last,
        reason=why,
        text=checked_text(text, "text"),
        by=actor,
    )
    session.add(recall)
    session.flush()
    audit.record(actor, recall, "say", to_state=recall.state, reason_code=why)
    return recall


def _write_down(actor: Person, recall: Recall, action: str, weeks: int) -> None:
    """The same in the history of the authorization, where people read it; and whoever is replaced is told."""
    flag_modified(recall.authorization, "state")  # its version moves: what was read before is a stale form
    is_taken = action != "give_again"
    manager = check_decides_now(actor, recall.authorization).in_place_of
    data: dict[str, Any] = {"first_week": recall.first_week.isoformat(), "weeks": weeks}
    if recall.kind is RecallKind.SUSPENSION:
        data["last_week"] = recall.last_week.isoformat()
    if manager is not None:
        data["in_place_of"] = manager.full_name
        notifications.tell_in_place(recall, db.session.get_one(Person, manager.id), action)
    audit.record(
        actor,
        recall.authorization,
        action,
        reason_code=recall.reason if is_taken else None,
        text=recall.text if is_taken else None,
        data=data,
    )


def _say_otherwise(authorization: Authorization, last_week: date) -> None:
    """The weeks that are agreed end, or end again, with this one: for the talent and the mission alike."""
    authorization.last_week = last_week
    application = authorization.application
    if application.agreed is not None:
        application.agreed = Agreed(authorization.percent, authorization.first_week, last_week)


def _take_effect(recall: Recall, actor: Person | None) -> None:
    """The time is over: the place goes back to the mission."""
    RECALL.apply(actor, recall, "end")
    authorization = recall.authorization
    AUTHORIZATION.apply(actor, authorization, "revoke")
    db.session.flush()
    steps.release_seat(
        actor,
        authorization.application,
        text=recall.text,
        tell=lambda application: notifications.tell_revoked(recall),
    )


def _given(recall: Recall) -> list[date]:
    """The Mondays that were granted among those taken back."""
    authorization = recall.authorization
    first = max(recall.first_week, authorization.first_week)
    return list(clock.weeks_between(first, recall.last_week))


def _limit(authorization: Authorization, weeks: list[date]) -> int:
    """As much of a week as its first decision could fill."""
    if Rule.CEILING.value in rules_overridden(authorization, ("approve", "counter")):
        return HARD_LIMIT
    return assess(authorization, terms=Terms(authorization.percent, weeks)).ceiling
