"""The account itself: its language, its roles, whether it is open.

`actor` is None where the command line acts: whoever runs it on the portal's machine can do anything there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from portal import policies
from portal.accounts import rules
from portal.accounts.models import Account, AccountRole, Role
from portal.accounts.notifications import tell_role_given, tell_role_taken
from portal.accounts.queries import administrators
from portal.accounts.services.links import end_links
from portal.accounts.services.sessions import end_sessions
from portal.accounts.workflow import access_changed
from portal.core import audit
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction

if TYPE_CHECKING:
    from portal.organization.models import Person


def choose_locale(account: Account, locale: str) -> None:
    """Remember the language an account reads."""
    with transaction():
        account.locale = locale


def give_role(actor: Person | None, account: Account, role: Role) -> None:
    """Give a role to an employee, who is told. A role already held is left as it is.

    Raises `Forbidden`, `Conflict` (an external, a closed account, oneself).
    """
    _require(actor, "role.give")
    with transaction() as session:
        _hold_administrators(session, actor, "role.give")
        if role in account.roles:
            return
        _refuse(rules.why_not_give(actor, account), "role.give")
        account.role_rows.append(AccountRole(role=role))
        _let_follow(session, account)
        audit.record(actor, account, "give_role", data={"role": role.value})
        tell_role_given(account, role)


def take_role(actor: Person | None, account: Account, role: Role) -> None:
    """Take a role away; who held it is told. A role that is not held is no error.

    Raises `Forbidden`, `Conflict` when an administrator would be the last, or takes the role from themselves.
    """
    _require(actor, "role.take")
    with transaction() as session:
        held = _hold_administrators(session, actor, "role.take")
        row = next((row for row in account.role_rows if row.role is role), None)
        if row is None:
            return
        _refuse(rules.why_not_take(actor, account, role, held), "role.take")
        account.role_rows.remove(row)
        _let_follow(session, account)
        audit.record(actor, account, "take_role", data={"role": role.value})
        tell_role_taken(account, role)


def disable_account(actor: Person, account: Account) -> None:
    """Close an account: its sessions and links end, and others decide what waited for it. One that is closed stays so.

    Raises `Forbidden`, `Conflict` on one's own.
    """
    _require(actor, "account.disable")
    with transaction() as session:
        _hold_administrators(session, actor, "account.disable")
        _refuse(rules.why_not_close(actor, account), "account.disable")
        if not account.is_enabled:
            return
        account.is_enabled = False
        end_sessions(session, account)
        end_links(session, account)
        audit.record(actor, account, "disable")
        _let_follow(session, account)


def enable_account(actor: Person, account: Account) -> None:
    """Open a closed account again; its password is the one it had. One that is open stays open.

    Raises `Forbidden`, `Conflict` for someone who left: the import that brings them back opens it.
    """
    _require(actor, "account.enable")
    with transaction() as session:
        _hold_administrators(session, actor, "account.enable")
        _refuse(rules.why_not_open(account), "account.enable")
        if account.is_enabled:
            return
        account.is_enabled = True
        audit.record(actor, account, "enable")
        _let_follow(session, account)


def _let_follow(session: Session, account: Account) -> None:
    session.flush()
    access_changed(account.person)


def _require(actor: Person | None, code: str) -> None:
    if actor is not None and not policies.account_administer(actor):
        raise Forbidden(_l("This is not yours to decide."), code=code)


def _refuse(reason: Any, code: str) -> None:
    if reason is not None:
        raise Conflict(reason, code=code)


def _hold_administrators(session: Session, actor: Person | None, code: str) -> set[int]:
    """The accounts of the administrators who can sign in, kept as they are until the transaction ends.

    Without it two administrators could remove each other at the same instant, and leave nobody.
    """
    held = set(session.scalars(administrators().with_for_update(of=(Account, AccountRole))))
    if actor is not None and actor.account_id not in held:
        raise Forbidden(_l("This is not yours to decide."), code=code)
    return held
