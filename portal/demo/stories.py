"""What happened on each mission: applications, offers, authorizations and time, through the portal's own services.

Every step is made at its own past moment by the person who would make it, so that histories, mails and counters are
those of a real year. What the rules refuse does not happen: the story of that person then ends otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.allocations import services as allocations
from portal.allocations.assessment import assess
from portal.allocations.models import Authorization
from portal.allocations.relieving.models import Relief
from portal.applications import services as applications
from portal.applications.models import Application
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.transaction import transaction
from portal.demo import words
from portal.demo.missions import Told, at, move
from portal.demo.openings import open_day
from portal.demo.recognitions import load_recognitions
from portal.demo.scenes import STILL_FREE
from portal.demo.time import load_time
from portal.engagements import services as engagements
from portal.engagements.models import Engagement, ExternalTerms
from portal.extensions import db
from portal.missions.expiring import services as expiring
from portal.missions.expiring.rules import LIFE, WARNINGS
from portal.missions.models import Mission, Seat
from portal.missions.pausing import services as pausing
from portal.missions.unfilled import services as unfilled
from portal.missions.workflow import mission_cancelled, mission_completed
from portal.organization.models import Kind, Person
from portal.talents.models import HeldSkill

SEED = 20270107
FILLED = ("staffed", "in_progress", "paused", "completed", "closed")
# How applications to a mission that still looks for people go, in turn.
OPEN_ENDINGS = (
    "submitted",
    "shortlisted",
    "waiting",
    "in_review",
    "offered",
    "refused",
    "submitted",
    "countered",
    "not_selected",
    "on_hold",
    "declined",
    "confirmed",
    "withdrawn",
)
# Those that take a place, or keep it for someone until they answer.
OFFERED_ENDINGS = ("waiting", "offered", "refused", "countered", "declined", "confirmed")
REFUSALS = ("workload", "notice_too_short", "team_already_lending")


@dataclass
class Storyteller:
    """Walks the missions in order of publication; `busy` keeps the same people from being everywhere."""

    people: dict[str, int]
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 (stories, not secrets)
    busy: dict[int, int] = field(default_factory=dict)
    reserved: set[int] = field(default_factory=set)
    endings: int = 0

    def tell(self, told: Told) -> None:
        """Everything that happened on one mission until now."""
        if told.published_on is None:
            return
        mission = db.session.get_one(Mission, told.id)
        for index in range(len(mission.seats)):
            self._tell_seat(told, index)
        self._tell_end(told)

    def _tell_seat(self, told: Told, index: int) -> None:
        seat = db.session.get_one(Mission, told.id).seats[index]
        places, first_week, seat_id = seat.places, seat.first_week, seat.id
        filled = told.state in FILLED
        wanted = places + self.rng.choice((0, 1, 2)) if filled else self.rng.choice((1, 2, 3))
        confirmed, opened = 0, open_day(told)
        for number, person_id in enumerate(self._candidates(seat, wanted + 6)):
            if number >= wanted and not (filled and confirmed < places):
                break
            start = (told.published_on or clock.today()) + timedelta(days=1 + (2 * number) % 9)
            latest = first_week - timedelta(days=26)
            if filled:
                start = max(told.published_on or start, min(start, latest))
            if opened is not None and db.session.get_one(Person, person_id).is_external:
                start = max(start, opened)
            ending = "confirmed" if filled and confirmed < places else self._ending(filled)
            if told.state in ("cancelled", "unfilled", "expired"):
                ending = self.rng.choice(("withdrawn", "declined", "submitted"))
            if (told.content["key"], index) in STILL_FREE and ending in OFFERED_ENDINGS:
                ending = "shortlisted"
            if self._tell_application(seat_id, person_id, start, ending):
                confirmed += 1

    def _ending(self, filled: bool) -> str:
        if filled:
            return self.rng.choice(("not_selected", "not_selected", "withdrawn"))
        self.endings += 1
        return OPEN_ENDINGS[self.endings % len(OPEN_ENDINGS)]

    def _candidates(self, seat: Seat, count: int) -> list[int]:
        """People the seat addresses, those who hold most of its skills and were asked least first."""
        mission = seat.mission
        kinds = [kind for kind in Kind if seat.audience.includes(kind)]
        skill_ids = [row.skill_id for row in seat.skills]
        held = sa.func.count(HeldSkill.id)
        rows = db.session.execute(
            sa.select(Person.id, held)
            .outerjoin(HeldSkill, sa.and_(HeldSkill.person_id == Person.id, HeldSkill.skill_id.in_(skill_ids)))
            .where(
                Person.kind.in_(kinds),
                Person.id.not_in((mission.owner_id, mission.co_owner_id)),
                Person.manager_id.is_not(None) | (Person.kind != Kind.EMPLOYEE),
                Person.id.not_in(sa.select(Application.person_id).where(Application.mission_id == mission.id)),
            )
            .group_by(Person.id)
            .order_by(Person.id)
        ).all()
        free = [(id_, fits) for id_, fits in rows if id_ not in self.reserved]
        ranked = sorted(free, key=lambda row: (-row[1] + 1.4 * self.busy.get(row[0], 0), self.rng.random()))
        return [row[0] for row in ranked[:count]]

    def _tell_application(self, seat_id: int, person_id: int, start: date, ending: str) -> bool:
        """One person's way as far as today allows. Returns whether it led to a confirmed place."""
        self.busy[person_id] = self.busy.get(person_id, 0) + 1
        return Walk(self, seat_id, person_id, start).to(ending)

    def _tell_end(self, told: Told) -> None:
        content_weeks = [seat["first_week"] for seat in told.content["seat"]]
        first = clock.this_week() + timedelta(weeks=min(content_weeks))
        last = clock.this_week() + timedelta(weeks=max(seat["last_week"] for seat in told.content["seat"]), days=4)
        if told.state in ("in_progress", "paused", "completed", "closed"):
            move(told.id, "start", first, owner=True, hour=8)
            load_time(told.id)
        if told.state == "paused":
            self.pause(told.id, clock.today() - timedelta(days=9))
        if told.state in ("completed", "closed"):
            self.finish(told.id, min(last, clock.today() - timedelta(days=3)))
            closed = told.state == "closed"
            load_recognitions(told.id, closed=closed, waiting_for_manager=self.reserved if not closed else set())
        if told.state == "closed":
            move(told.id, "close", min(last + timedelta(days=16), clock.today() - timedelta(days=1)), owner=True)
        if told.state == "cancelled":
            self.cancel(told.id, (told.published_on or first) + timedelta(days=30))
        if told.state in ("published", "expired"):
            attend_to(told.id, told.published_on or first)
        if told.state == "unfilled":
            self.leave_unfilled(told.id, (told.published_on or first) + timedelta(days=70))

    def finish(self, mission_id: int, day: date) -> None:
        """The owner completes the mission; what follows follows."""
        move_with(mission_id, "complete", day, mission_completed)

    def leave_unfilled(self, mission_id: int, day: date) -> None:
        """The owner stops looking and says why."""
        with clock.at(at(day, 10)):
            mission = db.session.get_one(Mission, mission_id)
            unfilled.leave_unfilled(mission.owner, mission, causes=words.UNFILLED_CAUSES, text=words.UNFILLED)

    def pause(self, mission_id: int, day: date) -> None:
        """The owner puts the mission aside for a month; those concerned read why."""
        with clock.at(at(day, 11)):
            mission = db.session.get_one(Mission, mission_id)
            until = clock.today() + timedelta(days=30)
            pausing.pause_mission(mission.owner, mission, text=words.PAUSE, until=until)

    def cancel(self, mission_id: int, day: date) -> None:
        """The owner cancels the mission; everyone who applied is told."""
        move_with(mission_id, "cancel", day, mission_cancelled)


def attend_to(mission_id: int, published_on: date) -> None:
    """The warnings that its owners had, and its expiry, each on its day."""
    for age in (*WARNINGS, LIFE):
        day = published_on + timedelta(days=age)
        if day <= clock.today():
            with clock.at(at(day, 7)):
                expiring.attend(db.session.get_one(Mission, mission_id))


def move_with(mission_id: int, name: str, day: date, consequence: Callable[..., None]) -> None:
    """A transition by the owner, with what follows it in the same transaction."""
    from portal.missions.workflow import MISSION

    with clock.at(at(day, 17)), transaction() as session:
        mission = session.get_one(Mission, mission_id)
        MISSION.apply(mission.owner, mission, name)
        consequence(mission.owner, mission)


@dataclass
class Walk:
    """One person's steps on one seat, each at its moment; a step that would be in the future is not made.

    `pace` is the most days between two steps.
    """

    teller: Storyteller
    seat_id: int
    person_id: int
    start: date
    application_id: int = 0
    pace: int = 9
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.day = self.start

    def to(self, ending: str) -> bool:
        """Walk to an ending. Returns whether a place was confirmed."""
        try:
            return self._walk(ending)
        except DomainError:
            return False

    def _walk(self, ending: str) -> bool:
        if not self._step(0, self._apply) or ending == "submitted":
            return False
        if ending == "withdrawn":
            self._step(
                5,
                lambda: applications.withdraw_application(
                    self.person, self.application, text=self._say(words.WITHDRAWALS)
                ),
            )
            return False
        if not self._step(2, lambda: applications.review_application(self.owner, self.application)):
            return False
        if ending == "in_review":
            return False
        if ending == "on_hold":
            until = clock.today() + timedelta(days=12)
            self._step(2, lambda: applications.hold_application(self.owner, self.application, until=until))
            return False
        if ending == "not_selected":
            self._step(4, self._not_select)
            return False
        if not self._step(2, lambda: applications.shortlist_application(self.owner, self.application)):
            return False
        return ending != "shortlisted" and self._step(2, self._offer) and self._after_offer(ending)

    def _after_offer(self, ending: str) -> bool:
        if ending == "offered":
            return False
        if ending == "declined":
            self._step(
                2, lambda: applications.decline_offer(self.person, self.application, reason="already_engaged", text="")
            )
            return False
        if not self._step(1, lambda: applications.accept_offer(self.person, self.application)):
            return False
        if ending == "waiting":
            return False
        if self.person.needs_authorization:
            return self._decide(ending)
        return self._step(4, self._confirm_engagement)

    def _decide(self, ending: str) -> bool:
        if ending == "refused":
            reason = self.teller.rng.choice(REFUSALS)
            text = words.REFUSALS[self.person.locale][reason]
            return (
                self._step(
                    3, lambda: allocations.refuse_request(self.decider, self.authorization, reason=reason, text=text)
                )
                and False
            )
        if ending == "countered":
            return self._step(3, self._counter) and False
        return self._step(2, self._authorize)

    def _step(self, days: int, act: Callable[[], Any]) -> bool:
        """Make a step some days later, when that is not in the future."""
        self.day += timedelta(days=min(days, self.pace))
        while self.day.weekday() > 4:
            self.day += timedelta(days=1)
        if self.day > clock.today():
            return False
        with clock.at(at(self.day, 8 + self.teller.rng.random() * 9)):
            act()
        db.session.expire_all()
        return True

    def _say(self, choices: dict[str, Any]) -> str:
        said = choices[self.person.locale]
        return said if isinstance(said, str) else self.teller.rng.choice(said)

    @property
    def person(self) -> Person:
        """The talent."""
        return db.session.get_one(Person, self.person_id)

    @property
    def application(self) -> Application:
        """Their application."""
        return db.session.get_one(Application, self.application_id)

    @property
    def owner(self) -> Person:
        """Who chooses."""
        return self.application.mission.owner

    @property
    def authorization(self) -> Authorization:
        """The request it opened."""
        return db.session.scalars(
            sa.select(Authorization).where(Authorization.application_id == self.application_id)
        ).one()

    @property
    def decider(self) -> Person:
        """Who decides on the request."""
        decider = self.authorization.decider
        if decider is None:
            raise DomainError("nobody decides")
        return decider

    def _apply(self) -> None:
        seat = db.session.get_one(Seat, self.seat_id)
        application = applications.apply_to_seat(self.person, seat, message=self._say(words.MESSAGES), key=None)
        self.application_id = application.id

    def _not_select(self) -> None:
        applications.not_select_application(
            self.owner, self.application, reason="another_chosen", text=self._say(words.NOT_SELECTED)
        )

    def _offer(self) -> None:
        seat = self.application.seat
        applications.offer_place(
            self.owner,
            self.application,
            percent=seat.percent,
            first_week=seat.first_week,
            last_week=seat.last_week,
            message=self._say(words.OFFERS),
            why=self._say(words.WHYS),
            version=None,
        )

    def _authorize(self) -> None:
        authorization = self.authorization
        override = self._say(words.OVERRIDES) if assess(authorization).needs_reason else ""
        allocations.authorize_time(
            self.decider,
            authorization,
            note=self._say(words.NOTES),
            relief=Relief(*self._say(words.RELIEFS)),
            override_reason=override,
        )

    def _counter(self) -> None:
        authorization = self.authorization
        allocations.counter_request(
            self.decider,
            authorization,
            percent=max(5, authorization.percent // 10 * 5),
            first_week=authorization.first_week + timedelta(weeks=1),
            last_week=authorization.last_week,
            note=self._say(words.COUNTERS),
            override_reason=self._say(words.OVERRIDES),
        )

    def _confirm_engagement(self) -> None:
        engagement = db.session.scalars(
            sa.select(Engagement).where(Engagement.application_id == self.application_id)
        ).one()
        terms = db.session.get_one(ExternalTerms, self.person_id)
        engagements.approve_engagement(
            self._buyer(engagement),
            engagement,
            daily_rate_cents=terms.daily_rate_cents or 0,
            starts_on=engagement.starts_on,
            ends_on=engagement.ends_on,
            note="",
            version=None,
        )

    def _buyer(self, engagement: Engagement) -> Person:
        mission = engagement.mission
        return db.session.get_one(
            Person,
            next(
                self.teller.people[identifier]
                for identifier in ("M0004", "M0057")
                if self.teller.people[identifier] not in (mission.owner_id, mission.co_owner_id)
            ),
        )
