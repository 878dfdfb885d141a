"""The machines as they were agreed, written again here: every step there is, and whose it is.

A **mission** is drafted, validated, published; it is staffed when every place of every seat is confirmed, opens again
when one is given back, is worked on, completed and closed; it may be paused, and ends early when it is cancelled, left
unfilled or expires. An **application** is submitted (or begins as an invitation), read, shortlisted, offered a place,
accepted, cleared by the line manager of an employee or a temp (an **authorization**) or by procurement (an
**engagement**), confirmed, completed; it ends early in six ways.
"""

from __future__ import annotations

from dataclasses import dataclass

# name: where from -> where to: whose. "anyone" is a consequence of what someone else was allowed, or the clock's.
ARROWS = {
    "mission": """
        submit: draft changes_requested -> submitted: owners
        request_changes: submitted -> changes_requested: hr
        publish: submitted -> published: hr
        send_back: published -> changes_requested: hr
        staff: published -> staffed: anyone
        reopen: staffed -> published: anyone
        start: published staffed -> in_progress: owners
        complete: in_progress -> completed: owners
        close: completed -> closed: owners
        cancel: draft submitted changes_requested published staffed in_progress paused -> cancelled: owners hr
        pause: published staffed in_progress -> paused: owners hr
        resume: paused -> published staffed in_progress: owners hr
        resume_on_day: paused -> published staffed in_progress: clock
        leave_unfilled: published paused expired -> unfilled: owners hr
        expire: published -> expired: clock
        open_again: expired -> published: owners
    """,
    "application": """
        apply: nothing -> submitted: talent
        invite: nothing -> invited: owners
        take_up: invited -> submitted: talent
        turn_down: invited -> declined: talent
        review: submitted -> in_review: owners
        shortlist: submitted in_review on_hold -> shortlisted: owners
        hold: submitted in_review shortlisted -> on_hold: owners
        not_select: submitted in_review shortlisted on_hold -> not_selected: owners
        pool: submitted in_review shortlisted on_hold -> pooled: talent
        offer: shortlisted -> offered: owners
        decline: offered -> declined: talent
        accept: offered -> accepted: talent
        await_clearance: accepted -> pending_clearance: talent
        confirm: pending_clearance -> confirmed: clearer talent owners
        complete: confirmed -> completed: owners
        withdraw: submitted in_review shortlisted on_hold offered -> withdrawn: talent
        withdraw: accepted pending_clearance confirmed -> withdrawn: talent
        release: accepted pending_clearance confirmed -> released: anyone
        close: invited submitted in_review shortlisted on_hold offered -> not_selected: anyone
        lapse: invited submitted in_review shortlisted on_hold offered -> lapsed: anyone
    """,
    "authorization": """
        request: nothing -> requested: talent
        escalate: requested escalated -> escalated: clock
        approve: requested escalated -> approved: decider
        refuse: requested escalated -> refused: decider
        counter: requested escalated -> countered: decider
        accept_counter: countered -> countered: talent owners
        bind_counter: countered -> approved: talent owners
        decline_counter: countered -> requested: talent owners
        decline_counter_above: countered -> escalated: talent owners
        void_counter: countered -> requested: anyone
        lapse: requested escalated countered -> lapsed: anyone
        activate: approved -> active: clock
        suspend: approved active -> suspended: clock
        resume: suspended -> active: anyone
        revoke: approved active suspended -> revoked: anyone
        end: approved active suspended -> ended: anyone
    """,
    "engagement": """
        open: nothing -> drafted: talent
        approve: drafted -> approved: procurement
        reject: drafted -> rejected: procurement
        cancel: drafted approved -> cancelled: anyone
        end: approved -> ended: owners
    """,
}
LIVE = frozenset("invited submitted in_review shortlisted on_hold offered accepted pending_clearance confirmed".split())
SEATED = frozenset({"accepted", "pending_clearance", "confirmed", "completed"})
OVER = frozenset({"completed", "closed", "cancelled", "unfilled", "expired"})
OPEN_REQUEST = frozenset({"requested", "escalated", "countered"})
GRANTED = frozenset({"approved", "active", "suspended"})


@dataclass(frozen=True)
class Arrow:
    """One step of a machine."""

    sources: frozenset[str]
    targets: frozenset[str]
    whose: frozenset[str]


def _arrows(text: str) -> dict[str, Arrow]:
    rows = [line.split(":") for line in text.strip().splitlines()]
    found: dict[str, Arrow] = {}
    for name, way, whose in ([part.strip() for part in row] for row in rows):
        sources, targets = (frozenset(part.split()) for part in way.split("->"))
        found[name] = Arrow(
            sources | (found[name].sources if name in found else set()), targets, frozenset(whose.split())
        )
    return found


MACHINES = {name: _arrows(text) for name, text in ARROWS.items()}
