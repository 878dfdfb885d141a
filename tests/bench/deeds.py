"""What confirmed talents did: hours declared and confirmed, recognitions attested, recorded and shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.allocations.models import TimeEntry, TimeState
from portal.applications.models import ApplicationState as A
from portal.core import clock
from portal.recognition.models import Recognition, RecognitionSkill, RecognitionState, Shown
from portal.talents.models import EvidenceKind, SkillEvidence
from tests.bench import phrases, prose
from tests.bench.chance import Chance
from tests.bench.history import History
from tests.bench.writer import Writer

if TYPE_CHECKING:
    from tests.bench.staffing import Candidate

R = RecognitionState
MINUTES_A_WEEK = 35 * 60
MOST_A_WEEK = 6000
# Where a recognition stands, by the age in days of the mission's end.
AGES: tuple[tuple[int, dict[R, int]], ...] = (
    (10, {R.DRAFTED: 60, R.ATTESTED: 40}),
    (40, {R.DRAFTED: 10, R.ATTESTED: 25, R.SEEN: 25, R.PUBLISHED: 40}),
    (10_000, {R.DRAFTED: 2, R.ATTESTED: 4, R.SEEN: 14, R.PUBLISHED: 80}),
)
STEPS = (("attest", R.ATTESTED), ("record", R.SEEN), ("publish", R.PUBLISHED))
ORDER = list(R)


class Deeds:
    """Writes time entries and recognitions of confirmed places."""

    def __init__(self, writer: Writer, chance: Chance, history: History) -> None:
        self.writer = writer
        self.chance = chance
        self.history = history

    def write(self, candidate: Candidate, decider_id: int) -> None:
        """The hours of each week so far, and the recognition once it is over."""
        confirmer_id = decider_id if candidate.talent.needs_authorization else candidate.work.owner.id
        spent = self._declare(candidate, confirmer_id)
        if candidate.state is A.COMPLETED:
            self._recognise(candidate, decider_id, spent)

    def _declare(self, candidate: Candidate, confirmer_id: int) -> int:
        chance, opening, talent = self.chance, candidate.opening, candidate.talent
        expected, spent = opening.percent * MINUTES_A_WEEK // 100, 0
        last = min(opening.last_week, clock.this_week() - timedelta(weeks=1))
        for week in clock.weeks_between(opening.first_week, last) if last >= opening.first_week else ():
            if chance.happens(0.08):
                continue
            minutes = min(MOST_A_WEEK, round(expected * chance.uniform(0.7, 1.25) / 30) * 30)
            spent += minutes
            declared_at = min(clock.now(), chance.moment(week + timedelta(days=chance.randint(4, 7))))
            is_confirmed = chance.happens(0.98 if week < clock.this_week() - timedelta(weeks=3) else 0.4)
            self.writer.add(
                TimeEntry,
                id=self.writer.key(TimeEntry),
                public_id=chance.public_id(),
                application_id=candidate.id,
                person_id=talent.id,
                mission_id=candidate.work.id,
                week=week,
                minutes=minutes,
                note=prose.sentence(chance, phrases.TIME_NOTES, talent.locale),
                state=TimeState.CONFIRMED if is_confirmed else TimeState.DECLARED,
                declared_at=declared_at,
                confirmed_by_id=confirmer_id if is_confirmed else None,
                confirmed_at=min(clock.now(), declared_at + timedelta(days=2)) if is_confirmed else None,
                created_at=declared_at,
            )
        return spent

    def _recognition_state(self, candidate: Candidate, ended_at: datetime) -> R:
        age = (clock.now() - ended_at).days
        state = self.chance.weighted(next(weights for most, weights in AGES if age < most))
        # A firm's or a freelance's talent has no manager to record it: attested is complete.
        return R.PUBLISHED if state is R.SEEN and not candidate.talent.needs_authorization else state

    def _recognise(self, candidate: Candidate, decider_id: int, spent: int) -> None:
        chance, talent, work = self.chance, candidate.talent, candidate.work
        ended_at = candidate.moments[-1]
        state = self._recognition_state(candidate, ended_at)
        reached = [step for step, (_, after) in enumerate(STEPS) if ORDER.index(after) <= ORDER.index(state)]
        moments = chance.moments(ended_at, clock.now(), len(STEPS) + 1)
        weeks = len(clock.weeks_between(candidate.opening.first_week, candidate.opening.last_week))
        is_recorded = state in (R.SEEN, R.PUBLISHED) and talent.needs_authorization
        is_attested = state is not R.DRAFTED
        key = self.writer.key(Recognition)
        self.writer.add(
            Recognition,
            id=key,
            public_id=chance.public_id(),
            application_id=candidate.id,
            person_id=talent.id,
            mission_id=work.id,
            state=state,
            minutes_authorized=weeks * candidate.opening.percent * MINUTES_A_WEEK // 100,
            minutes_spent=spent,
            minutes_recognised=spent,
            outcome=prose.sentence(chance, phrases.OUTCOMES, work.owner.locale) if is_attested else "",
            outcome_lang=work.owner.locale,
            attested_by_id=work.owner.id if is_attested else None,
            attested_at=moments[1] if is_attested else None,
            words=prose.sentence(chance, phrases.THANKS, work.owner.locale) if is_recorded else "",
            words_lang=work.owner.locale,
            recorded_by_id=decider_id if is_recorded else None,
            recorded_at=moments[2] if is_recorded else None,
            shown=Shown.INSIDE if chance.happens(0.8) else Shown.MANAGER,
            created_at=ended_at,
        )
        if is_attested:
            self._attest_skills(key, candidate, moments[1])
        self._tell(key, candidate, decider_id, reached, moments)

    def _attest_skills(self, key: int, candidate: Candidate, at: datetime) -> None:
        chance, seen = self.chance, candidate.opening.skill_ids
        for skill_id in chance.sample(seen, min(len(seen), chance.randint(1, 3))):
            level = chance.randint(2, 4)
            self.writer.add(
                RecognitionSkill,
                id=self.writer.key(RecognitionSkill),
                recognition_id=key,
                skill_id=skill_id,
                level=level,
            )
            self.writer.add(
                SkillEvidence,
                id=self.writer.key(SkillEvidence),
                public_id=chance.public_id(),
                person_id=candidate.talent.id,
                skill_id=skill_id,
                kind=EvidenceKind.ATTESTED,
                level=level,
                by_id=candidate.work.owner.id,
                mission_id=candidate.work.id,
                at=at,
            )

    def _tell(
        self, key: int, candidate: Candidate, decider_id: int, reached: list[int], moments: list[datetime]
    ) -> None:
        self.history.tell(moments[0], None, Recognition, key, "draft", None, R.DRAFTED)
        actors = (candidate.work.owner.id, decider_id, candidate.talent.id)
        before = R.DRAFTED
        for step in reached:
            action, after = STEPS[step]
            if action == "record" and not candidate.talent.needs_authorization:
                continue
            self.history.tell(moments[step + 1], actors[step], Recognition, key, action, before, after)
            before = after
