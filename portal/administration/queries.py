"""Accounts as administrators read them: who can sign in, who holds which role, what happened to each."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.accounts.models import Account, AccountRole, Role
from portal.core.audit import Event
from portal.core.errors import NotFound
from portal.core.folding import Folded, hold
from portal.extensions import db
from portal.organization.models import Person

LONGEST_TEXT = 100
LONGEST_HISTORY = 50
# What happens to a person in an import is the history of their account too; the rest of their profile is theirs.
IMPORTED = ("create", "update", "leave")


class Standing(enum.StrEnum):
    """What stands between a person and the portal."""

    OPEN = "open"
    INVITED = "invited"
    CLOSED = "closed"
    LEFT = "left"


_STANDING = sa.case(
    (Person.left_on.is_not(None), Standing.LEFT.value),
    (Account.is_enabled.is_(False), Standing.CLOSED.value),
    (Account.password_hash.is_(None), Standing.INVITED.value),
    else_=Standing.OPEN.value,
)


def standing_of(person: Person) -> Standing:
    """What stands between a person and the portal."""
    account = person.account
    if person.left_on is not None:
        return Standing.LEFT
    if not account.is_enabled:
        return Standing.CLOSED
    return Standing.INVITED if account.password_hash is None else Standing.OPEN


@dataclass(frozen=True)
class Filters:
    """What narrows the list of accounts, as it stands in the address."""

    text: str = ""
    roles: tuple[Role, ...] = ()
    standings: tuple[Standing, ...] = ()

    @classmethod
    def read(cls, args: Any) -> Filters:
        """The filters of an address. Anything that makes no sense is left out."""
        return cls(
            text=args.get("q", "").replace("\x00", " ").strip()[:LONGEST_TEXT],
            roles=tuple(role for role in Role if role.value in args.getlist("role")),
            standings=tuple(standing for standing in Standing if standing.value in args.getlist("standing")),
        )

    @property
    def params(self) -> dict[str, Any]:
        """The filters as they stand in an address."""
        params = {
            "q": self.text,
            "role": [role.value for role in self.roles],
            "standing": [standing.value for standing in self.standings],
        }
        return {name: value for name, value in params.items() if value}

    def without_text(self) -> dict[str, Any]:
        """The address's filters without the words."""
        return replace(self, text="").params

    def without(self, choice: Role | Standing) -> dict[str, Any]:
        """The address's filters without one role or standing."""
        roles = tuple(role for role in self.roles if role is not choice)
        standings = tuple(standing for standing in self.standings if standing is not choice)
        return replace(self, roles=roles, standings=standings).params


def accounts(filters: Filters) -> sa.Select[Person]:
    """The people whose account the filters keep, by name, with their account, roles and unit.

    Words are looked for in the name, the address and the identifier of the HR system, without case nor accents.
    """
    select = (
        sa.select(Person)
        .join(Person.account)
        .options(joinedload(Person.account).selectinload(Account.role_rows), joinedload(Person.unit))
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    if filters.text:
        # The name last: it is the only one that has to be folded, row after row.
        name = Folded(Person.given_name + " " + Person.family_name)
        select = select.where(hold((Account.email_key, sa.func.lower(Person.identifier), name), filters.text))
    if filters.roles:
        select = select.where(Account.role_rows.any(AccountRole.role.in_(filters.roles)))
    if filters.standings:
        select = select.where(_STANDING.in_([standing.value for standing in filters.standings]))
    return select


def get_account(public_id: str) -> Person:
    """A person with their account and roles. Raises `NotFound`."""
    person = db.session.scalar(
        sa.select(Person)
        .where(Person.public_id == public_id)
        .options(joinedload(Person.account).selectinload(Account.role_rows), joinedload(Person.unit))
    )
    if person is None:
        raise NotFound
    return person


def roles_nobody_else_holds(account: Account) -> set[Role]:
    """The roles of this account that no other open account has."""
    others = db.session.scalars(
        sa.select(AccountRole.role)
        .join(Account, Account.id == AccountRole.account_id)
        .where(Account.is_enabled, Account.id != account.id)
        .distinct()
    )
    return set(account.roles) - set(others)


def holders_of_roles() -> dict[Role, list[Person]]:
    """Everyone who holds a role, closed accounts too, by role then by name."""
    holders: dict[Role, list[Person]] = {role: [] for role in Role}
    people = db.session.scalars(
        sa.select(Person)
        .join(Person.account)
        .where(Account.role_rows.any())
        .options(joinedload(Person.account).options(selectinload(Account.role_rows)))
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    for person in people:
        for role in person.roles:
            holders[role].append(person)
    return holders


def records_of(person: Person) -> list[tuple[Event, Person | None]]:
    """What happened to an account, latest first, with who did it (None: the command line, or the portal)."""
    by = aliased(Person)
    rows = db.session.execute(
        sa.select(Event, by)
        .outerjoin(by, by.id == Event.actor_id)
        .where(
            sa.or_(
                sa.and_(Event.subject_type == Account.__tablename__, Event.subject_id == person.account_id),
                sa.and_(
                    Event.subject_type == Person.__tablename__,
                    Event.subject_id == person.id,
                    Event.action.in_(IMPORTED),
                ),
            )
        )
        .order_by(Event.id.desc())
        .limit(LONGEST_HISTORY)
    )
    return [(event, who) for event, who in rows]
