"""Where requests for time stand, for lists of applications: one statement for all their rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.allocations.models import WAITING_STATES, Authorization, AuthorizationState, CounterProposal
from portal.allocations.path import reason_text
from portal.applications.extensions import Clearance
from portal.applications.models import Application
from portal.core.among import among
from portal.core.audit import Event
from portal.core.i18n import gettext as _
from portal.core.prepared import Prepared
from portal.organization.models import Person

_SHOWN_STATES = (*WAITING_STATES, AuthorizationState.COUNTERED, AuthorizationState.REFUSED)
_decider, _decided_by = aliased(Person), aliased(Person)
_REASON: Any = (
    sa.select(Event.reason_code)
    .where(
        Event.subject_type == Authorization.__tablename__,
        Event.subject_id == Authorization.id,
        Event.action == "refuse",
    )
    .order_by(Event.id.desc())
    .limit(1)
    .correlate(Authorization)
    .scalar_subquery()
)
_STANDING = Prepared(
    sa.select(
        *(Application.public_id, Authorization.state, Authorization.answer_due_on),
        *(_decider.given_name, _decider.family_name, _decided_by.given_name, _decided_by.family_name),
        *(CounterProposal.talent_accepted_at, CounterProposal.owner_accepted_at),
        sa.case((Authorization.state == AuthorizationState.REFUSED, _REASON)),
    )
    .join_from(Authorization, Application, Application.id == Authorization.application_id)
    .outerjoin(_decider, _decider.id == Authorization.decider_id)
    .outerjoin(_decided_by, _decided_by.id == Authorization.decided_by_id)
    .outerjoin(CounterProposal, CounterProposal.authorization_id == Authorization.id)
    .where(
        Authorization.state.in_(_SHOWN_STATES),
        among(Application.public_id, "applications"),
    )
)


def clearances_of(applications: Collection[str]) -> dict[str, Clearance]:
    """Who answers by when, whose yes other terms wait for, or who refused and why, by an application's public id."""
    rows = _STANDING.rows(applications=applications)
    return {public_id: _clearance(*standing) for public_id, *standing in rows}


def _clearance(state: Any, due_on: Any, *columns: Any) -> Clearance:
    given, family, by_given, by_family, talent, owner, code = columns
    if state is AuthorizationState.REFUSED:
        return Clearance(f"{by_given or ''} {by_family or ''}".strip(), due_on, refusal=reason_text(code))
    name = f"{given or ''} {family or ''}".strip() or _("Human resources")
    if state is not AuthorizationState.COUNTERED:
        return Clearance(name, due_on)
    awaited = frozenset(side for side, at in (("talent", talent), ("owner", owner)) if at is None)
    return Clearance(name, due_on, awaited)
