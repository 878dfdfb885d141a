"""Single-use links: a first password, or a forgotten one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import policies
from portal.accounts import rules
from portal.accounts.models import Account, LinkPurpose, SingleUseLink, email_key, new_token, token_hash
from portal.accounts.notifications import tell_link
from portal.accounts.queries import may_sign_in
from portal.core import audit, clock, outbox
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import new_key
from portal.core.transaction import transaction
from portal.core.worker import chore
from portal.extensions import db

if TYPE_CHECKING:
    from portal.organization.models import Person

KEPT = timedelta(days=90)
LINK_LIFE = {LinkPurpose.INVITATION: timedelta(days=14), LinkPurpose.RESET: timedelta(hours=1)}
LINK_KIND = "sign_in_link"

DEAD_LINK = _l("This link was already used, a newer one was sent, or it is too old. Ask for a new one.")


def ask_link(email: str) -> None:
    """Ask for a link. The same work whether or not anyone has the address: the worker finds out (ASVS 6.3.8)."""
    with transaction():
        outbox.enqueue(LINK_KIND, f"{LINK_KIND}:{new_key()}", {"email": email_key(email)})


def purpose_for(account: Account) -> LinkPurpose:
    """What a link is for: a first password, or another one."""
    return LinkPurpose.INVITATION if account.password_hash is None else LinkPurpose.RESET


def make_link(account: Account) -> tuple[LinkPurpose, str]:
    """Make the link that an account needs, for whoever passes it on by other means than mail. Returns its secret."""
    purpose = purpose_for(account)
    with transaction():
        return purpose, add_link(account, purpose, ends_earlier=True)


def queue_link(account: Account, *, ends_earlier: bool, once: str = "") -> LinkPurpose:
    """Make the link that an account needs and queue the mail that brings it, inside the present transaction.

    `ends_earlier` as in `add_link`, `once` as in `tell`.
    """
    purpose = purpose_for(account)
    secret = add_link(account, purpose, ends_earlier=ends_earlier)
    tell_link(account, purpose, secret, LINK_LIFE[purpose], once=once)
    return purpose


def send_link(actor: Person, account: Account) -> None:
    """Send someone the link that lets them in: an invitation, or another password.

    Raises `Forbidden`, `Conflict` when the account is closed.
    """
    if not policies.account_administer(actor):
        raise Forbidden(_l("This is not yours to decide."), code="account.invite")
    with transaction():
        reason = rules.why_not_invite(account)
        if reason is not None:
            raise Conflict(reason, code="account.invite")
        purpose = queue_link(account, ends_earlier=True)
        audit.record(actor, account, "invite", data={"link": purpose.value})


def add_link(account: Account, purpose: LinkPurpose, *, ends_earlier: bool) -> str:
    """Make a single-use link inside the present transaction. Returns its secret.

    With `ends_earlier`, an invitation takes the place of those before: it lives two weeks, and may have gone astray.
    That is for whoever administers: anyone may have a link sent from the sign-in page, and a stranger's request must
    not undo the one that its owner is about to use. Links to replace a password stand beside each other for their hour.
    """
    token = new_token()
    if ends_earlier and purpose is LinkPurpose.INVITATION:
        db.session.execute(sa.select(Account.id).where(Account.id == account.id).with_for_update(key_share=True))
        end_links(db.session(), account)
    db.session.add(
        SingleUseLink(
            token_hash=token_hash(token),
            purpose=purpose,
            account_id=account.id,
            expires_at=clock.now() + LINK_LIFE[purpose],
        )
    )
    return token


def find_link(token: str, purpose: LinkPurpose) -> SingleUseLink:
    """The link of a secret, if it still works for this purpose. Raises `NotFound`."""
    link = db.session.scalar(
        sa.select(SingleUseLink)
        .options(joinedload(SingleUseLink.account).joinedload(Account.person))
        .where(SingleUseLink.token_hash == token_hash(token), works(purpose))
    )
    if link is None or not may_sign_in(link.account):
        raise NotFound(DEAD_LINK)
    return link


def works(purpose: LinkPurpose) -> sa.ColumnElement[bool]:
    """The condition that a link of this purpose is neither used nor too old."""
    return sa.and_(
        SingleUseLink.purpose == purpose,
        SingleUseLink.used_at.is_(None),
        SingleUseLink.expires_at > clock.now(),
    )


def end_links(session: Session, account: Account) -> None:
    """Make an account's unused links void, inside the present transaction."""
    session.execute(
        sa.update(SingleUseLink)
        .where(SingleUseLink.account_id == account.id, SingleUseLink.used_at.is_(None))
        .values(used_at=clock.now())
    )


@chore
def forget_old_links() -> None:
    """Delete the links that have been of no use for three months."""
    with transaction() as session:
        session.execute(sa.delete(SingleUseLink).where(SingleUseLink.expires_at < clock.now() - KEPT))
