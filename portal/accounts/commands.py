"""`portal create-administrator` and `portal invite`: the accounts that no page can make yet."""

from __future__ import annotations

import click
import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from portal.accounts.models import Account, AccountRole, LinkPurpose, Role, email_key
from portal.accounts.notifications import ENDPOINTS
from portal.accounts.services import LINK_LIFE, account_of, add_link, may_sign_in
from portal.core import audit
from portal.core.submission import new_key
from portal.core.transaction import transaction
from portal.extensions import db
from portal.mail.outbox import link_to
from portal.organization.models import Kind, Person, Unit


@click.command("create-administrator")
@click.argument("email")
@click.option("--given", required=True, help="Given name.")
@click.option("--family", required=True, help="Family name.")
@with_appcontext
def create_administrator_command(email: str, given: str, family: str) -> None:
    """Create the first administrator and print the one-time link that chooses a password."""
    try:
        email = validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise click.ClickException(str(error)) from error
    if account_of(email) is not None:
        raise click.ClickException(f"{email} already has an account")
    with transaction() as session:
        account = Account(email=email, email_key=email_key(email), role_rows=[AccountRole(role=Role.ADMINISTRATOR)])
        person = Person(
            identifier=f"A-{new_key()[:8]}",
            given_name=given,
            family_name=family,
            kind=Kind.EMPLOYEE,
            unit=_top_unit(),
            account=account,
        )
        session.add(person)
        session.flush()
        audit.record(None, account, "create", data={"roles": [Role.ADMINISTRATOR.value]})
        token = add_link(account, LinkPurpose.INVITATION)
    _print_link(email, LinkPurpose.INVITATION, token)


@click.command("invite")
@click.argument("email")
@with_appcontext
def invite_command(email: str) -> None:
    """Print a one-time link with which someone chooses a password, when mail cannot reach them."""
    account = account_of(email)
    if account is None or not may_sign_in(account):
        raise click.ClickException(f"{email} has no open account")
    purpose = LinkPurpose.INVITATION if account.password_hash is None else LinkPurpose.RESET
    with transaction():
        token = add_link(account, purpose)
    _print_link(account.email, purpose, token)


def _top_unit() -> Unit:
    """The unit at the top: the one coded DG, else the first without a parent, else a new one coded ORG."""
    top = sa.select(Unit).where(Unit.parent_id.is_(None)).order_by((Unit.code == "DG").desc(), Unit.id)
    found = db.session.scalar(top.limit(1))
    return found or Unit(code="ORG", name_fr="Organisation", name_en="Organization")


def _print_link(email: str, purpose: LinkPurpose, token: str) -> None:
    life = LINK_LIFE[purpose]
    lasts = f"{life.days} days" if life.days else "one hour"
    click.echo(f"{email} chooses a password here (once, within {lasts}):\n{link_to(ENDPOINTS[purpose], token=token)}")


COMMANDS = (create_administrator_command, invite_command)
