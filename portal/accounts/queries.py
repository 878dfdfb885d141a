"""Finding accounts, and whether one is open."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account, AccountRole, Role, email_key
from portal.core import clock
from portal.extensions import db


def account_of(email: str) -> Account | None:
    """The account of an address, with its person."""
    return db.session.scalar(
        sa.select(Account).options(joinedload(Account.person)).where(Account.email_key == email_key(email))
    )


def may_sign_in(account: Account) -> bool:
    """Whether an account is open: enabled, and its person still here."""
    left_on = account.person.left_on
    return account.is_enabled and (left_on is None or left_on > clock.today())


def administrators() -> sa.Select[int]:
    """The accounts of the administrators who can sign in, in the order in which they are to be held."""
    return (
        sa.select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.ADMINISTRATOR, Account.is_enabled)
        .order_by(Account.id)
    )


def administrator_ids() -> set[int]:
    """The accounts of the administrators who can sign in."""
    return set(db.session.scalars(administrators()))
