"""Authorizations and loads, read in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload

from portal import policies
from portal.accounts.models import Account
from portal.allocations.models import (
    GRANTED_STATES,
    WAITING_STATES,
    Allocation,
    Authorization,
    AuthorizationState,
    Ceiling,
    CounterProposal,
    PersonWeek,
)
from portal.allocations.rules import DEFAULT_CEILING
from portal.applications.models import Application, Offer
from portal.applications.queries import applied_to
from portal.core import audit, clock
from portal.core.among import among
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission, SeatSkill
from portal.missions.pausing.queries import paused_ids
from portal.missions.queries import owned_ids
from portal.organization.delegations import Delegation, DelegationState
from portal.organization.models import Person
from portal.skills.models import Skill
from portal.talents.availability.models import Pause
from portal.talents.models import Circle, HeldSkill, Profile, Section
from portal.talents.visibility import Known, Sight, kept_to_oneself, sight_of

if TYPE_CHECKING:
    from portal.allocations.rows import AnyRequest

LONGEST_LIST = 100
MAY_BE_WRITING = timedelta(days=1)
# What deciding on a request, or answering other terms, reads of it.
DETAILS = (
    joinedload(Authorization.person),
    joinedload(Authorization.rules),
    joinedload(Authorization.decider),
    joinedload(Authorization.decider_for),
    joinedload(Authorization.decided_by),
    joinedload(Authorization.counter).joinedload(CounterProposal.by),
    contains_eager(Authorization.mission).joinedload(Mission.owner),
)


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill that a seat asks, and the level at which someone holds it (None when they do not)."""

    label: Text
    held: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Why a mission chose someone: in whose words, among how many applications, for which skills.

    `sight` is what the reader may read of them: no skill is said to be held, or not, when their skills are not in it.
    """

    why: str
    by: str
    applications: int
    skills: list[AskedSkill]
    sight: Sight

    @property
    def shows_skills(self) -> bool:
        """Whether the reader may know which of the skills are held."""
        return Section.SKILLS in self.sight


def visible_to(actor: Person) -> sa.Select[Authorization]:
    """What `actor` may see: their own, those they decide or decided, or someone in their place, what their team gives,
    those of missions they own; HR sees all.

    For a mission they applied to, human resources are a rival like any other.
    """
    own = (
        Authorization.person_id == actor.id,
        Authorization.decider_id == actor.id,
        Authorization.decider_for_id == actor.id,
        Authorization.decided_by_id == actor.id,
        Mission.owner_id == actor.id,
        Mission.co_owner_id == actor.id,
        given_by_team_of(actor),
    )
    every = (~applied_to(actor, Authorization.mission_id),) if policies.is_hr(actor) else ()
    return sa.select(Authorization).join(Authorization.mission).where(sa.or_(*own, *every))


def for_the_desk(actor: Person) -> sa.Select[Authorization]:
    """What `actor` may see with why a mission chose: what they decide or decided, or someone in their place; what their
    team gives; HR every other's, rivals' apart.

    The talent and those who own the mission follow the request elsewhere. For whom a team's weeks are there too, see
    `policies.team_weeks_read`.
    """
    own = (
        Authorization.decider_id == actor.id,
        Authorization.decider_for_id == actor.id,
        Authorization.decided_by_id == actor.id,
        given_by_team_of(actor),
    )
    others = sa.and_(Authorization.person_id != actor.id, ~applied_to(actor, Authorization.mission_id))
    every = (others,) if policies.is_hr(actor) else ()
    return sa.select(Authorization).join(Authorization.mission).where(sa.or_(*own, *every))


def given_by_team_of(actor: Any) -> sa.ColumnElement[bool]:
    """Whether time is given by someone whose manager `actor` is, or stands in for today: they may take it back.

    Not for a mission they applied to: nobody reads about a rival.
    """
    stands_in = sa.select(Delegation.manager_id).where(
        Delegation.delegate_id == actor.id, Delegation.state == DelegationState.RUNNING
    )
    member = aliased(Person)
    team = sa.select(member.id).where(
        sa.or_(member.manager_id == actor.id, member.manager_id.in_(stands_in)), member.id != actor.id
    )
    return sa.and_(
        Authorization.state.in_(GRANTED_STATES),
        Authorization.person_id.in_(team),
        ~applied_to(actor, Authorization.mission_id),
    )


def get_visible(actor: Person, public_id: str) -> Authorization:
    """One authorization, with all a page needs. Raises `NotFound` for strangers and missing ones alike."""
    return _get(visible_to(actor), public_id)


def get_for_the_desk(actor: Person, public_id: str) -> Authorization:
    """One authorization for who decides. Raises `NotFound` for others, the talent and the owners included."""
    return _get(for_the_desk(actor), public_id)


def get_to_answer(actor: Person, public_id: str, *, version: int) -> Authorization:
    """As `get_for_the_desk`, and also for who decided until it went to someone else: they may be writing an answer.

    They were so when it left them within a day, and the `version` they send is one from before it did. Whoever decides
    next, and how it ends, is not for them to follow by an old form.
    """
    with suppress(NotFound):
        return get_for_the_desk(actor, public_id)
    found = _get(sa.select(Authorization).join(Authorization.mission), public_id)
    is_earlier = 0 < version < found.version
    if not (is_earlier and was_passed_on_from(actor, found, since=clock.now() - MAY_BE_WRITING)):
        raise NotFound
    return found


def was_passed_on_from(person: Person, authorization: Authorization, *, since: datetime | None = None) -> bool:
    """Whether the request stood before this person and went to someone else (`since` then), as its history says."""
    passages = (
        audit.history(authorization)
        .with_only_columns(audit.Event.data)
        .where(audit.Event.action.in_(("redirect", "escalate")))
    )
    if since is not None:
        passages = passages.where(audit.Event.at >= since)
    return any(data.get("former") == person.public_id for data in db.session.scalars(passages))


def _get(select: sa.Select[Authorization], public_id: str) -> Authorization:
    found = db.session.scalar(select.where(Authorization.public_id == public_id).options(*DETAILS))
    if found is None:
        raise NotFound
    return found


_REFUSALS = Prepared(
    sa.select(audit.Event.reason_code)
    .where(
        audit.Event.subject_type == Authorization.__tablename__,
        audit.Event.subject_id == sa.bindparam("authorization_id"),
        audit.Event.action == "refuse",
    )
    .order_by(audit.Event.id.desc())
    .limit(1)
)


def refusal_code(authorization: AnyRequest) -> str | None:
    """The coded reason of the last refusal."""
    refused = _REFUSALS.row(authorization_id=authorization.id)
    return refused.reason_code if refused is not None else None


def list_terms_to_answer(actor: Person) -> Sequence[Authorization]:
    """The requests whose other terms wait for this person's yes or no, the oldest first."""
    return db.session.scalars(
        sa.select(Authorization)
        .join(Authorization.mission)
        .where(Authorization.id.in_(terms_to_answer(actor)))
        .options(
            joinedload(Authorization.person),
            contains_eager(Authorization.mission),
            joinedload(Authorization.counter).joinedload(CounterProposal.by),
        )
        .order_by(Authorization.decided_at, Authorization.id)
        .limit(LONGEST_LIST)
    ).all()


def open_requests(*conditions: sa.ColumnElement[bool]) -> Sequence[Authorization]:
    """The requests that wait for a decision, or for an answer to other terms, under these conditions."""
    return db.session.scalars(
        sa.select(Authorization)
        .where(Authorization.state.in_((*WAITING_STATES, AuthorizationState.COUNTERED)), *conditions)
        .order_by(Authorization.id)
    ).all()


def _is_paused() -> sa.ColumnElement[bool]:
    return Authorization.mission_id.in_(paused_ids())


def stuck_requests() -> Sequence[int]:
    """The ids of the requests whose day of answer is past, or that wait for nobody who can decide.

    No day passes while the mission is put aside.
    """
    gone = sa.or_(Person.id.is_(None), Person.left_on.is_not(None), sa.not_(Account.is_enabled))
    return db.session.scalars(
        sa.select(Authorization.id)
        .outerjoin(Authorization.decider)
        .outerjoin(Person.account)
        .where(
            Authorization.state.in_(WAITING_STATES),
            sa.or_(sa.and_(Authorization.answer_due_on < clock.today(), sa.not_(_is_paused())), gone),
        )
        .order_by(Authorization.id)
    ).all()


def to_start() -> Sequence[int]:
    """The ids of what was authorized and whose first week has come."""
    return db.session.scalars(
        sa.select(Authorization.id)
        .where(Authorization.state == AuthorizationState.APPROVED, Authorization.first_week <= clock.this_week())
        .order_by(Authorization.id)
    ).all()


def rules_overridden(authorization: Authorization, decisions: Sequence[str] = ("counter",)) -> frozenset[str]:
    """The rules that the latest other terms (or the latest of these `decisions`) broke, each with a written reason, by
    their codes."""
    said = db.session.scalar(
        audit.history(authorization)
        .with_only_columns(audit.Event.data)
        .where(audit.Event.action.in_(decisions))
        .order_by(None)
        .order_by(audit.Event.id.desc())
        .limit(1)
    )
    return frozenset((said or {}).get("broken", ()))


_PILOT_WEEKS = Prepared(
    sa.select(Allocation.person_id, Mission.pilot_id, Allocation.authorization_id, Allocation.week, Allocation.percent)
    .join(Mission, Mission.id == Allocation.mission_id)
    .where(among(Allocation.person_id, "people"), among(Mission.pilot_id, "pilots"))
)


def pilot_weeks(person_ids: Iterable[int], pilot_ids: Iterable[int]) -> Sequence[Any]:
    """What these people give to missions of these pilots: (person, pilot, authorization, Monday, percent)."""
    return _PILOT_WEEKS.rows(people=list(person_ids), pilots=list(pilot_ids))


def requests_to_decide(actor: Person) -> sa.Select[int]:
    """The ids of the requests that wait for this person's decision."""
    return sa.select(Authorization.id).where(
        Authorization.decider_id == actor.id, Authorization.state.in_(WAITING_STATES)
    )


def terms_to_answer(actor: Person) -> sa.CompoundSelect[int]:
    """The ids of the requests whose other terms this person must accept or decline, as the talent or as the owner."""
    return sa.union_all(  # the two never meet: one is about this person, the other about someone else
        _countered(CounterProposal.talent_accepted_at).where(Authorization.person_id == actor.id),
        _countered(CounterProposal.owner_accepted_at).where(
            Authorization.mission_id.in_(owned_ids(actor)), Authorization.person_id != actor.id
        ),
    )


def _countered(accepted_at: InstrumentedAttribute[datetime | None]) -> sa.Select[int]:
    # EXISTS, so that the requests of the person or the mission are looked up first and not every counter-proposal.
    unanswered = sa.exists().where(CounterProposal.authorization_id == Authorization.id, accepted_at.is_(None))
    return sa.select(Authorization.id).where(Authorization.state == AuthorizationState.COUNTERED, unanswered)


_NO_DAY = sa.cast(sa.null(), sa.Date())
_WEEKS = Prepared(
    sa.union_all(
        sa.select(PersonWeek.person_id, PersonWeek.week, PersonWeek.used, _NO_DAY).where(
            among(PersonWeek.person_id, "people"),
            PersonWeek.week.between(sa.bindparam("first"), sa.bindparam("last")),
            PersonWeek.used > 0,
        ),
        # Without a week: the ceiling of them all. With a last day: a pause.
        sa.select(Ceiling.person_id, _NO_DAY, Ceiling.percent, _NO_DAY).where(among(Ceiling.person_id, "people")),
        sa.select(Pause.person_id, Pause.starts_on, sa.literal(0), Pause.ends_on).where(
            among(Pause.person_id, "people"),
            Pause.person_id.not_in(kept_to_oneself(Section.AVAILABILITY)),
            Pause.ends_on >= sa.bindparam("first"),
            Pause.starts_on <= sa.bindparam("last_day"),
        ),
    )
)


class Weeks(NamedTuple):
    """What is known of the weeks of some people: percents given to missions, by person and Monday; the ceiling of each
    person; the first and last days of the pauses that each announced, unless they keep them to themselves."""

    loads: dict[int, dict[date, int]]
    ceilings: dict[int, int]
    pauses: dict[int, list[tuple[date, date]]]


def weeks_of(person_ids: Iterable[int], first: date, last: date) -> Weeks:
    """The weeks of these people from the Monday `first` to the week of `last`. One query."""
    people = list(person_ids)
    known = Weeks(defaultdict(dict), dict.fromkeys(people, DEFAULT_CEILING), defaultdict(list))
    asked = {"people": people, "first": first, "last": last, "last_day": clock.week_end(last)}
    for person_id, day, percent, until in _WEEKS.rows(**asked):
        if until is not None:
            known.pauses[person_id].append((day, until))
        elif day is None:
            known.ceilings[person_id] = percent
        else:
            known.loads[person_id][day] = percent
    return known


_WEEKS_GIVEN = Prepared(
    sa.select(Allocation.week, Allocation.percent).where(
        Allocation.authorization_id == sa.bindparam("authorization_id")
    )
)


def weeks_given(authorization: AnyRequest) -> dict[date, int]:
    """Percent of each week that an authorization gives, by Monday; nothing until it is granted."""
    return dict(_WEEKS_GIVEN.rows(authorization_id=authorization.id))


_SHARE: Any = sa.func.max(Allocation.percent)
_BESIDE = Prepared(
    sa.select(Mission.title_fr, Mission.title_en, _SHARE)
    .join(Allocation, Allocation.mission_id == Mission.id)
    .where(
        Allocation.person_id == sa.bindparam("person_id"),
        Allocation.authorization_id != sa.bindparam("authorization_id"),
        among(Allocation.week, "weeks"),
    )
    .group_by(Mission.id)
    .order_by(_SHARE.desc())
)


def missions_beside(authorization: AnyRequest, weeks: Sequence[date], locale: str) -> list[tuple[Text, int]]:
    """The titles of the other missions that take the person's time in these weeks, with the share of each."""
    rows = _BESIDE.rows(person_id=authorization.person_id, authorization_id=authorization.id, weeks=weeks)
    return [(choose(french, english, locale), percent) for french, english, percent in rows]


# One row for each skill of the seat, at least one in all.
_CHOICE = Prepared(
    sa.select(
        Offer.why,
        Person.given_name,
        Person.family_name,
        sa.select(sa.func.count())
        .where(Application.mission_id == sa.bindparam("mission_id"))
        .correlate(None)
        .scalar_subquery(),
        *(Profile.skills_circle, Skill.label_fr, Skill.label_en, HeldSkill.counted_level),
    )
    .select_from(Application)
    .join(Offer, Offer.application_id == Application.id)
    .join(Offer.by)
    .outerjoin(Profile, Profile.person_id == Application.person_id)
    .outerjoin(SeatSkill, SeatSkill.seat_id == Application.seat_id)
    .outerjoin(SeatSkill.skill)
    .outerjoin(
        HeldSkill,
        sa.and_(HeldSkill.skill_id == SeatSkill.skill_id, HeldSkill.person_id == sa.bindparam("person_id")),
    )
    .where(Application.id == sa.bindparam("application_id"))
    .order_by(SeatSkill.id)
)


def choice_behind(authorization: AnyRequest, reader: Person, locale: str) -> Choice:
    """Why the mission chose this person, and the skills it asked: those they hold first, each group as written."""
    rows = _CHOICE.rows(
        mission_id=authorization.mission_id,
        application_id=authorization.application_id,
        person_id=authorization.person_id,
    )
    why, given, family, count, circle, *_ = rows[0]
    talent = Known(authorization.person_id, authorization.person.kind, authorization.person.manager_id)
    sight = sight_of(reader, talent, {Section.SKILLS: circle or Circle.INSIDE})
    shown = Section.SKILLS in sight
    asked = [
        AskedSkill(choose(french, english, locale), level if shown else None)
        for *_, french, english, level in rows
        if french is not None
    ]
    in_order = sorted(asked, key=lambda skill: skill.held is None)
    return Choice(why, f"{given} {family}".strip(), count, in_order, sight)
