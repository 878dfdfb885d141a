"""Who is told what by administration. Queued in the present transaction, sent after it."""

from __future__ import annotations

from portal.accounts.models import LinkPurpose
from portal.accounts.services import LINK_LIFE, add_link
from portal.mail.outbox import link_to, queue_mail
from portal.organization.models import Person


def invite(person: Person) -> None:
    """Send someone the link with which they choose a password."""
    token = add_link(person.account, LinkPurpose.INVITATION)
    link = link_to("accounts.accept_invitation", token=token)
    queue_mail(person, "administration/invitation", link=link, days=LINK_LIFE[LinkPurpose.INVITATION].days)
