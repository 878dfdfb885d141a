"""The worker's side of a link that someone asked for: find the account, make the link, queue the mail."""

from __future__ import annotations

from portal.accounts.models import LinkPurpose
from portal.accounts.notifications import tell_link
from portal.accounts.services import LINK_KIND, account_of, add_link, may_sign_in
from portal.core.outbox import OutboxItem, handler
from portal.core.transaction import transaction


@handler(LINK_KIND)
def send_links(items: list[OutboxItem]) -> None:
    """Send each asked link to the address on file, never to the typed one; an unknown address gets nothing."""
    for email in [item.payload["email"] for item in items]:
        account = account_of(email)
        if account is None or not may_sign_in(account):
            continue
        purpose = LinkPurpose.INVITATION if account.password_hash is None else LinkPurpose.RESET
        with transaction():
            tell_link(account, purpose, add_link(account, purpose))
