"""Reading what the portal knows, in six queries whatever the number of people."""

from __future__ import annotations

from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.models import Account, AccountRole, Role
from portal.administration.people_import.plan import Known, KnownUnit, State
from portal.core.audit import Event
from portal.engagements.models import ExternalTerms, Firm
from portal.organization.models import Person, Unit

_EVERYONE = (
    sa.select(
        Person.id,
        Person.account_id,
        Person.identifier,
        Person.given_name,
        Person.family_name,
        Account.email,
        Account.email_key,
        Person.kind,
        Unit.code,
        Person.manager_id,
        Person.job_title,
        Person.place,
        Firm.name,
        Firm.name_key,
        ExternalTerms.daily_rate_cents,
        Person.left_on,
    )
    .join(Person.account)
    .join(Person.unit)
    .outerjoin(ExternalTerms, ExternalTerms.person_id == Person.id)
    .outerjoin(Firm, Firm.id == ExternalTerms.firm_id)
)

# An import notes the people it creates; only the command line notes the creation of an account.
_MADE_HERE = sa.select(Event.subject_id).where(Event.subject_type == Account.__tablename__, Event.action == "create")


def read_state(session: Session) -> State:
    """Everyone, every address, unit and firm."""
    return State(_people(session), _emails(session), _units(session), _firms(session))


def _people(session: Session) -> dict[str, Known]:
    roles: dict[int, set[Role]] = {}
    for account_id, role in session.execute(sa.select(AccountRole.account_id, AccountRole.role)):
        roles.setdefault(account_id, set()).add(role)
    made_here = set(session.scalars(_MADE_HERE))
    rows = session.execute(_EVERYONE).all()
    identifiers: dict[int | None, str] = {row[0]: row[2] for row in rows}
    return {
        row[2]: Known(
            *row[:9],
            manager=identifiers.get(row[9], ""),
            job_title=row[10],
            place=row[11],
            firm=row[12] or "",
            firm_key=row[13] or "",
            rate_cents=row[14],
            is_here=row[15] is None,
            has_role=row[1] in roles,
            is_administrator=Role.ADMINISTRATOR in roles.get(row[1], ()),
            is_imported=row[1] not in made_here,
        )
        for row in rows
    }


def _emails(session: Session) -> dict[str, str]:
    rows = session.execute(
        sa.select(Account.email_key, Person.identifier).outerjoin(Person, Person.account_id == Account.id)
    )
    return {email_key: identifier or "" for email_key, identifier in rows}


def _units(session: Session) -> dict[str, KnownUnit]:
    rows = session.execute(sa.select(Unit.id, Unit.code, Unit.name_fr, Unit.name_en, Unit.parent_id)).all()
    codes: dict[int | None, str] = {row.id: row.code for row in rows}
    return {row.code: KnownUnit(row.id, row.name_fr, row.name_en, codes.get(row.parent_id, "")) for row in rows}


def _firms(session: Session) -> dict[str, int]:
    return {row.name_key: cast(int, row.id) for row in session.execute(sa.select(Firm.name_key, Firm.id))}
