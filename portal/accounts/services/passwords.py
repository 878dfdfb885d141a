"""Passwords. Hashing happens outside transactions: it is slow by design."""

from __future__ import annotations

import base64
import unicodedata

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy.orm import Session

from portal.accounts.models import Account, LinkPurpose, SingleUseLink, token_hash
from portal.accounts.notifications import tell_password_changed
from portal.accounts.passwords import check_password_strength
from portal.accounts.queries import account_of, may_sign_in
from portal.accounts.services.links import DEAD_LINK, end_links, find_link, works
from portal.accounts.services.sessions import end_sessions
from portal.core import audit, clock
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction


def hasher() -> PasswordHasher:
    """Argon2id with the configured cost (OWASP's 19 MiB profile by default)."""
    return PasswordHasher(**current_app.config["ARGON2"])


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return hasher().hash(_typed(password))


def _typed(password: str) -> str:
    """The same characters whatever keyboard composed the accents."""
    return unicodedata.normalize("NFC", password)


def impossible_hash() -> str:
    """A hash that no password has, at the configured cost: verifying against it takes the usual time."""
    cost = current_app.config["ARGON2"]
    salt, digest = (base64.b64encode(bytes(length)).decode().rstrip("=") for length in (16, 32))
    return f"$argon2id$v=19$m={cost['memory_cost']},t={cost['time_cost']},p={cost['parallelism']}${salt}${digest}"


def _matches(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Hashes once, whether or not there is one."""
    try:
        hasher().verify(stored or impossible_hash(), _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def check_credentials(email: str, password: str) -> Account:
    """The open account of this address and password. Raises `Invalid`, with the same words whatever was wrong."""
    account = account_of(email)
    matches = _matches(account.password_hash if account is not None else None, password)
    if account is None or not matches or not may_sign_in(account):
        raise Invalid(fields={"password": _l("This address and this password do not go together.")})
    return account


def rehash_if_needed(account: Account, password: str) -> None:
    """Store the password again when the hashing cost was raised since."""
    if account.password_hash and hasher().check_needs_rehash(account.password_hash):
        hashed = hash_password(password)
        with transaction():
            account.password_hash = hashed


def change_password(account: Account, *, current: str, new: str, keep: str) -> None:
    """Replace a password; every session but the one with the secret `keep` ends. Raises `Invalid`."""
    if not _matches(account.password_hash, current):
        raise Invalid(fields={"current": _l("This is not your present password.")})
    check_password_strength(new, account)
    hashed = hash_password(new)
    with transaction() as session:
        set_password(session, account, hashed, kept=keep)


def set_password(session: Session, account: Account, hashed: str, *, kept: str | None = None) -> None:
    """Store a hashed password inside the present transaction: sessions (but `kept`) and links end, a mail says it."""
    first = account.password_hash is None
    account.password_hash = hashed
    account.password_changed_at = clock.now()
    end_sessions(session, account, kept=kept)
    end_links(session, account)
    audit.record(account.person, account, "choose_password" if first else "change_password")
    if not first:
        tell_password_changed(account)


def set_password_by_link(token: str, purpose: LinkPurpose, password: str) -> Account:
    """Use a link to choose a password; sessions and other links end. Raises `NotFound`, `Invalid`.

    Of two uses at once, the one whose UPDATE comes first wins.
    """
    account = find_link(token, purpose).account
    check_password_strength(password, account)
    hashed = hash_password(password)
    with transaction() as session:
        used = session.execute(
            sa.update(SingleUseLink)
            .where(SingleUseLink.token_hash == token_hash(token), works(purpose))
            .values(used_at=clock.now())
        )
        if used.rowcount != 1 or not may_sign_in(account):  # type: ignore[attr-defined]
            raise NotFound(DEAD_LINK)
        set_password(session, account, hashed)
    return account
