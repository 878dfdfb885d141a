"""What people do with applications. Each verb is one transaction; times are ISO weeks and percents of a week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal import policies
from portal.applications import notifications, queries, terms
from portal.applications.models import (
    Application,
    ApplicationState,
    DeclineReason,
    NotSelectedReason,
    Offer,
)
from portal.applications.pausing.rules import check_goes_on, is_paused
from portal.applications.steps import HOLDING_STATES, advance, hold_mission, take_place, vacate_seat
from portal.applications.workflow import APPLICATION, applied, offer_accepted, offer_ended
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import is_unique_violation, transaction
from portal.extensions import db
from portal.missions.models import Mission, Seat
from portal.missions.rules import is_taking
from portal.missions.sheet import AnyMission
from portal.organization.models import Person

ANSWER_DAYS = 10
DAYS_BEFORE_START = 2
OFFER_DAYS = 5
LONGEST_HOLD = timedelta(days=92)


def answer_day(mission: AnyMission) -> date:
    """The day by which an application made today is answered: ten working days, less when the mission starts sooner.

    Two working days are kept before the first place begins, and one at least to answer in.
    """
    today = clock.today()
    usual = clock.add_working_days(today, ANSWER_DAYS)
    start = min((seat.first_week for seat in mission.seats), default=today)
    if start <= today:
        return usual
    return min(usual, max(clock.subtract_working_days(start, DAYS_BEFORE_START), clock.add_working_days(today, 1)))


def apply_to_seat(actor: Person, seat: Seat, *, message: str, key: str | None) -> Application:
    """Apply to a seat, for an answer by `answer_day`. The same `key` twice gives the same application.

    Raises `Forbidden` when the mission or the seat addresses others, `Conflict` when the mission takes no
    applications or one is already live, `Invalid` when the message is empty or too long.
    """
    check_may_apply(actor, seat)
    message = checked_text(message, "message", required=_l("Say in a few words what you would bring."))
    with transaction():
        mission = seat.mission
        hold_mission(mission)
        earlier = submission.earlier_object(actor, key, Application)
        if earlier is not None:
            return earlier
        _check_open(mission)
        application = Application(
            mission_id=mission.id,
            seat_id=seat.id,
            person_id=actor.id,
            message=message,
            answer_due_on=answer_day(mission),
        )
        write_once(
            application, _l("You already have an application to this mission. You can withdraw it and apply again.")
        )
        submission.remember(actor, key, application.public_id)
        audit.record(actor, application, "apply", to_state=application.state)
        notifications.tell_submitted(application)
        applied(actor, application)
    return application


def check_may_apply(actor: Person, seat: Seat) -> None:
    """Raise `Forbidden` when the mission or the seat does not address this person, or is their own."""
    check_is_addressed(actor, seat.mission)
    if not seat.audience.includes(actor.kind):
        raise Forbidden(_l("This place is open to others."), code="application.submit")


def check_may_choose(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for those who read a mission's candidates and do not choose among them."""
    if not policies.mission_own(actor, mission):
        raise Forbidden(_l("Only those who own the mission choose."), code="application.choose")


def check_is_addressed(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` when the mission does not address this person, or is their own."""
    if not policies.application_submit(actor, mission):
        raise Forbidden(_l("This mission does not address you."), code="application.submit")


def _check_open(mission: Mission) -> None:
    if not is_taking(mission):
        raise Conflict(_l("This mission takes no applications at the moment."), code="mission.not_open")


def write_once(application: Application, sentence: Any) -> None:
    """Write an application. Raises `Conflict` with this sentence when the person has a live one to the mission."""
    db.session.add(application)
    try:
        db.session.flush()
    except sa.exc.IntegrityError as error:
        if is_unique_violation(error):
            raise Conflict(sentence, code="application.live") from error
        raise


def review_application(actor: Person, application: Application, *, version: int | None = None) -> Application:
    """Start reading; the talent is told. Raises `Forbidden` or `Conflict`."""
    return _read_further(actor, application, "review", version)


def shortlist_application(
    actor: Person, application: Application, *, version: int | None = None, key: str | None = None
) -> Application:
    """Keep for the final choice. The talent never learns that: they read "under review", as before."""
    return _read_further(actor, application, "shortlist", version, key)


def _check(actor: Person, application: Application, name: str, version: int | None) -> None:
    """Who may, then whether they saw it as it stands, then whether it is still possible. Inside the transaction."""
    if APPLICATION[name].who(actor, application):
        application.expect(version)
    APPLICATION.check(actor, application, name)


def _read_further(
    actor: Person, application: Application, name: str, version: int | None, key: str | None = None
) -> Application:
    with transaction():
        if submission.earlier_result(actor, key) is not None:
            return application
        _check(actor, application, name, version)
        news = application.state in (ApplicationState.SUBMITTED, ApplicationState.ON_HOLD)
        before = application.changed_at
        advance(actor, application, name)
        application.hold_until = None
        if news:
            notifications.tell_under_review(application)
        else:
            application.changed_at = before  # the talent's own lists are in this order
        submission.remember(actor, key, application.public_id)
    return application


def check_hold_day(until: date | None) -> None:
    """Raise `Invalid` for a day that is past, or more than three months away."""
    if until is None or not clock.today() < until <= clock.today() + LONGEST_HOLD:
        raise Invalid(fields={"until": _l("Choose a day within the next three months.")})


def hold_application(
    actor: Person, application: Application, *, until: date, version: int | None = None, key: str | None = None
) -> Application:
    """Put on hold until a day within three months; that day becomes the day of the answer, and the talent is told.

    Raises what `check_hold_day` raises.
    """
    with transaction():
        if submission.earlier_result(actor, key) is not None:
            return application
        _check(actor, application, "hold", version)
        check_hold_day(until)
        advance(actor, application, "hold", data={"until": until.isoformat()})
        application.hold_until = application.answer_due_on = until
        notifications.tell_on_hold(application)
        submission.remember(actor, key, application.public_id)
    return application


def offer_place(
    actor: Person,
    application: Application,
    *,
    percent: int,
    first_week: date,
    last_week: date,
    message: str,
    why: str,
    version: int | None,
    seat: Seat | None = None,
) -> Application:
    """Offer a place on these terms; the talent answers within 5 working days. `why` is read by who clears it.

    `seat` is another one of the mission that addresses them, when it is not the one they asked for: it is theirs from
    now on, and they read that it changed. Weeks are any day of an ISO week. Raises `Invalid` for terms outside the
    rules (the pilot's included), `Conflict` when someone changed the application since `version`, or when no place is
    left to offer.
    """
    with transaction():
        mission, asked = application.mission, application.seat
        seat = seat or asked
        hold_mission(mission)
        _check(actor, application, "offer", version)
        check_goes_on(application)
        message = checked_text(message, "message")
        why = checked_text(why, "why", required=_l("Say why this person: whoever confirms the place will read it."))
        offered = terms.checked(mission, percent=percent, first_week=first_week, last_week=last_week)
        _check_addressed(seat, application)
        if seat.free - queries.open_offers(seat) < 1:
            raise Conflict(_l("Every place of this seat is taken or already offered."), code="seat.offered")
        application.offer = Offer(
            **offered._asdict(),
            message=message,
            why=why,
            answer_due_on=clock.add_working_days(clock.today(), OFFER_DAYS),
            by_id=actor.id,
            instead_of_id=asked.id if seat.id != asked.id else None,
        )
        application.seat = seat
        rules = mission.pilot.current_rules if mission.pilot is not None else None
        advance(actor, application, "offer", rules_id=rules.id if rules is not None else None)
        notifications.tell_offered(actor, application)
    return application


def _check_addressed(seat: Seat, application: Application) -> None:
    if seat.mission_id != application.mission_id or not seat.audience.includes(application.person.kind):
        raise Invalid(fields={"seat": _l("Choose a place of this mission that is open to them.")})


def accept_offer(actor: Person, application: Application) -> Application:
    """Take the place offered; it waits for clearance from now on. Exactly as many succeed as there are places.

    Raises `Conflict` when the last place is gone; the offer then still stands, in case a place is given back.
    """
    APPLICATION.check(actor, application, "accept")
    with transaction():
        seat = application.seat
        APPLICATION.check(actor, application, "accept")
        hold_mission(application.mission)
        check_goes_on(application)
        take_place(seat)
        if application.offer is not None:
            application.agreed = application.offer.terms
        advance(actor, application, "accept")
        advance(actor, application, "await_clearance")
        offer_accepted(actor, application)
        notifications.tell_accepted(application)
        if not seat.free:
            for other in queries.in_reserve(application):
                notifications.tell_reserve(other)
    return application


def decline_offer(actor: Person, application: Application, *, reason: str | DeclineReason, text: str) -> Application:
    """Say no to an offer, with a coded reason that those who own the mission read."""
    APPLICATION.check(actor, application, "decline")
    text = checked_text(text, "text")
    with transaction():
        advance(actor, application, "decline", reason=reason, text=text)
        notifications.tell_declined(application, reason=DeclineReason(reason), text=text)
        offer_ended(actor, application)
    return application


def lapse_offer(application: Application) -> bool:
    """End an offer whose day of answer is past; both sides are told. Returns False when it is no longer so."""
    with transaction() as session:
        session.refresh(application, with_for_update={"of": Application})
        offer = application.offer
        if application.state is not ApplicationState.OFFERED or offer is None or offer.answer_due_on >= clock.today():
            return False
        session.refresh(application.mission, ["state"])
        if is_paused(application.mission):
            return False
        advance(None, application, "lapse")
        notifications.tell_lapsed(application)
        offer_ended(None, application)
    return True


def not_select_application(
    actor: Person,
    application: Application,
    *,
    reason: str | NotSelectedReason,
    text: str,
    version: int | None = None,
    key: str | None = None,
) -> Application:
    """Choose someone else, with a coded reason and words that the talent reads. Raises what `check_reason` raises."""
    with transaction():
        hold_mission(application.mission)
        if submission.earlier_result(actor, key) is not None:
            return application
        _check(actor, application, "not_select", version)
        check_reason(application.mission, reason)
        text = checked_text(text, "text")
        advance(actor, application, "not_select", reason=reason, text=text)
        notifications.tell_not_selected(application, reason=NotSelectedReason(reason), text=text)
        submission.remember(actor, key, application.public_id)
    return application


def check_reason(mission: Mission, reason: str | NotSelectedReason) -> None:
    """Raise `Invalid` when the reason says that every place of the mission is taken, and that is not certain."""
    if reason == NotSelectedReason.SEAT_FILLED and not queries.is_filled_now(mission):
        sentence = _l("A place is still free, or waits to be confirmed: choose another reason.")
        raise Invalid(fields={"reason": sentence})


def withdraw_application(actor: Person, application: Application, *, text: str) -> Application:
    """Withdraw at any moment before the end; a place that was held is free again and the owners are told."""
    APPLICATION.check(actor, application, "withdraw")
    text = checked_text(text, "text")
    with transaction():
        held, offered = application.state in HOLDING_STATES, application.state is ApplicationState.OFFERED
        if held:
            vacate_seat(actor, application, "withdraw", text=text)
        else:
            advance(actor, application, "withdraw", text=text)
        if offered:
            offer_ended(actor, application)
        reserve = len(queries.in_reserve(application)) if held else 0
        notifications.tell_withdrawn(application, held=held, reserve=reserve, text=text)
    return application
