"""`portal create-administrator`, `portal invite` and `portal role`: accounts from the portal's own machine."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email

from portal.accounts import services as accounts
from portal.accounts.labels import ROLES
from portal.accounts.models import Account, LinkPurpose, Role
from portal.accounts.notifications import ENDPOINTS
from portal.accounts.queries import account_of, may_sign_in
from portal.administration import services
from portal.administration.queries import holders_of_roles
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import speaking
from portal.core.schema import naming_database
from portal.mail.outbox import link_to


@click.command("create-administrator")
@click.argument("email")
@click.option("--given", required=True, help="Given name.")
@click.option("--family", required=True, help="Family name.")
@naming_database
def create_administrator_command(email: str, given: str, family: str) -> None:
    """Create an administrator whom no import knows, and print the one-time link that chooses a password."""
    try:
        email = validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise click.ClickException(str(error)) from error
    try:
        token = services.create_administrator(email, given, family)
    except Conflict as error:
        way = f"use `portal role add {email} {Role.ADMINISTRATOR.value}`"
        raise click.ClickException(f"{_said(error)} To make an administrator of that person, {way}.") from error
    _print_link(email, LinkPurpose.INVITATION, token)


@click.command("invite")
@click.argument("email")
@naming_database
def invite_command(email: str) -> None:
    """Print a one-time link with which someone chooses a password, when mail cannot reach them."""
    account = account_of(email)
    if account is None or not may_sign_in(account):
        raise click.ClickException(f"{email} has no open account")
    _print_link(account.email, *accounts.make_link(account))


@click.group("role")
def role_group() -> None:
    """Say who does what for the whole organization: hr, procurement, pilot_sponsor, administrator."""


_ROLE = click.Choice([role.value for role in Role])


@role_group.command("add")
@click.argument("email")
@click.argument("role", type=_ROLE)
@naming_database
def add_role_command(email: str, role: str) -> None:
    """Give a role to the person who has this address. They are told by mail."""
    account = _account(email)
    try:
        accounts.give_role(None, account, Role(role))
    except DomainError as error:
        raise click.ClickException(_said(error)) from error
    click.echo(f"{account.person.full_name} ({account.email}): {_word(Role(role))}")


@role_group.command("remove")
@click.argument("email")
@click.argument("role", type=_ROLE)
@naming_database
def remove_role_command(email: str, role: str) -> None:
    """Take a role away from the person who has this address. They are told by mail."""
    account = _account(email)
    try:
        accounts.take_role(None, account, Role(role))
    except DomainError as error:
        raise click.ClickException(_said(error)) from error
    click.echo(f"{account.person.full_name} ({account.email}): no longer {_word(Role(role))}")


@role_group.command("list")
@naming_database
def list_roles_command() -> None:
    """Say who holds which role, and which roles nobody holds."""
    holders = holders_of_roles()
    for role in Role:
        click.echo(f"{role.value}:")
        for person in holders[role]:
            closed = "" if may_sign_in(person.account) else " (closed account)"
            click.echo(f"  {person.email}  {person.full_name}{closed}")
        if not holders[role]:
            click.echo("  nobody")


def _account(email: str) -> Account:
    account = account_of(email)
    if account is None:
        raise click.ClickException(f"{email} has no account")
    return account


def _said(error: DomainError) -> str:
    with speaking("en"):
        return str(error.message)


def _word(role: Role) -> str:
    with speaking("en"):
        return str(ROLES[role]).lower()


def _print_link(email: str, purpose: LinkPurpose, token: str) -> None:
    life = accounts.LINK_LIFE[purpose]
    lasts = f"{life.days} days" if life.days else "one hour"
    click.echo(f"{email} chooses a password here (once, within {lasts}):\n{link_to(ENDPOINTS[purpose], token=token)}")


COMMANDS = (create_administrator_command, invite_command, role_group)
