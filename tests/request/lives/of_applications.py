"""What talents, owners, managers and procurement do with applications."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from portal.allocations import services as time_of
from portal.allocations.models import Authorization, RefusalReason
from portal.allocations.recalling import services as recalling
from portal.allocations.recalling.models import RecallReason
from portal.applications import services as applications
from portal.applications.alternates import services as alternates
from portal.applications.batch.services import Answer, Decision, answer_several
from portal.applications.inviting import services as inviting
from portal.applications.models import Application, DeclineReason, NotSelectedReason
from portal.applications.pooling import services as pooling
from portal.applications.pooling.models import PoolMember
from portal.core import clock
from portal.engagements import services as engagements
from portal.engagements.models import Engagement, RejectionReason
from portal.extensions import db
from portal.missions.models import Seat
from portal.organization.models import Person
from tests.request.lives.moves import DECIDER, LINE, OWNER, PROCUREMENT, TALENT, WORDS, Draw, move, named

SHARES = st.sampled_from([20, 10, 40, 60])
REASONS = st.sampled_from(RecallReason)
WEEKS_LATER = st.sampled_from([0, 1, 4])


# Applying, and what becomes of an application


@move(Seat, TALENT)
def apply(actor: Person, seat: Seat, draw: Draw, version: int | None) -> None:
    """Ask for a place."""
    applications.apply_to_seat(actor, seat, message=draw(WORDS), key=None)


@move(Seat, OWNER)
def invite(actor: Person, seat: Seat, draw: Draw, version: int | None) -> None:
    """Ask someone to think of a place."""
    reason = "You know these flows better than anyone."
    inviting.invite_to_seat(actor, seat, named(draw), message=draw(WORDS), reason=reason)


@move(Application, OWNER)
def review(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Start reading."""
    applications.review_application(actor, application, version=version)


@move(Application, OWNER)
def shortlist(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Keep for the choice."""
    applications.shortlist_application(actor, application, version=version)


@move(Application, OWNER)
def hold(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Put on hold, at times until a day that cannot be."""
    until = clock.today() + timedelta(days=draw(st.sampled_from([10, 40, 0])))
    applications.hold_application(actor, application, until=until, version=version)


@move(Application, OWNER)
def not_select(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Choose someone else."""
    reason = draw(st.sampled_from([NotSelectedReason.SKILLS, NotSelectedReason.SEAT_FILLED]))
    applications.not_select_application(actor, application, reason=reason, text="", version=version)


@move(Application, OWNER)
def offer(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Offer the place asked for, at times another one of the mission, on the seat's terms or on others."""
    seats = {seat.id: seat for seat in application.mission.seats}
    seat = seats[draw(st.sampled_from([application.seat_id] * 4 + list(seats)))]
    first = max(seat.first_week, clock.this_week())
    applications.offer_place(
        actor,
        application,
        percent=draw(st.one_of(st.just(seat.percent), SHARES)),
        first_week=first,
        last_week=max(seat.last_week, first),
        message="",
        why=draw(WORDS),
        version=version,
        seat=seat,
    )


@move(Application, OWNER)
def name_next(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Keep someone as the next for a seat."""
    alternates.name_alternate(actor, application, why=draw(WORDS), is_told=draw(st.booleans()), version=version)


@move(Application, OWNER)
def offer_to_next(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Offer the place to whoever comes next."""
    alternates.offer_to_alternate(actor, application)


@move(Application, OWNER)
def answer_all(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Give every candidate of the mission the same answer at once."""
    decision = draw(st.sampled_from([Decision.SHORTLIST, Decision.NOT_SELECT]))
    mission = application.mission
    everyone = list(db.session.query(Application).filter_by(mission_id=mission.id).order_by(Application.id))
    versions = {one.public_id: one.version for one in everyone}
    answer = Answer(decision, reason=NotSelectedReason.ANOTHER_CHOSEN)
    answer_several(actor, mission, everyone, answer, versions=versions)


@move(Application, TALENT)
def accept(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Take the place that is offered."""
    applications.accept_offer(actor, application)


@move(Application, TALENT)
def decline(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Say no to an offer."""
    applications.decline_offer(actor, application, reason=draw(st.sampled_from(DeclineReason)), text="")


@move(Application, TALENT)
def withdraw(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Withdraw, a place held or not."""
    applications.withdraw_application(actor, application, text="")


@move(Application, TALENT)
def take_up(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Say yes to an invitation."""
    inviting.take_up_invitation(actor, application, message="")


@move(Application, TALENT)
def turn_down(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Say no to an invitation."""
    inviting.turn_down_invitation(actor, application, reason=DeclineReason.WORKLOAD, text="")


@move(Application, OWNER)
def ask_to_pool(actor: Person, application: Application, draw: Draw, version: int | None) -> None:
    """Ask someone to be thought of again."""
    pooling.ask_to_join(actor, application, message=draw(WORDS))


@move(PoolMember, TALENT)
def join_pool(actor: Person, member: PoolMember, draw: Draw, version: int | None) -> None:
    """Be thought of again; an application that waits ends with it."""
    pooling.join_pool(actor, member)


# Clearance


@move(Authorization, DECIDER)
def authorize(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Give the time, a rule broken or not, with a reason or without."""
    reason = draw(st.sampled_from(["The launch cannot move this month.", ""]))
    time_of.authorize_time(actor, request, override_reason=reason, version=version)


@move(Authorization, DECIDER)
def counter(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Propose fewer hours, or later weeks."""
    later = timedelta(weeks=draw(WEEKS_LATER))
    time_of.counter_request(
        actor,
        request,
        percent=draw(st.sampled_from([max(5, request.percent // 10 * 5), request.percent])),
        first_week=max(request.first_week, clock.this_week()) + later,
        last_week=max(request.last_week, clock.this_week()) + later,
        note="",
        override_reason=draw(st.sampled_from(["The launch cannot move this month.", ""])),
        version=version,
    )


@move(Authorization, DECIDER)
def refuse(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Say no, with a reason."""
    time_of.refuse_request(actor, request, reason=draw(st.sampled_from(RefusalReason)), version=version)


@move(Authorization, TALENT)
def agree_as_talent(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Say yes to other terms."""
    time_of.accept_counter(actor, request, version=version)


@move(Authorization, OWNER)
def agree_as_owner(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Say yes to other terms, for the mission."""
    time_of.accept_counter(actor, request, version=version)


@move(Authorization, TALENT)
def disagree(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Say no to other terms."""
    time_of.decline_counter(actor, request, version=version)


@move(Authorization, LINE)
def take_weeks_back(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Have some weeks back, at times such that cannot be."""
    first = max(request.first_week, clock.this_week()) + timedelta(weeks=draw(st.sampled_from([1, 2, 0])))
    last = first + timedelta(weeks=draw(st.sampled_from([0, 1, 3])))
    recalling.suspend_time(
        actor, request, first_week=first, last_week=last, reason=draw(REASONS), text=draw(WORDS), version=version
    )


@move(Authorization, LINE)
def take_back(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Have the time back for good, with notice or without."""
    first = recalling.earliest_end() + timedelta(weeks=draw(st.sampled_from([0, 1, -1])))
    recalling.revoke_time(actor, request, first_week=first, reason=draw(REASONS), text="", version=version)


@move(Authorization, LINE)
def give_again(actor: Person, request: Authorization, draw: Draw, version: int | None) -> None:
    """Give again what was taken back."""
    recalling.give_again(actor, request, version=version)


@move(Engagement, PROCUREMENT)
def engage(actor: Person, engagement: Engagement, draw: Draw, version: int | None) -> None:
    """Confirm an external's contract."""
    first = max(engagement.starts_on, clock.today())
    engagements.approve_engagement(
        actor,
        engagement,
        daily_rate_cents=50000,
        starts_on=first,
        ends_on=max(engagement.ends_on, first),
        note="",
        version=version,
    )


@move(Engagement, PROCUREMENT)
def reject(actor: Person, engagement: Engagement, draw: Draw, version: int | None) -> None:
    """Say that it cannot be confirmed."""
    reason = draw(st.sampled_from(RejectionReason))
    engagements.reject_engagement(actor, engagement, reason=reason, text="", version=version)
