"""The ways that applications take to their present state, and what each step leaves in the history."""

from __future__ import annotations

from typing import NamedTuple

from portal.applications.models import ApplicationState as A
from portal.missions.models import MissionState as M


class Step(NamedTuple):
    """One event: its name, who acts (`talent`, `owner`, `decider`, or `portal` for nobody) and the state after it."""

    action: str
    who: str
    state: A


APPLY = Step("apply", "talent", A.SUBMITTED)
REVIEW = Step("review", "owner", A.IN_REVIEW)
SHORTLIST = Step("shortlist", "owner", A.SHORTLISTED)
OFFER = Step("offer", "owner", A.OFFERED)
ACCEPT = Step("accept", "talent", A.ACCEPTED)
AWAIT = Step("await_clearance", "talent", A.PENDING_CLEARANCE)
CONFIRM = Step("confirm", "decider", A.CONFIRMED)

_CHOSEN = (APPLY, REVIEW, SHORTLIST, OFFER)
_SEATED = (*_CHOSEN, ACCEPT, AWAIT)

# Each present state: the paths that lead there, the likelier ones twice.
PATHS: dict[A, tuple[tuple[Step, ...], ...]] = {
    A.INVITED: ((Step("invite", "owner", A.INVITED),),),
    A.SUBMITTED: ((APPLY,),),
    A.IN_REVIEW: ((APPLY, REVIEW),),
    A.SHORTLISTED: ((APPLY, REVIEW, SHORTLIST),),
    A.ON_HOLD: ((APPLY, REVIEW, Step("hold", "owner", A.ON_HOLD)),),
    A.OFFERED: (_CHOSEN,),
    A.ACCEPTED: ((*_CHOSEN, ACCEPT),),
    A.PENDING_CLEARANCE: (_SEATED,),
    A.CONFIRMED: ((*_SEATED, CONFIRM),),
    A.COMPLETED: ((*_SEATED, CONFIRM, Step("complete", "owner", A.COMPLETED)),),
    A.POOLED: ((APPLY, REVIEW, Step("pool", "owner", A.POOLED)),),
    A.NOT_SELECTED: (
        (APPLY, REVIEW, Step("not_select", "owner", A.NOT_SELECTED)),
        (APPLY, REVIEW, Step("not_select", "owner", A.NOT_SELECTED)),
        (APPLY, Step("not_select", "owner", A.NOT_SELECTED)),
    ),
    A.WITHDRAWN: (
        (APPLY, Step("withdraw", "talent", A.WITHDRAWN)),
        (APPLY, REVIEW, Step("withdraw", "talent", A.WITHDRAWN)),
    ),
    A.DECLINED: ((*_CHOSEN, Step("decline", "talent", A.DECLINED)),),
    A.LAPSED: ((APPLY, Step("lapse", "portal", A.LAPSED)), (APPLY, REVIEW, Step("lapse", "portal", A.LAPSED))),
    A.RELEASED: ((*_SEATED, Step("release", "decider", A.RELEASED)),),
}

# What becomes of those who hold no place, by the state of the mission.
_OPEN = {
    A.SUBMITTED: 34,
    A.IN_REVIEW: 20,
    A.SHORTLISTED: 14,
    A.ON_HOLD: 6,
    A.OFFERED: 5,
    A.NOT_SELECTED: 9,
    A.WITHDRAWN: 5,
    A.DECLINED: 3,
    A.INVITED: 2,
    A.POOLED: 1,
    A.RELEASED: 1,
}
_RUNNING = {A.NOT_SELECTED: 70, A.WITHDRAWN: 10, A.DECLINED: 7, A.LAPSED: 5, A.RELEASED: 4, A.POOLED: 4}
_GIVEN_UP = {A.LAPSED: 40, A.NOT_SELECTED: 40, A.WITHDRAWN: 15, A.DECLINED: 5}

OUTCOMES: dict[M, dict[A, int]] = {
    M.PUBLISHED: _OPEN,
    **dict.fromkeys((M.STAFFED, M.IN_PROGRESS, M.PAUSED, M.COMPLETED, M.CLOSED), _RUNNING),
    **dict.fromkeys((M.CANCELLED, M.UNFILLED, M.EXPIRED), _GIVEN_UP),
}

# What those who hold a place have come to, and how often a place is held at all.
SEATED: dict[M, dict[A, int]] = {
    M.PUBLISHED: {A.CONFIRMED: 55, A.PENDING_CLEARANCE: 43, A.ACCEPTED: 2},
    M.STAFFED: {A.CONFIRMED: 80, A.PENDING_CLEARANCE: 20},
    M.IN_PROGRESS: {A.CONFIRMED: 96, A.PENDING_CLEARANCE: 4},
    M.PAUSED: {A.CONFIRMED: 1},
    M.COMPLETED: {A.COMPLETED: 1},
    M.CLOSED: {A.COMPLETED: 1},
}
HELD_SHARE = {M.PUBLISHED: 0.35, M.STAFFED: 1.0, M.IN_PROGRESS: 0.95, M.PAUSED: 0.9, M.COMPLETED: 0.9, M.CLOSED: 0.95}

OFFERED_STATES = frozenset(
    {A.OFFERED, A.ACCEPTED, A.PENDING_CLEARANCE, A.CONFIRMED, A.COMPLETED, A.DECLINED, A.RELEASED}
)
