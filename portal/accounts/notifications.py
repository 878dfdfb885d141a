"""What an account's holder is told. Queued in the present transaction, sent after it."""

from __future__ import annotations

from portal.accounts.models import Account, LinkPurpose
from portal.mail.outbox import link_to, queue_mail

ENDPOINTS = {LinkPurpose.INVITATION: "accounts.accept_invitation", LinkPurpose.RESET: "accounts.reset_password"}


def tell_link(account: Account, purpose: LinkPurpose, token: str) -> None:
    """Send the single-use link that was asked for."""
    queue_mail(account.person, f"accounts/{purpose.value}", link=link_to(ENDPOINTS[purpose], token=token))


def tell_password_changed(account: Account) -> None:
    """Say that the password was changed, so that its holder can react if it was someone else."""
    queue_mail(account.person, "accounts/password_changed", link=link_to("accounts.ask_for_link"))
