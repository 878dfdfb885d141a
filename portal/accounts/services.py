"""Opening and closing sessions, single-use links, passwords.

Hashing happens outside transactions: it is slow by design.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy.orm import joinedload

from portal.accounts.models import (
    Account,
    LinkPurpose,
    SignInSession,
    SingleUseLink,
    email_key,
    new_token,
    token_hash,
)
from portal.accounts.passwords import check_password_strength
from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db

SESSION_LENGTH = timedelta(days=7)
SESSION_IDLE = timedelta(hours=8)
SEEN_STEP = timedelta(minutes=5)
LINK_LIFE = {LinkPurpose.INVITATION: timedelta(days=14), LinkPurpose.RESET: timedelta(hours=1)}


def hasher() -> PasswordHasher:
    """Argon2id with the configured cost (OWASP's 19 MiB profile by default)."""
    return PasswordHasher(**current_app.config["ARGON2"])


def dummy_hash() -> str:
    """A hash to verify against when nobody has the address, so that both answers take the same time."""
    config = current_app.config
    if "DUMMY_HASH" not in config:
        config["DUMMY_HASH"] = hasher().hash(new_token())
    return str(config["DUMMY_HASH"])


def check_credentials(email: str, password: str) -> Account:
    """The enabled account of this address and password. Raises `Invalid`, with the same words whatever was wrong."""
    account = db.session.scalar(sa.select(Account).where(Account.email_key == email_key(email)))
    stored = account.password_hash if account is not None else None
    try:
        hasher().verify(stored or dummy_hash(), password)
        matches = stored is not None
    except (VerificationError, InvalidHashError):
        matches = False
    if account is None or not matches or not account.is_enabled:
        raise Invalid(fields={"password": _l("This address and this password do not go together.")})
    return account


def open_session(account: Account, *, browser: str = "") -> str:
    """Sign an account in. Returns the secret the browser keeps; only its hash is stored."""
    token = new_token()
    now = clock.now()
    with transaction() as session:
        session.add(
            SignInSession(
                token_hash=token_hash(token),
                account_id=account.id,
                seen_at=now,
                expires_at=now + SESSION_LENGTH,
                browser=browser[:200],
            )
        )
    return token


def account_of_session(token: str) -> Account | None:
    """The account a session's secret belongs to, with its person; None when ended, expired, idle or disabled."""
    now = clock.now()
    row = db.session.scalar(
        sa.select(SignInSession)
        .options(joinedload(SignInSession.account).joinedload(Account.person))
        .where(
            SignInSession.token_hash == token_hash(token),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            SignInSession.seen_at > now - SESSION_IDLE,
        )
    )
    if row is None or not row.account.is_enabled or row.account.password_hash is None:
        return None
    account = row.account
    account.session_token = token
    account.session_is_stale = row.seen_at < now - SEEN_STEP
    return account


def touch_session(token: str) -> None:
    """Note that a session is in use."""
    with transaction() as session:
        session.execute(
            sa.update(SignInSession).where(SignInSession.token_hash == token_hash(token)).values(seen_at=clock.now())
        )


def close_session(token: str) -> None:
    """Sign one browser out, for good."""
    with transaction() as session:
        _end(session, SignInSession.token_hash == token_hash(token))


def close_all_sessions(account: Account) -> None:
    """Sign an account out everywhere."""
    with transaction() as session:
        _end(session, SignInSession.account_id == account.id)


def _end(session: sa.orm.Session, condition: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.update(SignInSession).where(condition, SignInSession.ended_at.is_(None)).values(ended_at=clock.now())
    )


def add_link(account: Account, purpose: LinkPurpose) -> str:
    """Make a single-use link inside the present transaction. Returns its secret."""
    token = new_token()
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
        .options(joinedload(SingleUseLink.account))
        .where(
            SingleUseLink.token_hash == token_hash(token),
            SingleUseLink.purpose == purpose,
            SingleUseLink.used_at.is_(None),
            SingleUseLink.expires_at > clock.now(),
        )
    )
    if link is None or not link.account.is_enabled:
        raise NotFound(_l("This link was already used, or it is too old. Ask for a new one."))
    return link


def set_password_by_link(token: str, purpose: LinkPurpose, password: str) -> Account:
    """Use a link to choose a password; every open session of the account ends. Raises `NotFound`, `Invalid`."""
    account = find_link(token, purpose).account
    check_password_strength(password, account)
    hashed = hasher().hash(password)
    with transaction() as session:
        used = session.execute(
            sa.update(SingleUseLink)
            .where(SingleUseLink.token_hash == token_hash(token), SingleUseLink.used_at.is_(None))
            .values(used_at=clock.now())
        )
        if used.rowcount != 1:
            raise NotFound(_l("This link was already used, or it is too old. Ask for a new one."))
        account.password_hash = hashed
        account.password_changed_at = clock.now()
        _end(session, SignInSession.account_id == account.id)
    return account


def rehash_if_needed(account: Account, password: str) -> None:
    """Store the password again when the hashing cost was raised since."""
    if account.password_hash and hasher().check_needs_rehash(account.password_hash):
        hashed = hasher().hash(password)
        with transaction():
            account.password_hash = hashed


def choose_locale(account: Account, locale: str) -> None:
    """Remember the language an account reads."""
    with transaction():
        account.locale = locale
