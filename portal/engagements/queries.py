"""Reading firms, terms and engagements. Only procurement sees them: amounts stand on no other page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, load_only

from portal import policies
from portal.accounts.models import Role
from portal.applications.models import Application, Offer
from portal.applications.queries import applied_to
from portal.core import audit
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.pagination import Page, page_of, paged
from portal.core.prepared import reading
from portal.engagements.models import Engagement, EngagementState, ExternalTerms, Firm
from portal.extensions import db
from portal.missions.models import Mission, Seat
from portal.missions.queries import AnyReader
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.organization.queries import people_with_role


def visible_to(actor: Person) -> sa.Select[Any]:
    """Every engagement for procurement, but of missions they applied to themselves; none for anyone else."""
    allowed = ~applied_to(actor, Engagement.mission_id) if policies.is_procurement(actor) else sa.false()
    return sa.select(Engagement).where(allowed)


def get_visible(actor: Person, public_id: str) -> Engagement:
    """One engagement with what its page shows. Raises `NotFound` for a stranger as for a missing one."""
    found: Engagement | None = db.session.scalars(
        visible_to(actor)
        .where(Engagement.public_id == public_id)
        .options(
            joinedload(Engagement.mission).options(
                joinedload(Mission.owner), joinedload(Mission.co_owner), joinedload(Mission.unit)
            ),
            joinedload(Engagement.person).joinedload(Person.unit),
            joinedload(Engagement.firm),
            joinedload(Engagement.decided_by),
            joinedload(Engagement.application).options(
                joinedload(Application.seat), joinedload(Application.offer).joinedload(Offer.by)
            ),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def read_sheet(actor: Person, public_id: str) -> Engagement:
    """As `get_visible`, with what its page shows and no more."""
    statement = _sheet_for(AnyReader.like(actor))
    found: Engagement | None = db.session.scalars(statement, {"public_id": public_id, "me": actor.id}).one_or_none()
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=16)
def _sheet_for(reader: AnyReader) -> sa.Select[Any]:
    return (
        visible_to(reader.as_person)
        .where(Engagement.public_id == sa.bindparam("public_id"))
        .options(
            joinedload(Engagement.mission).options(
                load_only(
                    Mission.state, Mission.title_fr, Mission.title_en, Mission.owner_id, Mission.co_owner_id,
                    Mission.unit_id,
                ),
                joinedload(Mission.owner).load_only(*face_columns()),
                joinedload(Mission.co_owner).load_only(*face_columns()),
                joinedload(Mission.unit).load_only(Unit.name_fr, Unit.name_en),
            ),
            joinedload(Engagement.person).load_only(*face_columns(), Person.job_title, Person.manager_id),
            joinedload(Engagement.firm),
            joinedload(Engagement.decided_by).load_only(*face_columns()),
            joinedload(Engagement.application).options(
                joinedload(Application.seat).load_only(Seat.title_fr, Seat.title_en),
                joinedload(Application.offer).joinedload(Offer.by).load_only(*face_columns()),
            ),
        )
        .execution_options(populate_existing=True)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An engagement in a list: of whom, from which firm, for which mission of whose, from when to when."""

    public_id: str
    state: EngagementState
    answer_due_on: date
    starts_on: date
    ends_on: date
    face: Face
    firm: str
    title: Text
    owner: str


def list_by_urgency(actor: Person, number: int, locale: str, *, drafted: bool) -> Page:
    """A page of what waits for procurement, the most urgent first; or of what is settled, the latest first."""
    reader = AnyReader.like(actor)
    total = reading().execute(_count_of(reader, drafted), {"me": actor.id}).scalar_one()
    page = page_of(_list_of(reader, drafted), {"me": actor.id}, number, total=total)
    rows = [
        Row(
            public_id, state, due, first, last, Face(*face), firm or "",
            choose(french, english, locale), f"{given} {family}".strip(),
        )
        for public_id, state, due, first, last, firm, french, english, given, family, *face in page.items
    ]  # fmt: skip
    return Page(rows, page.number, page.total, page.per_page)


def _listed(reader: AnyReader, drafted: bool) -> sa.Select[Any]:
    waits = Engagement.state == EngagementState.DRAFTED
    return visible_to(reader.as_person).where(waits if drafted else ~waits)


@lru_cache(maxsize=32)
def _count_of(reader: AnyReader, drafted: bool) -> sa.Select[Any]:
    return _listed(reader, drafted).with_only_columns(sa.func.count())


@lru_cache(maxsize=32)
def _list_of(reader: AnyReader, drafted: bool) -> Any:
    owner = aliased(Person)
    order = (
        (Engagement.answer_due_on, Engagement.id)
        if drafted
        else (sa.nulls_last(Engagement.decided_at.desc()), Engagement.id.desc())
    )
    return paged(
        _listed(reader, drafted)
        .join(Engagement.person)
        .join(Engagement.mission)
        .join(owner, owner.id == Mission.owner_id)
        .outerjoin(Engagement.firm)
        .with_only_columns(
            Engagement.public_id, Engagement.state, Engagement.answer_due_on, Engagement.starts_on, Engagement.ends_on,
            Firm.name, Mission.title_fr, Mission.title_en, owner.given_name, owner.family_name, *face_columns(),
        )
        .order_by(*order)
    )  # fmt: skip


def engagements_to_decide(actor: Person) -> sa.Select[Any]:
    """The engagements that wait for procurement."""
    return visible_to(actor).where(Engagement.state == EngagementState.DRAFTED)


_TERMS = (
    sa.select(ExternalTerms)
    .where(ExternalTerms.person_id == sa.bindparam("person_id"))
    .options(joinedload(ExternalTerms.firm))
)


def terms_of(person: Person) -> ExternalTerms | None:
    """Who invoices for an external and their daily rate, when known. For procurement's pages and services only."""
    return db.session.scalar(_TERMS, {"person_id": person.id})


def firm_of(person: Person) -> Firm | None:
    """The firm of an external, when known."""
    terms = terms_of(person)
    return terms.firm if terms is not None else None


_OF_APPLICATION = (
    sa.select(Engagement)
    .where(Engagement.application_id == sa.bindparam("application_id"))
    .options(joinedload(Engagement.decided_by))
)


def engagement_of(application: Application) -> Engagement | None:
    """The engagement that an accepted offer opened, with who decided it."""
    return db.session.scalars(_OF_APPLICATION, {"application_id": application.id}).one_or_none()


def rejection_code(engagement: Engagement) -> str | None:
    """The coded reason of a rejected engagement."""
    rejected = audit.history(engagement).where(audit.Event.action == "reject")
    return db.session.scalar(rejected.with_only_columns(audit.Event.reason_code))


def engagements_of(mission: Mission, state: EngagementState) -> Sequence[Engagement]:
    """The engagements of a mission in one state."""
    return db.session.scalars(
        sa.select(Engagement)
        .where(Engagement.mission_id == mission.id, Engagement.state == state)
        .order_by(Engagement.id)
    ).all()


def procurement_team() -> Sequence[Person]:
    """Everyone who holds the procurement role and can sign in."""
    return list(db.session.scalars(people_with_role(Role.PROCUREMENT).options(contains_eager(Person.account))))
