"""What managers, talents and owners do with an authorization."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.allocations import capacity, deciders, notifications, queries
from portal.allocations.assessment import Assessment, assess, terms_of
from portal.allocations.models import WAITING_STATES, Authorization, AuthorizationState, CounterProposal
from portal.allocations.relieving.models import Relief
from portal.allocations.relieving.services import write_relief
from portal.allocations.rules import Rule, Terms
from portal.allocations.workflow import AUTHORIZATION
from portal.applications import steps
from portal.applications.pausing.rules import is_paused
from portal.applications.terms import LONGEST_WEEKS
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.shares import is_share, share_sentence
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import Decider

AUTHORIZE_ANYWAY = _l("A rule is broken: write why you authorize this anyway, in a sentence.")
PROPOSE_ANYWAY = _l("A rule is broken: write why you propose this anyway, in a sentence.")


def authorize_time(
    actor: Person,
    authorization: Authorization,
    *,
    note: str = "",
    relief: Relief | None = None,
    override_reason: str = "",
    version: int | None = None,
) -> None:
    """Give the time asked for: the weeks are taken, the place is confirmed, the talent and the owner are told. Only the
    talent is told how the load is relieved.

    `override_reason` is needed when a rule is broken. Raises `Forbidden`, `Conflict` (decided or passed on
    meanwhile, weeks taken meanwhile) or `Invalid`.
    """
    with transaction():
        one_at_a_time(authorization)
        steps.hold_mission(authorization.mission)
        check_decider(actor, authorization, "approve")
        authorization.expect(version)
        assessment = assess(authorization)
        _check_override(assessment, override_reason, ask=AUTHORIZE_ANYWAY)
        capacity.reserve(authorization, limit=assessment.limit)
        _record_decision(actor, authorization, note)
        authorization.override_reason = override_reason if assessment.needs_reason else ""
        AUTHORIZATION.apply(
            actor,
            authorization,
            "approve",
            text=note,
            rules_id=authorization.rules_id,
            data=_decided(authorization, terms_of(authorization), assessment),
        )
        write_relief(authorization, relief or Relief())
        steps.confirm_seat(
            actor,
            authorization.application,
            tell=lambda application: notifications.tell_approved(authorization, relief),
        )
        notifications.tell_decided_in_place(authorization)


def counter_request(
    actor: Person,
    authorization: Authorization,
    *,
    percent: int,
    first_week: date,
    last_week: date,
    note: str,
    override_reason: str = "",
    version: int | None = None,
) -> None:
    """Propose other terms; they bind once the talent and the owner have both said yes.

    `override_reason` is needed when they break a rule. Raises `Forbidden`, `Conflict`, or `Invalid` when the terms are
    the same, make no sense or break a hard rule.
    """
    with transaction() as session:
        check_decider(actor, authorization, "counter")
        authorization.expect(version)
        terms = _counter_terms(authorization, percent, clock.week_of(first_week), clock.week_of(last_week))
        assessment = assess(authorization, terms=terms)
        _check_override(assessment, override_reason, ask=PROPOSE_ANYWAY, blocked_at="percent")
        _record_decision(actor, authorization, note)
        authorization.override_reason = override_reason if assessment.needs_reason else ""
        AUTHORIZATION.apply(
            actor,
            authorization,
            "counter",
            text=note,
            rules_id=authorization.rules_id,
            data=_decided(authorization, terms, assessment),
        )
        authorization.counter = CounterProposal(
            percent=percent, first_week=terms.weeks[0], last_week=terms.weeks[-1], note=note, by=actor
        )
        session.flush()
        notifications.tell_countered(authorization)
        notifications.tell_decided_in_place(authorization)


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
        check_decider(actor, authorization, "refuse")
        authorization.expect(version)
        if possible_from is not None and possible_from <= clock.today():
            raise Invalid(fields={"possible_from": _l("Choose a day to come, or leave it empty.")})
        _record_decision(actor, authorization, text)
        authorization.possible_from = possible_from
        AUTHORIZATION.apply(
            actor,
            authorization,
            "refuse",
            reason=reason,
            text=text,
            rules_id=authorization.rules_id,
            data=_in_place_of(authorization),
        )
        steps.release_seat(
            actor,
            authorization.application,
            text=text,
            tell=lambda application: notifications.tell_refused(authorization, reason),
        )
        notifications.tell_decided_in_place(authorization)


def accept_counter(actor: Person, authorization: Authorization, *, version: int | None = None) -> bool:
    """Say yes to other terms, as the talent or as the owner. Returns whether both now have, so that they bind.

    Raises `Forbidden`, or `Conflict` (already answered, or the weeks no longer allow these terms).
    """
    with transaction():
        one_at_a_time(authorization)
        steps.hold_mission(authorization.mission)
        AUTHORIZATION.check(actor, authorization, "accept_counter")
        authorization.expect(version)
        counter = authorization.counter
        if counter is None:
            raise Conflict(_l("These terms were replaced in the meantime."))
        side = "talent" if actor.id == authorization.person_id else "owner"
        if getattr(counter, f"{side}_accepted_at") is not None:
            raise Conflict(_l("You already said yes to these terms."))
        assessment = _check_still_possible(authorization, counter)
        setattr(counter, f"{side}_accepted_at", clock.now())
        AUTHORIZATION.apply(actor, authorization, "accept_counter", data={"side": side})
        if counter.talent_accepted_at is None or counter.owner_accepted_at is None:
            notifications.tell_half_accepted(authorization, side)
            return False
        _bind(actor, authorization, counter, limit=assessment.limit)
        return True


def decline_counter(actor: Person, authorization: Authorization, *, text: str = "", version: int | None = None) -> None:
    """Say no to other terms; the first request goes back to whoever decides now. Raises `Forbidden`, `Conflict`."""
    with transaction():
        AUTHORIZATION.check(actor, authorization, "decline_counter")
        authorization.expect(version)
        above = deciders.was_passed_on(authorization)
        AUTHORIZATION.apply(actor, authorization, "decline_counter_above" if above else "decline_counter", text=text)
        deciders.forget_decision(authorization)
        authorization.answer_due_on = clock.add_working_days(clock.today(), deciders.ANSWER_WORKING_DAYS)
        if not deciders.redirect_requests([authorization]):
            notifications.tell_counter_declined(authorization, actor, text)


def pass_on_request(authorization: Authorization) -> bool:
    """Put a request that waits past its day before the next level, or one that nobody can decide before who can.

    Returns False when there is nothing to do, or nobody to ask.
    """
    with transaction() as session:
        session.refresh(authorization, with_for_update={"of": Authorization})
        if authorization.state not in WAITING_STATES:
            return False
        if deciders.redirect_requests([authorization]):
            return True
        if is_paused(authorization.mission):
            return False
        return authorization.answer_due_on < clock.today() and deciders.pass_on(authorization)


def start_time(authorization: Authorization) -> None:
    """Its first week has come: it is under way. Nothing when it was taken back or ended meanwhile."""
    with transaction() as session:
        session.refresh(authorization, with_for_update={"of": Authorization})
        if authorization.state is AuthorizationState.APPROVED and authorization.first_week <= clock.this_week():
            AUTHORIZATION.apply(None, authorization, "activate")


def one_at_a_time(authorization: Authorization) -> None:
    """Decisions about one person wait for each other: the ceiling and the pilot's rules hold for all their missions."""
    holds = sa.select(Person.id).where(Person.id == authorization.person_id).with_for_update(key_share=True)
    db.session.execute(holds)


def check_decider(actor: Person, authorization: Authorization, name: str) -> None:
    """Raise `Forbidden` when the decision was never this person's, `Conflict` when it no longer is or is taken."""
    if not AUTHORIZATION[name].who(actor, authorization) and queries.was_passed_on_from(actor, authorization):
        raise Conflict(_says_who(authorization, authorization.decider), code="not_the_decider")
    AUTHORIZATION.check(actor, authorization, name)
    # Others may come before them again, for instance who stood aside while they waited for a place: it stays here.
    able = [person.id for person in deciders.deciders_of(authorization)]
    if able and actor.id not in able:
        raise Conflict(_says_who(authorization, deciders.resolve_decider(authorization)), code="not_the_decider")


def _says_who(authorization: Authorization, decider: Person | Decider | None) -> Any:
    if decider is None:
        return _l("This request went to human resources, who decide on it now. Nothing was saved.")
    if authorization.state in (*WAITING_STATES, AuthorizationState.COUNTERED):
        return _l("This request went to %(name)s, who decides on it now. Nothing was saved.", name=decider.full_name)
    return _l("This request went to %(name)s, and is settled. Nothing was saved.", name=decider.full_name)


def _check_override(assessment: Assessment, reason: str, *, ask: Any, blocked_at: str = "override_reason") -> None:
    hard = [finding.sentence for finding in assessment.broken if finding.hard]
    if hard:
        raise Invalid(hard[0], fields={blocked_at: hard[0]})
    if assessment.needs_reason and len(reason) < 10:
        raise Invalid(fields={"override_reason": ask})


def _counter_terms(authorization: Authorization, percent: int, first_week: date, last_week: date) -> Terms:
    _check_weeks(first_week, last_week)
    if not is_share(percent):
        raise Invalid(fields={"percent": share_sentence()})
    same = (percent, first_week, last_week) == (
        authorization.percent,
        authorization.first_week,
        authorization.last_week,
    )
    if same:
        raise Invalid(fields={"percent": _l("These are the terms asked for: authorize them, or propose other ones.")})
    if percent > authorization.percent:
        raise Invalid(fields={"percent": _l("This is more than what is asked for. Propose as much or less.")})
    return Terms(percent, clock.weeks_between(first_week, last_week))


def _check_weeks(first_week: date, last_week: date) -> None:
    if last_week < first_week:
        raise Invalid(fields={"last_week": _l("The last week comes before the first one.")})
    if (last_week - first_week).days // 7 >= LONGEST_WEEKS:
        raise Invalid(fields={"last_week": _l("Keep it within two years.")})
    if clock.is_far(first_week):
        raise Invalid(fields={"first_week": _l("Check the year.")})


def _record_decision(actor: Person, authorization: Authorization, note: str) -> None:
    authorization.decided_by = actor
    authorization.decided_at = clock.now()
    authorization.note = note


def _decided(authorization: Authorization, terms: Terms, assessment: Assessment) -> dict[str, Any]:
    """What the event of a decision says: the terms, and the rules they break with the reason written for it."""
    return {
        "percent": terms.percent,
        "first_week": terms.weeks[0].isoformat(),
        "last_week": terms.weeks[-1].isoformat(),
        "broken": [finding.rule.value for finding in assessment.broken],
        "override_reason": authorization.override_reason,
        **_in_place_of(authorization),
    }


def _in_place_of(authorization: Authorization) -> dict[str, Any]:
    with db.session.no_autoflush:  # the decision is half written
        manager = authorization.decider_for
    return {"in_place_of": manager.full_name} if manager is not None else {}


def _check_still_possible(authorization: Authorization, counter: CounterProposal) -> Assessment:
    """Other terms held against the present weeks; what the manager knowingly broke stays allowed.

    The team has had notice since they were proposed: only weeks already past are too late.
    """
    terms = Terms(counter.percent, clock.weeks_between(counter.first_week, counter.last_week))
    assessment = assess(authorization, terms=terms)
    known = {Rule.NOTICE.value, *queries.rules_overridden(authorization)}
    if any(finding.hard or finding.rule.value not in known for finding in assessment.broken):
        raise Conflict(
            _l(
                "These terms no longer fit the weeks or the rules, which changed since. Decline them, and the first "
                "request goes back to the manager."
            ),
            code="authorization.terms",
        )
    return assessment


def _bind(actor: Person, authorization: Authorization, counter: CounterProposal, *, limit: int) -> None:
    """Both sides agreed: the manager's terms become the authorization's, and their weeks are taken."""
    terms = counter.terms
    authorization.percent, authorization.first_week, authorization.last_week = terms
    capacity.reserve(authorization, limit=limit)
    AUTHORIZATION.apply(actor, authorization, "bind_counter", rules_id=authorization.rules_id)
    steps.confirm_seat(
        actor,
        authorization.application,
        terms=terms,
        tell=lambda application: notifications.tell_bound(authorization),
    )
