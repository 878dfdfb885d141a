"""What an account's holder is told. Queued in the present transaction, sent after it."""

from __future__ import annotations

from datetime import timedelta

from portal.accounts.labels import ROLE_DUTIES, ROLES
from portal.accounts.models import Account, LinkPurpose, Role
from portal.mail.outbox import link_to
from portal.notices.telling import tell

ENDPOINTS = {LinkPurpose.INVITATION: "accounts.accept_invitation", LinkPurpose.RESET: "accounts.reset_password"}


def tell_link(account: Account, purpose: LinkPurpose, token: str, life: timedelta, *, once: str = "") -> None:
    """Send a single-use link, and say how long it works. `once` names who asked: asked again by itself, it is one."""
    tell(
        account.person,
        f"accounts/{purpose.value}",
        once=once,
        link=link_to(ENDPOINTS[purpose], token=token),
        days=life.days,
    )


def tell_password_changed(account: Account) -> None:
    """Say that the password was changed, so that its holder can react if it was someone else."""
    tell(account.person, "accounts/password_changed", link=link_to("accounts.ask_for_link"))


def tell_role_given(account: Account, role: Role) -> None:
    """Say that a role was given, and what it is for."""
    tell(
        account.person,
        "accounts/role_given",
        role=ROLES[role],
        duties=ROLE_DUTIES[role],
        link=link_to("pages.show_home"),
    )


def tell_role_taken(account: Account, role: Role) -> None:
    """Say that a role was taken away."""
    tell(account.person, "accounts/role_taken", role=ROLES[role])
