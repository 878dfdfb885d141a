"""The demo's people: units, firms, accounts with one password, roles, terms of externals."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from portal.accounts.models import Account, AccountRole, Role, email_key
from portal.accounts.services import hasher
from portal.core import clock
from portal.core.transaction import transaction
from portal.demo.content_files import rows
from portal.demo.sign_ins import PASSWORD
from portal.engagements.models import ExternalTerms, Firm, Tier, firm_key
from portal.organization.models import Kind, Person, Unit

# So that whoever signs in finds what moved since: everyone looked in some days ago, but for who has just arrived.
LAST_VISIT = timedelta(days=9, hours=3)
JUST_ARRIVED = ("M0054",)


def load_people() -> dict[str, int]:
    """Write everyone. Returns the id of each person by identifier."""
    password = hasher().hash(PASSWORD)
    with transaction() as session:
        units = {row["code"]: _unit(row) for row in rows("units.csv")}
        session.add_all(units.values())
        firms = {row["name"]: firm_of(row) for row in rows("firms.csv")}
        session.add_all(firms.values())
        session.flush()
        for row in rows("units.csv"):
            if row["parent"]:
                units[row["code"]].parent_id = units[row["parent"]].id
        roles: dict[str, list[Role]] = {}
        for row in rows("roles.csv"):
            roles.setdefault(row["identifier"], []).append(Role(row["role"]))
        people = {}
        for row in rows("people.csv"):
            person = _person(row, units, password)
            person.account.role_rows = [AccountRole(role=role) for role in roles.get(row["identifier"], [])]
            people[row["identifier"]] = person
            session.add(person)
        session.flush()
        for row in rows("people.csv"):
            person = people[row["identifier"]]
            if row["manager"]:
                person.manager_id = people[row["manager"]].id
            if row["daily_rate"]:
                firm = firms.get(row["firm"])
                session.add(
                    ExternalTerms(
                        person_id=person.id,
                        firm_id=firm.id if firm is not None else None,
                        daily_rate_cents=int(Decimal(row["daily_rate"]) * 100),
                    )
                )
        return {identifier: person.id for identifier, person in people.items()}


def _unit(row: dict[str, str]) -> Unit:
    return Unit(code=row["code"], name_fr=row["name_fr"], name_en=row["name_en"])


def firm_of(row: dict[str, str]) -> Firm:
    """The firm that a line of `firms.csv` describes."""
    return Firm(name=row["name"], name_key=firm_key(row["name"]), siren=row["siren"] or None, tier=Tier(row["tier"]))


def _person(row: dict[str, str], units: dict[str, Unit], password: str) -> Person:
    return Person(
        identifier=row["identifier"],
        given_name=row["given_name"],
        family_name=row["family_name"],
        kind=Kind(row["kind"]),
        unit=units[row["unit"]],
        job_title=row["job_title"],
        place=row["place"],
        account=Account(
            email=row["email"],
            email_key=email_key(row["email"]),
            locale=row["language"],
            password_hash=password,
            seen_at=None if row["identifier"] in JUST_ARRIVED else clock.now() - LAST_VISIT,
        ),
    )
