"""Applications: who applies where, who gets the places, and what it leaves behind."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from portal.applications.models import Application, DeclineReason, NotSelectedReason, Offer
from portal.applications.models import ApplicationState as A
from portal.core import clock
from portal.missions.models import Audience
from portal.missions.models import MissionState as M
from tests.bench import paths, phrases, prose
from tests.bench.chance import Chance
from tests.bench.history import History
from tests.bench.lending import Lending
from tests.bench.missions import Opening, Work
from tests.bench.people import Staff, Talent
from tests.bench.writer import Writer

MOST_PER_MISSION = 60
BUSIEST = 25  # times as many applications as the person who applies least
REASONS = {"not_select": tuple(NotSelectedReason), "decline": tuple(DeclineReason)}


@dataclass(slots=True)
class Candidate:
    """One application, while it is written."""

    id: int
    talent: Talent
    work: Work
    opening: Opening
    state: A
    steps: tuple[paths.Step, ...]
    moments: list[datetime]

    def moment_of(self, action: str) -> datetime:
        """When the step `action` was made."""
        return next(at for step, at in zip(self.steps, self.moments, strict=True) if step.action == action)


class Crowd:
    """People of an audience: some apply often, most rarely."""

    def __init__(self, chance: Chance, talents: list[Talent]) -> None:
        self.talents = talents
        self.weights = list(accumulate(min(BUSIEST, chance.paretovariate(1.3)) for _ in talents))

    def draw(self, chance: Chance) -> Talent:
        """Someone."""
        return self.talents[bisect_left(self.weights, chance.random() * self.weights[-1])]


class Staffing:
    """Writes the applications of each published mission."""

    def __init__(
        self, writer: Writer, chance: Chance, staff: Staff, holders: dict[int, list[Talent]], history: History
    ) -> None:
        self.writer = writer
        self.chance = chance
        self.holders = holders
        self.history = history
        self.lending = Lending(writer, chance, staff, history)
        self.crowds = {
            Audience.EMPLOYEES: Crowd(chance, [t for t in staff.employees if not t.left]),
            Audience.EXTERNALS: Crowd(chance, [t for t in staff.externals if not t.left]),
            Audience.BOTH: Crowd(chance, [t for t in staff.everyone if not t.left]),
        }

    def build(self, works: list[Work], count: int) -> None:
        """Write `count` applications over the published missions."""
        published = [work for work in works if work.published_at]
        weights = [self.chance.lognormvariate(0, 0.8) for _ in published]
        # A mission for externals only must find that many of them, whoever left or owns it.
        most = min(MOST_PER_MISSION, len(self.crowds[Audience.EXTERNALS].talents) // 2)
        for work, number in zip(published, self.chance.spread(count, weights, most), strict=True):
            self._fill(work, number)
        self.lending.write_weeks()

    def _fill(self, work: Work, count: int) -> None:
        known = {work.owner.id, work.co_owner.id if work.co_owner else 0}
        held = [opening for opening in work.seats for _ in range(self._places_to_hold(work, opening))]
        for number in range(count):
            opening = held[number] if number < len(held) else self.chance.choice(work.seats)
            talent = self._someone(opening, known)
            known.add(talent.id)
            state = self._state(work, opening, talent, wants_place=number < len(held))
            self._write(work, opening, talent, state)

    def _places_to_hold(self, work: Work, opening: Opening) -> int:
        share = paths.HELD_SHARE.get(work.state, 0)
        held = sum(self.chance.happens(share) for _ in range(opening.places))
        # An open mission has a place to offer.
        return min(held, opening.places - 1) if work.state is M.PUBLISHED else held

    def _someone(self, opening: Opening, known: set[int]) -> Talent:
        """Half of those who apply hold one of the skills asked for."""
        for _ in range(200):
            skilled = self.holders.get(self.chance.choice(opening.skill_ids)) if self.chance.happens(0.5) else None
            talent = self.chance.choice(skilled) if skilled else self.crowds[opening.audience].draw(self.chance)
            if talent.id not in known and opening.audience.includes(talent.kind):
                return talent
        return next(
            talent
            for talent in self.crowds[opening.audience].talents
            if talent.id not in known and opening.audience.includes(talent.kind)
        )

    def _state(self, work: Work, opening: Opening, talent: Talent, *, wants_place: bool) -> A:
        if not wants_place:
            state = self.chance.weighted(paths.OUTCOMES[work.state])
            full = opening.taken + opening.offered >= opening.places
            return A.SHORTLISTED if state is A.OFFERED and full else state
        state = self.chance.weighted(paths.SEATED[work.state])
        granted = state in (A.CONFIRMED, A.COMPLETED) and talent.needs_authorization
        return A.RELEASED if granted and not self.lending.has_room(talent, opening) else state

    def _write(self, work: Work, opening: Opening, talent: Talent, state: A) -> None:
        candidate = self._candidate(work, opening, talent, state)
        applied_at, changed_at = candidate.moments[0], candidate.moments[-1]
        today = clock.today()
        self.writer.add(
            Application,
            id=candidate.id,
            public_id=self.chance.public_id(),
            mission_id=work.id,
            seat_id=opening.id,
            person_id=talent.id,
            state=state,
            message=prose.sentence(self.chance, phrases.MESSAGES, talent.locale) if state is not A.INVITED else "",
            answer_due_on=clock.add_working_days(applied_at.date(), 10),
            hold_until=today + timedelta(days=self.chance.randint(3, 40)) if state is A.ON_HOLD else None,
            **self._agreed(candidate),
            changed_at=changed_at,
            created_at=applied_at,
            version=len(candidate.steps),
        )
        opening.taken += state in (A.ACCEPTED, A.PENDING_CLEARANCE, A.CONFIRMED, A.COMPLETED)
        opening.offered += state is A.OFFERED
        self._tell(candidate)
        if state in paths.OFFERED_STATES:
            self._write_offer(candidate)
        if state in (A.PENDING_CLEARANCE, A.CONFIRMED, A.COMPLETED, A.RELEASED):
            self.lending.clear(candidate)

    @staticmethod
    def _agreed(candidate: Candidate) -> dict[str, Any]:
        """What both sides agreed, for those who accepted an offer."""
        opening = candidate.opening
        accepted = any(step.action == "accept" for step in candidate.steps)
        return {
            "agreed_percent": opening.percent if accepted else None,
            "agreed_first_week": opening.first_week if accepted else None,
            "agreed_last_week": opening.last_week if accepted else None,
        }

    def _candidate(self, work: Work, opening: Opening, talent: Talent, state: A) -> Candidate:
        chance, now = self.chance, clock.now()
        steps = chance.choice(paths.PATHS[state])
        published_at = work.published_at or now
        until = min(now, datetime.combine(opening.first_week, time(6), UTC))
        if work.over_on is not None and work.state in (M.CANCELLED, M.UNFILLED, M.EXPIRED):
            until = min(until, datetime.combine(work.over_on, time(6), UTC))
        latest = max(published_at, until)
        # Of what still waits, most is recent.
        recent = latest - timedelta(days=14)
        first = max(published_at, recent) if work.state is M.PUBLISHED else published_at
        applied_at = first + (latest - first) * (chance.random() * 0.7)
        moments = chance.moments(applied_at.replace(microsecond=0), latest, len(steps))
        if state is A.COMPLETED and work.over_on is not None:
            moments[-1] = min(now, chance.moment(work.over_on))
        return Candidate(self.writer.key(Application), talent, work, opening, state, steps, moments)

    def _tell(self, candidate: Candidate) -> None:
        before = None
        for step, at in zip(candidate.steps, candidate.moments, strict=True):
            reasons = REASONS.get(step.action)
            actors = {
                "talent": candidate.talent.id,
                "owner": candidate.work.owner.id,
                "decider": self.lending.decider_of(candidate.talent, candidate.work),
                "portal": None,
            }
            self.history.tell(
                at,
                actors[step.who],
                Application,
                candidate.id,
                step.action,
                before,
                step.state,
                reason_code=self.chance.choice(reasons).value if reasons else None,
            )
            before = step.state

    def _write_offer(self, candidate: Candidate) -> None:
        opening, owner = candidate.opening, candidate.work.owner
        offered_at = candidate.moment_of("offer")
        self.writer.add(
            Offer,
            application_id=candidate.id,
            percent=opening.percent,
            first_week=opening.first_week,
            last_week=opening.last_week,
            message="",
            why=prose.sentence(self.chance, phrases.OFFER_REASONS, owner.locale),
            answer_due_on=clock.add_working_days(offered_at.date(), 5),
            by_id=owner.id,
            created_at=offered_at,
        )
