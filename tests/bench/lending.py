"""What an accepted offer opens: the line manager's authorization and its weeks, or procurement's engagement."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from portal.accounts.models import Role
from portal.allocations.models import (
    Allocation,
    Authorization,
    AuthorizationState,
    CounterProposal,
    PersonWeek,
    RefusalReason,
)
from portal.applications.models import ApplicationState as A
from portal.core import clock
from portal.engagements.models import Engagement, EngagementState, RejectionReason
from tests.bench import phrases, prose
from tests.bench.chance import Chance
from tests.bench.deeds import Deeds
from tests.bench.history import History
from tests.bench.missions import Opening, Work
from tests.bench.people import Staff, Talent
from tests.bench.writer import Writer

if TYPE_CHECKING:
    from tests.bench.staffing import Candidate

S = AuthorizationState
E = EngagementState
CEILING = 40
LIMIT = 100
HOLDING = frozenset({S.APPROVED, S.ACTIVE, S.ENDED})
DECIDED = frozenset({*HOLDING, S.REFUSED, S.COUNTERED, S.REVOKED})
WAITING = {S.REQUESTED: 70, S.COUNTERED: 15, S.ESCALATED: 15}
LOST = {S.REFUSED: 70, S.LAPSED: 15, S.REVOKED: 15}
# The events after `request`, up to each state.
STEPS: dict[S, tuple[tuple[str, S], ...]] = {
    S.REQUESTED: (),
    S.COUNTERED: (("counter", S.COUNTERED),),
    S.ESCALATED: (("escalate", S.ESCALATED),),
    S.APPROVED: (("approve", S.APPROVED),),
    S.ACTIVE: (("approve", S.APPROVED), ("activate", S.ACTIVE)),
    S.ENDED: (("approve", S.APPROVED), ("activate", S.ACTIVE), ("end", S.ENDED)),
    S.REFUSED: (("refuse", S.REFUSED),),
    S.LAPSED: (("lapse", S.LAPSED),),
    S.REVOKED: (("approve", S.APPROVED), ("revoke", S.REVOKED)),
}
ENGAGEMENTS = {A.PENDING_CLEARANCE: E.DRAFTED, A.CONFIRMED: E.APPROVED, A.COMPLETED: E.ENDED}
ENGAGEMENT_STEPS = {E.APPROVED: "approve", E.ENDED: "end", E.REJECTED: "reject", E.CANCELLED: "cancel"}


class Lending:
    """Clears accepted offers, and counts the weeks given."""

    def __init__(self, writer: Writer, chance: Chance, staff: Staff, history: History) -> None:
        self.writer = writer
        self.chance = chance
        self.history = history
        self.hr = staff.holders[Role.HR]
        self.buyers = staff.holders[Role.PROCUREMENT]
        self.used: Counter[tuple[int, date]] = Counter()
        self.deeds = Deeds(writer, chance, history)

    def decider_of(self, talent: Talent, work: Work, *, above: int = 0) -> int:
        """Who decides: the first manager above who owns nothing here (`above` levels higher), else human resources;
        for those a firm or a contract clears, procurement."""
        owners = {work.owner.id, work.co_owner.id if work.co_owner else 0, talent.id}
        if not talent.needs_authorization:
            return next((buyer.id for buyer in self.buyers if buyer.id not in owners), self.buyers[0].id)
        manager = talent.manager
        while manager is not None and (manager.id in owners or above > 0):
            above -= manager.id not in owners
            manager = manager.manager
        if manager is not None:
            return manager.id
        return next(hr.id for hr in self.hr if hr.id not in owners)

    def has_room(self, talent: Talent, opening: Opening) -> bool:
        """Whether a talent's weeks can take a seat's share: under the ceiling, or above it for a reason."""
        over_ceiling = opening.percent > CEILING or self.chance.happens(0.08)
        limit = LIMIT if over_ceiling else CEILING
        return all(self.used[talent.id, week] + opening.percent <= limit for week in _weeks(opening))

    def clear(self, candidate: Candidate) -> None:
        """Write what stands between an accepted offer and a confirmed place, and what followed."""
        if candidate.talent.needs_authorization:
            self._authorize(candidate)
        else:
            self._engage(candidate)
        if candidate.state in (A.CONFIRMED, A.COMPLETED):
            self.deeds.write(candidate, self.decider_of(candidate.talent, candidate.work))

    def write_weeks(self) -> None:
        """The counter rows: for each person and week, the sum of what was given."""
        for (person_id, week), percent in self.used.items():
            if percent:
                self.writer.add(PersonWeek, person_id=person_id, week=week, used=percent)

    def _authorization_state(self, candidate: Candidate) -> S:
        first_week = candidate.opening.first_week
        if candidate.state is A.PENDING_CLEARANCE:
            late = candidate.moment_of("accept") < clock.now() - timedelta(days=9)
            return S.ESCALATED if late else self.chance.weighted(WAITING)
        if candidate.state is A.CONFIRMED:
            return S.APPROVED if first_week > clock.this_week() else S.ACTIVE
        return S.ENDED if candidate.state is A.COMPLETED else self.chance.weighted(LOST)

    def _authorize(self, candidate: Candidate) -> None:
        chance, opening, work, talent = self.chance, candidate.opening, candidate.work, candidate.talent
        state = self._authorization_state(candidate)
        requested_at = candidate.moment_of("accept")
        decided_at = candidate.moments[-1] if state in DECIDED else None
        decider_id = self.decider_of(talent, work, above=1 if state is S.ESCALATED else 0)
        key = self.writer.key(Authorization)
        peak = max(self.used[talent.id, week] for week in _weeks(opening)) + opening.percent
        self.writer.add(
            Authorization,
            id=key,
            public_id=chance.public_id(),
            application_id=candidate.id,
            person_id=talent.id,
            mission_id=work.id,
            decider_id=decider_id,
            percent=opening.percent,
            first_week=opening.first_week,
            last_week=opening.last_week,
            state=state,
            answer_due_on=clock.add_working_days(requested_at.date(), 5),
            rules_id=work.trial.rules_id if work.trial else None,
            decided_by_id=decider_id if decided_at else None,
            decided_at=decided_at,
            note=prose.sentence(chance, phrases.REFUSALS, talent.locale) if state is S.REFUSED else "",
            override_reason=_OVERRIDE[talent.locale] if state in HOLDING and peak > CEILING else "",
            possible_from=clock.week_of(opening.last_week) if state is S.REFUSED and chance.happens(0.3) else None,
            created_at=requested_at,
        )
        if state is S.COUNTERED:
            self._counter(key, candidate, decider_id)
        if state in HOLDING:
            self._give(key, candidate)
        self._tell(key, candidate, state, decider_id)

    def _give(self, key: int, candidate: Candidate) -> None:
        percent, person_id = candidate.opening.percent, candidate.talent.id
        for week in _weeks(candidate.opening):
            self.used[person_id, week] += percent
            self.writer.add(
                Allocation,
                authorization_id=key,
                week=week,
                person_id=person_id,
                mission_id=candidate.work.id,
                percent=percent,
            )

    def _counter(self, key: int, candidate: Candidate, decider_id: int) -> None:
        opening, at = candidate.opening, candidate.moments[-1]
        self.writer.add(
            CounterProposal,
            authorization_id=key,
            percent=max(5, opening.percent // 2),
            first_week=opening.first_week + timedelta(weeks=1),
            last_week=opening.last_week + timedelta(weeks=1),
            note=prose.sentence(self.chance, phrases.REFUSALS, candidate.talent.locale),
            by_id=decider_id,
            talent_accepted_at=at if self.chance.happens(0.4) else None,
            owner_accepted_at=None,
            created_at=at,
        )

    def _tell(self, key: int, candidate: Candidate, state: S, decider_id: int) -> None:
        requested_at = candidate.moment_of("accept")
        rules_id = candidate.work.trial.rules_id if candidate.work.trial else None
        self.history.tell(
            requested_at, candidate.talent.id, Authorization, key, "request", None, S.REQUESTED, rules_id=rules_id
        )
        steps = STEPS[state]
        last = _last_moment(candidate)
        moments = self.chance.moments(requested_at, last, len(steps) + 1)[1:]
        before = S.REQUESTED
        for (action, after), at in zip(steps, moments, strict=True):
            reason = self.chance.choice(tuple(RefusalReason)).value if action == "refuse" else None
            actor_id = None if action in _PORTAL else decider_id
            self.history.tell(
                at, actor_id, Authorization, key, action, before, after, reason_code=reason, rules_id=rules_id
            )
            before = after

    def _engage(self, candidate: Candidate) -> None:
        chance, talent, opening = self.chance, candidate.talent, candidate.opening
        state = ENGAGEMENTS.get(candidate.state) or (E.REJECTED if chance.happens(0.7) else E.CANCELLED)
        asked_at = candidate.moment_of("accept")
        buyer_id = self.decider_of(talent, candidate.work)
        decided = state not in (E.DRAFTED, E.CANCELLED)
        key = self.writer.key(Engagement)
        self.writer.add(
            Engagement,
            id=key,
            public_id=chance.public_id(),
            application_id=candidate.id,
            person_id=talent.id,
            mission_id=candidate.work.id,
            firm_id=talent.firm_id,
            state=state,
            daily_rate_cents=talent.daily_rate_cents,
            currency="EUR",
            starts_on=opening.first_week,
            ends_on=clock.week_end(opening.last_week),
            answer_due_on=clock.add_working_days(asked_at.date(), 10),
            decided_by_id=buyer_id if decided else None,
            decided_at=candidate.moments[-1] if decided else None,
            note="",
            created_at=asked_at,
        )
        self.history.tell(asked_at, talent.id, Engagement, key, "open", None, E.DRAFTED)
        if state is E.DRAFTED:
            return
        reason = chance.choice(tuple(RejectionReason)).value if state is E.REJECTED else None
        action = ENGAGEMENT_STEPS[state]
        self.history.tell(
            _last_moment(candidate), buyer_id, Engagement, key, action, E.DRAFTED, state, reason_code=reason
        )


_PORTAL = frozenset({"activate", "end", "escalate", "lapse"})
_OVERRIDE = {
    "fr": "Une période calme pour l’équipe, convenue avec tous.",
    "en": "A quiet time for the team, agreed with everyone.",
}


def _weeks(opening: Opening) -> list[date]:
    return clock.weeks_between(opening.first_week, opening.last_week)


def _last_moment(candidate: Candidate) -> datetime:
    return max(candidate.moments[-1], candidate.moment_of("accept"))
