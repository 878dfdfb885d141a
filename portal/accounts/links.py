"""The worker's side of a link that someone asked for: find the account, make the link, queue the mail."""

from __future__ import annotations

from portal.accounts.queries import account_of, may_sign_in
from portal.accounts.services import LINK_KIND, queue_link
from portal.core.outbox import OutboxItem, handler
from portal.core.transaction import transaction


@handler(LINK_KIND)
def send_links(items: list[OutboxItem]) -> None:
    """Send each asked link to the address on file, never to the typed one; an unknown address gets nothing.

    Delivered twice, an item sends one mail.
    """
    for email, key in [(item.payload["email"], item.key) for item in items]:
        account = account_of(email)
        if account is not None and may_sign_in(account):
            with transaction():
                queue_link(account, ends_earlier=False, once=key)
