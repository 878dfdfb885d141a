"""Bringing people in. The command line and the page share these."""

from __future__ import annotations

from dataclasses import replace

from portal import policies
from portal.accounts.models import Account, AccountRole, LinkPurpose, Role, email_key
from portal.accounts.queries import account_of
from portal.accounts.services import add_link, queue_link
from portal.administration.people_import import apply
from portal.administration.people_import.apply import Progress
from portal.administration.people_import.checks import check
from portal.administration.people_import.lines import PEOPLE, UNITS, read_people, read_units
from portal.administration.people_import.plan import Export, Options, Plan, State, build
from portal.administration.people_import.state import read_state
from portal.core import audit
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import new_key
from portal.core.tables import read_table
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Kind, Person, Unit
from portal.organization.queries import top_unit

EXAMPLE_TITLES = {
    "en": tuple(
        "identifier given_name family_name email kind unit manager job_title place language firm daily_rate".split()
    ),
    "fr": tuple("identifiant prénom nom courriel type entité manager poste lieu langue société tjm".split()),
}


def read_export(people: bytes, units: bytes | None = None) -> Export:
    """Read an HR export, and the file of units that may come with it. What is wrong is in its `problems`."""
    table = read_table(people, PEOPLE)
    lines = read_people(table)
    export = Export(
        lines=lines,
        columns=frozenset(table.titles),
        problems=table.problems,
        ignored=table.ignored,
        is_windows_1252=table.is_windows_1252,
    )
    if units is None:
        return export
    unit_table = read_table(units, UNITS)
    unit_lines = read_units(unit_table)
    problems = [replace(problem, is_about_units=True) for problem in unit_table.problems]
    return replace(export, units=unit_lines, problems=[*problems, *export.problems])


def example_rows(locale: str) -> list[tuple[str, ...]]:
    """An export to start from: its titles in a language, and one line of each kind."""
    return [
        EXAMPLE_TITLES[locale],
        ("E0001", "Ana", "Duval", "ana.duval@example.org", "employee", "DG", "", "", "Lyon", "fr", "", ""),
        ("E0002", "Yanis", "Faure", "yanis.faure@example.org", "employee", "DG", "E0001", "", "Lyon", "fr", "", ""),
        ("F0001", "Mina", "Sato", "mina@example.org", "freelance", "DG", "", "", "Nantes", "en", "", "620"),
        (
            "F0002",
            "Luc",
            "Roy",
            "luc@example.org",
            "consultant",
            "DG",
            "",
            "",
            "Paris",
            "fr",
            "Conseil & Cie",
            "850,50",
        ),
        ("F0003", "Eva", "Noir", "eva@example.org", "temp", "DG", "E0001", "", "Lyon", "fr", "Travail Express", ""),
    ]


def preview_people(actor: Person | None, export: Export, options: Options) -> Plan:
    """What importing would do, without doing it. `actor` is None on the command line. Raises `Forbidden`."""
    return _plan(export, read_state(db.session()), _allowed(actor, options))


def import_people(actor: Person | None, export: Export, options: Options, *, progress: Progress | None = None) -> Plan:
    """Write what an export says in one transaction, or nothing when the plan that comes back has problems.

    Doing it twice writes nothing more. `progress` is told how many people were dealt with. Raises `Forbidden`.
    """
    options = _allowed(actor, options)
    plan = preview_people(actor, export, options)
    if plan.problems or plan.is_empty:
        return plan
    with transaction() as session:
        state = read_state(session)
        plan = _plan(export, state, options)
        if plan.problems or plan.is_empty:
            return plan
        created = apply.write(session, plan, state, actor=actor, progress=progress or (lambda count: None))
        if options.invite:
            for person in apply.people(session, created):
                queue_link(person.account, ends_earlier=True)
    return plan


def _allowed(actor: Person | None, options: Options) -> Options:
    if actor is None:
        return options
    if not policies.people_import(actor):
        raise Forbidden(_l("This is not yours to decide."), code="people.import")
    return replace(
        options,
        force=False,
        may_touch_roles=policies.is_administrator(actor),
        own_identifier=actor.identifier,
    )


def _plan(export: Export, state: State, options: Options) -> Plan:
    plan = build(export, state, options)
    plan.problems = check(export, state, options, plan)
    return plan


def create_administrator(email: str, given: str, family: str) -> str:
    """Make the account of an administrator, an employee of the top unit: for the command line, when nobody else can.

    Returns the secret of the link that chooses a password. Raises `Conflict` when the address has an account.
    """
    if account_of(email) is not None:
        raise Conflict(_l("This address already has an account."), code="account.create")
    with transaction() as session:
        account = Account(email=email, email_key=email_key(email), role_rows=[AccountRole(role=Role.ADMINISTRATOR)])
        person = Person(
            identifier=f"A-{new_key()[:8]}",
            given_name=given,
            family_name=family,
            kind=Kind.EMPLOYEE,
            unit=top_unit() or Unit(code="ORG", name_fr="Organisation", name_en="Organization"),
            account=account,
        )
        session.add(person)
        session.flush()
        audit.record(None, account, "create", data={"roles": [Role.ADMINISTRATOR.value]})
        return add_link(account, LinkPurpose.INVITATION, ends_earlier=True)
