"""Reading firms, terms and engagements. Only procurement sees them: amounts stand on no other page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal import policies
from portal.accounts.models import Role
from portal.applications.models import Application, Offer
from portal.core import audit
from portal.core.errors import NotFound
from portal.engagements.models import Engagement, EngagementState, ExternalTerms, Firm
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.organization.queries import people_with_role


def visible_to(actor: Person) -> sa.Select[Any]:
    """Every engagement for procurement, none for anyone else."""
    select = sa.select(Engagement)
    return select if policies.is_procurement(actor) else select.where(sa.false())


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


def list_by_urgency(actor: Person, *, drafted: bool) -> sa.Select[Any]:
    """Engagements that wait for procurement, the most urgent first; or the settled ones, the latest first."""
    waits = Engagement.state == EngagementState.DRAFTED
    order = (
        (Engagement.answer_due_on, Engagement.id)
        if drafted
        else (sa.nulls_last(Engagement.decided_at.desc()), Engagement.id.desc())
    )
    return (
        visible_to(actor)
        .where(waits if drafted else ~waits)
        .options(
            joinedload(Engagement.person),
            joinedload(Engagement.mission).joinedload(Mission.owner),
            joinedload(Engagement.firm),
        )
        .order_by(*order)
    )


def engagements_to_decide(actor: Person) -> sa.Select[Any]:
    """The engagements that wait for procurement."""
    return visible_to(actor).where(Engagement.state == EngagementState.DRAFTED)


def terms_of(person: Person) -> ExternalTerms | None:
    """Who invoices for an external and their daily rate, when known. For procurement's pages and services only."""
    return db.session.get(ExternalTerms, person.id, options=[joinedload(ExternalTerms.firm)])


def firm_of(person: Person) -> Firm | None:
    """The firm of an external, when known."""
    terms = terms_of(person)
    return terms.firm if terms is not None else None


def engagement_of(application: Application) -> Engagement | None:
    """The engagement that an accepted offer opened, with who decided it."""
    return db.session.scalars(
        sa.select(Engagement)
        .where(Engagement.application_id == application.id)
        .options(joinedload(Engagement.decided_by))
    ).one_or_none()


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
