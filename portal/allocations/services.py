"""What managers, talents and owners do with an authorization."""

from __future__ import annotations

from datetime import date

from portal.allocations import capacity, notifications
from portal.allocations.assessment import Assessment, assess
from portal.allocations.models import Authorization, CounterProposal
from portal.allocations.rules import HARD_LIMIT, Terms
from portal.allocations.workflow import AUTHORIZATION
from portal.applications import steps
from portal.applications.terms import LONGEST_WEEKS
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.organization.models import Person
from portal.organization.queries import decider_for

FARTHEST_WEEKS = 520


def authorize_time(
    actor: Person,
    authorization: Authorization,
    *,
    note: str = "",
    relief: str = "",
    override_reason: str = "",
    version: int | None = None,
) -> None:
    """Give the time asked for: the weeks are taken, the place is confirmed, the talent and the owner are told.

    `override_reason` is needed when a rule is broken. Raises `Forbidden`, `Conflict` (decided meanwhile, weeks taken
    meanwhile) or `Invalid`.
    """
    with transaction():
        steps.hold_mission(authorization.mission)
        _check_decider(actor, authorization, "approve")
        authorization.expect(version)
        assessment = assess(authorization)
        _check_override(assessment, override_reason)
        _record_decision(actor, authorization, note)
        authorization.relief = relief
        authorization.override_reason = override_reason if assessment.needs_reason else ""
        _grant(actor, authorization, assessment)


def counter_request(
    actor: Person,
    authorization: Authorization,
    *,
    percent: int,
    first_week: date,
    last_week: date,
    note: str,
    version: int | None = None,
) -> None:
    """Propose other terms; they bind once the talent and the owner have both said yes.

    Raises `Forbidden`, `Conflict`, or `Invalid` when the terms are the same, make no sense or break a hard rule.
    """
    with transaction() as session:
        _check_decider(actor, authorization, "counter")
        authorization.expect(version)
        first_week, last_week = clock.week_of(first_week), clock.week_of(last_week)
        _check_counter(authorization, percent, first_week, last_week)
        _record_decision(actor, authorization, note)
        if authorization.counter is not None:
            session.delete(authorization.counter)
            session.flush()
        authorization.counter = CounterProposal(
            percent=percent, first_week=first_week, last_week=last_week, note=note, by=actor
        )
        AUTHORIZATION.apply(
            actor,
            authorization,
            "counter",
            text=note,
            rules_id=authorization.rules_id,
            data={"percent": percent, "first_week": first_week.isoformat(), "last_week": last_week.isoformat()},
        )
        notifications.tell_countered(authorization)


def refuse_request(
    actor: Person,
    authorization: Authorization,
    *,
    reason: str,
    text: str = "",
    possible_from: date | None = None,
    version: int | None = None,
) -> None:
    """Say no, with a coded reason; the place is given back, the talent and the owner are told why.

    Raises `Forbidden`, `Conflict`, or `Invalid` without a reason.
    """
    with transaction():
        steps.hold_mission(authorization.mission)
        _check_decider(actor, authorization, "refuse")
        authorization.expect(version)
        if possible_from is not None and possible_from <= clock.today():
            raise Invalid(fields={"possible_from": _l("Choose a day to come, or leave it empty.")})
        _record_decision(actor, authorization, text)
        authorization.possible_from = possible_from
        AUTHORIZATION.apply(actor, authorization, "refuse", reason=reason, text=text, rules_id=authorization.rules_id)
        notifications.tell_refused(authorization, reason)
        steps.release_seat(actor, authorization.application, text=text)


def accept_counter(actor: Person, authorization: Authorization, *, version: int | None = None) -> bool:
    """Say yes to other terms, as the talent or as the owner. Returns whether both now have, so that they bind.

    Raises `Forbidden`, or `Conflict` (already answered, other weeks taken meanwhile).
    """
    with transaction():
        steps.hold_mission(authorization.mission)
        AUTHORIZATION.check(actor, authorization, "accept_counter")
        authorization.expect(version)
        counter = authorization.counter
        if counter is None:
            raise Conflict(_l("These terms were replaced in the meantime."))
        side = "talent" if actor.id == authorization.person_id else "owner"
        if getattr(counter, f"{side}_accepted_at") is not None:
            raise Conflict(_l("You already said yes to these terms."))
        setattr(counter, f"{side}_accepted_at", clock.now())
        AUTHORIZATION.apply(actor, authorization, "accept_counter", data={"side": side})
        if counter.talent_accepted_at is None or counter.owner_accepted_at is None:
            notifications.tell_half_accepted(authorization, side)
            return False
        _bind(actor, authorization, counter)
        return True


def decline_counter(actor: Person, authorization: Authorization, *, text: str = "", version: int | None = None) -> None:
    """Say no to other terms; the first request goes back to the manager. Raises `Forbidden`, `Conflict`."""
    with transaction():
        AUTHORIZATION.check(actor, authorization, "decline_counter")
        authorization.expect(version)
        AUTHORIZATION.apply(actor, authorization, "decline_counter", text=text)
        authorization.answer_due_on = clock.add_working_days(clock.today(), ANSWER_WORKING_DAYS)
        notifications.tell_counter_declined(authorization, actor, text)


ANSWER_WORKING_DAYS = 5


def resolve_decider(authorization: Authorization) -> Person | None:
    """Who decides at this moment: the first manager above the talent who owns nothing in the mission."""
    mission = authorization.mission
    return decider_for(authorization.person, {mission.owner_id, mission.co_owner_id} - {None})


def _check_decider(actor: Person, authorization: Authorization, name: str) -> None:
    AUTHORIZATION.check(actor, authorization, name)
    decider = resolve_decider(authorization)
    if decider is not None and decider.id != actor.id:
        raise Forbidden(_l("This decision belongs to someone else since the team changed."), code="not_the_decider")


def _check_override(assessment: Assessment, reason: str) -> None:
    if assessment.blocked:
        broken = next(f for f in assessment.findings if not f.kept and f.hard)
        raise Invalid(broken.sentence, fields={"override_reason": broken.sentence})
    if assessment.needs_reason and len(reason) < 10:
        raise Invalid(
            fields={"override_reason": _l("A rule is broken: write why you authorize this anyway, in a sentence.")}
        )


def _check_counter(authorization: Authorization, percent: int, first_week: date, last_week: date) -> None:
    _check_weeks(first_week, last_week)
    same = (percent, first_week, last_week) == (
        authorization.percent,
        authorization.first_week,
        authorization.last_week,
    )
    if same:
        raise Invalid(fields={"percent": _l("These are the terms asked for: authorize them, or propose other ones.")})
    if percent > authorization.percent:
        raise Invalid(fields={"percent": _l("This is more than what is asked for. Propose as much or less.")})
    assessment = assess(authorization, terms=Terms(percent, clock.weeks_between(first_week, last_week)))
    hard = [finding.sentence for finding in assessment.findings if not finding.kept and finding.hard]
    if hard:
        raise Invalid(fields={"percent": hard[0]})


def _check_weeks(first_week: date, last_week: date) -> None:
    if last_week < first_week:
        raise Invalid(fields={"last_week": _l("The last week comes before the first one.")})
    if (last_week - first_week).days // 7 >= LONGEST_WEEKS:
        raise Invalid(fields={"last_week": _l("Keep it within two years.")})
    if abs((first_week - clock.today()).days) // 7 > FARTHEST_WEEKS:
        raise Invalid(fields={"first_week": _l("Check the year.")})


def _record_decision(actor: Person, authorization: Authorization, note: str) -> None:
    authorization.decided_by = actor
    authorization.decided_at = clock.now()
    authorization.note = note


def _grant(actor: Person, authorization: Authorization, assessment: Assessment) -> None:
    limit = HARD_LIMIT if authorization.override_reason else assessment.ceiling
    capacity.reserve(authorization, limit=limit)
    AUTHORIZATION.apply(
        actor,
        authorization,
        "approve",
        text=authorization.note,
        rules_id=authorization.rules_id,
        data={
            "percent": authorization.percent,
            "first_week": authorization.first_week.isoformat(),
            "last_week": authorization.last_week.isoformat(),
            "broken": [finding.rule.value for finding in assessment.findings if not finding.kept],
            "override_reason": authorization.override_reason,
        },
    )
    notifications.tell_approved(authorization)
    steps.confirm_seat(actor, authorization.application)


def _bind(actor: Person, authorization: Authorization, counter: CounterProposal) -> None:
    """Both sides agreed: the manager's terms become the authorization's, and their weeks are taken."""
    authorization.percent = counter.percent
    authorization.first_week = counter.first_week
    authorization.last_week = counter.last_week
    capacity.reserve(authorization, limit=HARD_LIMIT)
    AUTHORIZATION.apply(actor, authorization, "bind_counter", rules_id=authorization.rules_id)
    notifications.tell_approved(authorization)
    steps.confirm_seat(actor, authorization.application)


def redirect_pending(person: Person, pending: list[Authorization]) -> None:
    """Put this person's waiting requests before whoever decides now. Runs inside the caller's transaction."""
    for authorization in pending:
        decider = resolve_decider(authorization)
        if decider is None or decider.id == authorization.decider_id:
            continue
        authorization.decider_id = decider.id
        audit.record(None, authorization, "redirect", data={"decider": decider.public_id})
        notifications.tell_requested(authorization)
