"""The life of an application, as one table."""

from __future__ import annotations

from portal import policies
from portal.applications.models import ApplicationState as S
from portal.applications.models import DeclineReason, NotSelectedReason
from portal.core.consequence import Consequence
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move

APPLICATION = Workflow(
    "application",
    S,
    (
        move("review", [S.SUBMITTED], S.IN_REVIEW, policies.application_choose, _l("Start reviewing")),
        move(
            "shortlist",
            [S.SUBMITTED, S.IN_REVIEW, S.ON_HOLD],
            S.SHORTLISTED,
            policies.application_choose,
            _l("Shortlist"),
        ),
        move(
            "hold", [S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED], S.ON_HOLD, policies.application_choose, _l("Put on hold")
        ),
        move("offer", [S.SHORTLISTED], S.OFFERED, policies.application_choose, _l("Offer a place")),
        move(
            "not_select",
            [S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED, S.ON_HOLD],
            S.NOT_SELECTED,
            policies.application_choose,
            _l("Do not select"),
            reasons=NotSelectedReason,
        ),
        move("accept", [S.OFFERED], S.ACCEPTED, policies.application_own, _l("Accept the offer")),
        move("take_up", [S.INVITED], S.SUBMITTED, policies.application_own, _l("I am interested")),
        move(
            "turn_down",
            [S.INVITED],
            S.DECLINED,
            policies.application_own,
            _l("No, thank you"),
            reasons=DeclineReason,
        ),
        move(
            "decline",
            [S.OFFERED],
            S.DECLINED,
            policies.application_own,
            _l("Decline the offer"),
            reasons=DeclineReason,
        ),
        move(
            "withdraw",
            [
                S.SUBMITTED,
                S.IN_REVIEW,
                S.SHORTLISTED,
                S.ON_HOLD,
                S.OFFERED,
                S.ACCEPTED,
                S.PENDING_CLEARANCE,
                S.CONFIRMED,
            ],
            S.WITHDRAWN,
            policies.application_own,
            _l("Withdraw"),
        ),
        move(
            "pool",
            [S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED, S.ON_HOLD],
            S.POOLED,
            policies.application_own,
            system=True,
        ),
        move("await_clearance", [S.ACCEPTED], S.PENDING_CLEARANCE, anyone, system=True),
        move("confirm", [S.PENDING_CLEARANCE], S.CONFIRMED, anyone, system=True),
        move("release", [S.ACCEPTED, S.PENDING_CLEARANCE, S.CONFIRMED], S.RELEASED, anyone, system=True),
        move("complete", [S.CONFIRMED], S.COMPLETED, anyone, system=True),
        move(
            "close",
            [S.INVITED, S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED, S.ON_HOLD, S.OFFERED],
            S.NOT_SELECTED,
            anyone,
            reasons=NotSelectedReason,
            system=True,
        ),
        move(
            "lapse",
            [S.INVITED, S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED, S.ON_HOLD, S.OFFERED],
            S.LAPSED,
            anyone,
            system=True,
        ),
    ),
)

# What an event says beside the state when the talent left the organization.
LEFT = {"left": True}
# What it says when those who own the mission never answered.
UNANSWERED = {"unanswered": True}

# Called inside the transaction with (actor, application); the actor is None when the talent left the organization.
applied = Consequence("someone applied to a mission")
offer_accepted = Consequence("a talent accepted an offer")
seat_confirmed = Consequence("a place was confirmed")
seat_given_up = Consequence("an application that held a seat was withdrawn or released")
# An offer was declined or lapsed, or its talent withdrew before answering it.
offer_ended = Consequence("an offer ended without being accepted")
