"""What an administrator may not do with an account, and why: pure, the page says it before the service refuses it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from portal.accounts.models import Account, Role
from portal.accounts.queries import may_sign_in
from portal.core.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from portal.organization.models import Person


def why_not_invite(account: Account) -> Any:
    """Why no link can be sent, in a sentence; None when one can."""
    return None if may_sign_in(account) else _l("This account is closed: no link would open it.")


def why_not_give(actor: Person | None, account: Account) -> Any:
    """Why this account can be given no role, in a sentence; None when it can.

    `actor` is None on the command line, which gives the first administrator their role.
    """
    if account.person.is_external:
        return _l("Roles are for employees: this person works here under a contract.")
    if not may_sign_in(account):
        return _l("This account is closed: open it before giving it a role.")
    if actor is not None and actor.account_id == account.id:
        return _l("You cannot give a role to yourself: another administrator can.")
    return None


def why_not_take(actor: Person | None, account: Account, role: Role, administrators: Collection[int]) -> Any:
    """Why this role stays, in a sentence; None when it can be taken.

    `actor` is None on the command line; `administrators` are the accounts of those who can sign in.
    """
    if role is not Role.ADMINISTRATOR:
        return None
    if account.id in administrators and len(administrators) == 1:
        return _l("This is the last administrator: name another one first.")
    if actor is not None and actor.account_id == account.id:
        return _l("You cannot take this role from yourself: another administrator can.")
    return None


def why_not_close(actor: Person, account: Account) -> Any:
    """Why this account stays open, in a sentence; None when it can be closed."""
    if actor.account_id == account.id:
        return _l("You cannot close your own account: ask another administrator.")
    return None


def why_not_open(account: Account) -> Any:
    """Why this account cannot be opened, in a sentence; None when it can."""
    if account.person.left_on is not None:
        return _l("This person has left: their account opens again with the import that brings them back.")
    return None
