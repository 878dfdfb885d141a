"""Makes the things tests talk about, in words of the field. Each returns a `Ref`, free of any database session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask

from portal.allocations.models import Allocation, Authorization, AuthorizationState, TimeEntry, TimeState
from portal.applications.models import SEATED_STATES, Application, ApplicationState, Offer
from portal.core import clock
from portal.core.transaction import transaction
from portal.engagements.models import ExternalTerms, Firm, Tier, firm_key
from portal.extensions import Base, db
from portal.missions.models import Audience, Brief, Mission, MissionState, Necessity, Seat, SeatSkill, Stage
from portal.pilots.models import Pilot, PilotRules, PilotState
from portal.recognition.models import Recognition, RecognitionState
from portal.skills.folding import fold
from portal.skills.models import Skill, SkillLabel
from portal.skills.occupations.models import Occupation, OccupationSkill
from portal.talents.availability.models import Pause
from portal.talents.evidence.counting import recount
from portal.talents.models import (
    EvidenceKind,
    Experience,
    HeldSkill,
    Profile,
    SkillEvidence,
    SpokenLanguage,
    SpokenLevel,
)
from tests.cast import Cast, Someone


@dataclass(frozen=True)
class Ref:
    """Where a thing is: its table's key and its public identifier."""

    model: type[Any]
    id: int
    public_id: str = ""

    def load(self) -> Any:
        """The mapped object; inside an application context."""
        return db.session.get_one(self.model, self.id)


def ref(thing: Base) -> Ref:
    """A `Ref` to a flushed object."""
    return Ref(type(thing), thing.id, getattr(thing, "public_id", ""))  # type: ignore[attr-defined]


def week(offset: int) -> date:
    """The Monday `offset` weeks from the present one."""
    return clock.this_week() + timedelta(weeks=offset)


class World:
    """Everything a test may need to exist already, written without the services under test."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.app = app
        self.cast = cast

    def skill(self, label_en: str, label_fr: str | None = None) -> Ref:
        """A skill of the library, with its two preferred labels."""
        label_fr = label_fr or label_en
        with self.app.app_context(), transaction() as session:
            skill = Skill(key=f"test:{label_en.casefold()}", source="test", label_en=label_en, label_fr=label_fr)
            skill.labels = [
                SkillLabel(lang=lang, text=text, folded=fold(text), is_preferred=True)
                for lang, text in (("en", label_en), ("fr", label_fr))
            ]
            session.add(skill)
            session.flush()
            return ref(skill)

    def occupation(
        self,
        label_en: str,
        essential: tuple[Ref, ...],
        optional: tuple[Ref, ...] = (),
        *,
        label_fr: str = "",
        **fields: Any,
    ) -> Ref:
        """An occupation, and the skills that it takes."""
        with self.app.app_context(), transaction() as session:
            occupation = Occupation(
                key=f"test:{label_en.casefold()}",
                source="test",
                label_en=label_en,
                label_fr=label_fr or label_en,
                imported_digest="",
                **fields,
            )
            session.add(occupation)
            session.flush()
            session.add_all(
                OccupationSkill(occupation_id=occupation.id, skill_id=skill.id, is_essential=skill in essential)
                for skill in (*essential, *optional)
            )
            return ref(occupation)

    def pilot(
        self, *, max_percent: int = 20, max_weeks: int = 8, state: PilotState = PilotState.RUNNING, **fields: Any
    ) -> Ref:
        """A pilot of the whole organization, sponsored by Simone, with its first rules."""
        with self.app.app_context(), transaction() as session:
            pilot = Pilot(
                name_fr="Données partagées",
                name_en="Shared data",
                starts_on=clock.today() - timedelta(days=60),
                ends_on=clock.today() + timedelta(days=180),
                sponsor_id=self.cast.simone.id,
                state=state,
            )
            for name, value in fields.items():
                setattr(pilot, name, value)
            pilot.rules = [
                PilotRules(number=1, max_percent=max_percent, max_weeks=max_weeks, by_id=self.cast.simone.id)
            ]
            session.add(pilot)
            session.flush()
            return ref(pilot)

    def mission(
        self,
        *,
        owner: Someone | None = None,
        co_owner: Someone | None = None,
        state: MissionState = MissionState.PUBLISHED,
        audience: Audience = Audience.BOTH,
        percent: int = 20,
        places: int = 1,
        first: int = 2,
        last: int = 7,
        skills: tuple[tuple[Ref, int], ...] = (),
        pilot: Ref | None = None,
        **fields: Any,
    ) -> Ref:
        """A mission with a full brief and one seat; Karim owns it unless told otherwise. Weeks are offsets from now."""
        owner = owner or self.cast.karim
        with self.app.app_context(), transaction() as session:
            mission = Mission(
                title_fr="Cartographier les données clients",
                title_en="Map the customer data",
                summary_fr="Dresser l’inventaire des flux avant la migration.",
                summary_en="List the flows before the migration.",
                owner_id=owner.id,
                co_owner_id=co_owner.id if co_owner else None,
                unit_id=owner.person().unit_id,
                pilot_id=pilot.id if pilot else None,
                audience=audience,
                state=state,
            )
            if state not in (MissionState.DRAFT, MissionState.SUBMITTED, MissionState.CHANGES_REQUESTED):
                mission.published_at = clock.now() - timedelta(days=3)
            if audience != Audience.EMPLOYEES:
                mission.stage = Stage.OPEN
            if state is MissionState.PAUSED:
                mission.paused_from = MissionState.PUBLISHED
            mission.brief = Brief(**{f"{name}_{lang}": f"{name} {lang}" for name in _BRIEF for lang in ("fr", "en")})
            mission.seats = [
                Seat(
                    title_fr="Analyste",
                    title_en="Analyst",
                    places=places,
                    percent=percent,
                    first_week=week(first),
                    last_week=week(last),
                    audience=audience,
                    skills=[
                        SeatSkill(skill_id=skill.id, level=level, necessity=Necessity.REQUIRED)
                        for skill, level in skills
                    ],
                )
            ]
            for name, value in fields.items():
                setattr(mission, name, value)
            session.add(mission)
            session.flush()
            return ref(mission)

    def firm(self, person: Someone, tier: Tier) -> None:
        """The firm that an external works for."""
        name = f"Firm of {person.full_name}"
        with self.app.app_context(), transaction() as session:
            session.add(ExternalTerms(person_id=person.id, firm=Firm(name=name, name_key=firm_key(name), tier=tier)))

    def seat_of(self, mission: Ref) -> Ref:
        """The first seat of a mission."""
        with self.app.app_context():
            return ref(mission.load().seats[0])

    def application(
        self,
        mission: Ref,
        person: Someone,
        *,
        state: ApplicationState = ApplicationState.SUBMITTED,
        message: str = "I know these flows well.",
        **fields: Any,
    ) -> Ref:
        """An application to a mission's first seat, with an offer and a taken place where its state implies them."""
        with self.app.app_context(), transaction() as session:
            seat = mission.load().seats[0]
            application = Application(
                mission_id=mission.id, seat_id=seat.id, person_id=person.id, state=state, message=message, **fields
            )
            if state in _OFFERED:
                application.offer = Offer(
                    percent=seat.percent,
                    first_week=seat.first_week,
                    last_week=seat.last_week,
                    answer_due_on=clock.add_working_days(clock.today(), 5),
                    by_id=mission.load().owner_id,
                )
            if state in SEATED_STATES:
                application.agreed = application.offer.terms
                seat.taken += 1
            session.add(application)
            session.flush()
            return ref(application)

    def authorization(
        self,
        mission: Ref,
        person: Someone,
        *,
        decider: Someone | None = None,
        state: AuthorizationState = AuthorizationState.REQUESTED,
        **fields: Any,
    ) -> Ref:
        """The request that an accepted offer opened; by default it waits for the person's manager."""
        accepted = self.application(mission, person, state=ApplicationState.PENDING_CLEARANCE)
        with self.app.app_context(), transaction() as session:
            application = accepted.load()
            offer = application.offer
            manager_id = decider.id if decider else application.person.manager_id
            authorization = Authorization(
                application_id=application.id,
                person_id=person.id,
                mission_id=mission.id,
                decider_id=manager_id,
                percent=offer.percent,
                first_week=offer.first_week,
                last_week=offer.last_week,
                state=state,
                answer_due_on=clock.add_working_days(clock.today(), 5),
            )
            for name, value in fields.items():
                setattr(authorization, name, value)
            session.add(authorization)
            session.flush()
            return ref(authorization)

    def seated(self, mission: Ref, person: Someone, *, since: int = -12, **fields: Any) -> Ref:
        """A confirmed application since `since` weeks from now; an employee's or temp's weeks are authorized."""
        fields.setdefault("created_at", clock.now() + timedelta(weeks=since))
        seated = self.application(mission, person, **{"state": ApplicationState.CONFIRMED, **fields})
        with self.app.app_context(), transaction() as session:
            application = seated.load()
            offer = application.offer
            if application.person.needs_authorization:
                authorization = Authorization(
                    application_id=application.id,
                    person_id=person.id,
                    mission_id=mission.id,
                    decider_id=application.person.manager_id,
                    decided_by_id=application.person.manager_id,
                    decided_at=clock.now(),
                    percent=offer.percent,
                    first_week=offer.first_week,
                    last_week=offer.last_week,
                    state=AuthorizationState.APPROVED,
                    answer_due_on=clock.today(),
                )
                session.add(authorization)
                session.flush()
                session.add_all(
                    Allocation(
                        authorization_id=authorization.id,
                        week=monday,
                        person_id=person.id,
                        mission_id=mission.id,
                        percent=offer.percent,
                    )
                    for monday in clock.weeks_between(offer.first_week, offer.last_week)
                )
        return seated

    def time_entry(self, application: Ref, offset: int = -1, *, minutes: int = 420, **fields: Any) -> Ref:
        """Time declared for the week `offset` weeks from now; confirmed when `confirmed_by` is someone."""
        confirmed_by = fields.pop("confirmed_by", None)
        with self.app.app_context(), transaction() as session:
            held = application.load()
            entry = TimeEntry(
                application_id=held.id,
                person_id=held.person_id,
                mission_id=held.mission_id,
                week=week(offset),
                minutes=minutes,
                **fields,
            )
            if confirmed_by is not None:
                entry.state = TimeState.CONFIRMED
                entry.confirmed_by_id = confirmed_by.id
                entry.confirmed_at = clock.now()
            session.add(entry)
            session.flush()
            return ref(entry)

    def profile(self, person: Someone, **fields: Any) -> None:
        """What someone says of themselves: headlines, summaries, availability, as columns of `Profile`."""
        with self.app.app_context(), transaction() as session:
            session.merge(Profile(person_id=person.id, **fields))

    def pause(self, person: Someone, first: int, last: int, note: str = "") -> Ref:
        """A pause of someone, from one day to another, as offsets from the present one."""
        with self.app.app_context(), transaction() as session:
            days = [clock.today() + timedelta(days=offset) for offset in (first, last)]
            pause = Pause(person_id=person.id, starts_on=days[0], ends_on=days[1], note=note)
            session.add(pause)
            session.flush()
            return ref(pause)

    def holds(self, person: Someone, skill: Ref, level: int = 2, **fields: Any) -> Ref:
        """A skill on someone's profile."""
        with self.app.app_context(), transaction() as session:
            held = HeldSkill(person_id=person.id, skill_id=skill.id, level=level, **fields)
            session.add(held)
            recount(session, person.id)
            return ref(held)

    def evidence(
        self,
        person: Someone,
        skill: Ref,
        kind: EvidenceKind,
        *,
        by: Someone,
        level: int,
        mission: Ref | None = None,
        **fields: Any,
    ) -> Ref:
        """Why a level is believed."""
        with self.app.app_context(), transaction() as session:
            evidence = SkillEvidence(
                person_id=person.id,
                skill_id=skill.id,
                kind=kind,
                level=level,
                by_id=by.id,
                mission_id=mission.id if mission else None,
                **fields,
            )
            session.add(evidence)
            recount(session, person.id)
            return ref(evidence)

    def experience(self, person: Someone, **fields: Any) -> Ref:
        """An occupation that goes on since September 2021."""
        with self.app.app_context(), transaction() as session:
            experience = Experience(person_id=person.id, **{"started_on": date(2021, 9, 1), **fields})
            session.add(experience)
            session.flush()
            return ref(experience)

    def speaks(self, person: Someone, code: str, level: SpokenLevel) -> None:
        """A language on someone's profile."""
        with self.app.app_context(), transaction() as session:
            session.add(SpokenLanguage(person_id=person.id, code=code, level=level))

    def recognition(
        self, application: Ref, *, state: RecognitionState = RecognitionState.DRAFTED, **fields: Any
    ) -> Ref:
        """The recognition of a completed application, with what its state implies: attested by the owner, recorded."""
        with self.app.app_context(), transaction() as session:
            held = application.load()
            held.state, held.changed_at = ApplicationState.COMPLETED, clock.now()
            recognition = Recognition(
                application_id=held.id, person_id=held.person_id, mission_id=held.mission_id, state=state
            )
            if state is not RecognitionState.DRAFTED:
                recognition.outcome = "Twenty flows described, and a team that can go on alone."
                recognition.outcome_lang = "en"
                recognition.minutes_recognised = 1200
                recognition.attested_by_id, recognition.attested_at = held.mission.owner_id, clock.now()
            if state in (RecognitionState.SEEN, RecognitionState.PUBLISHED) and held.person.needs_authorization:
                recognition.recorded_by_id, recognition.recorded_at = held.person.manager_id, clock.now()
            for name, value in fields.items():
                setattr(recognition, name, value)
            session.add(recognition)
            session.flush()
            return ref(recognition)


_BRIEF = ("context", "objective", "deliverables", "success_sign", "tools", "contact", "what_next")
_OFFERED = (ApplicationState.OFFERED, *SEATED_STATES)
