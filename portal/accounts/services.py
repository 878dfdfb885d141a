"""Opening and closing sessions, single-use links, passwords.

Hashing happens outside transactions: it is slow by design.
"""

from __future__ import annotations

import base64
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy.orm import Session, joinedload

from portal import policies
from portal.accounts.models import (
    Account,
    LinkPurpose,
    Role,
    SignInSession,
    SingleUseLink,
    email_key,
    new_token,
    token_hash,
)
from portal.accounts.notifications import tell_password_changed
from portal.accounts.passwords import check_password_strength
from portal.core import audit, clock, outbox
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import new_key
from portal.core.transaction import transaction
from portal.core.worker import chore
from portal.extensions import db

if TYPE_CHECKING:
    from portal.organization.models import Person


@dataclass(frozen=True)
class SessionLimits:
    """How long a session lasts without being used, and in all (OWASP ASVS 5.0, 7.3)."""

    idle: timedelta
    longest: timedelta


PRIVILEGED = frozenset({Role.HR, Role.PROCUREMENT, Role.ADMINISTRATOR})
PRIVILEGED_LIMITS = SessionLimits(idle=timedelta(minutes=30), longest=timedelta(hours=8))
USUAL_LIMITS = SessionLimits(idle=timedelta(hours=8), longest=timedelta(days=7))
SEEN_STEP = timedelta(minutes=2)
KEPT = timedelta(days=90)
LINK_LIFE = {LinkPurpose.INVITATION: timedelta(days=14), LinkPurpose.RESET: timedelta(hours=1)}
LINK_KIND = "sign_in_link"

DEAD_LINK = _l("This link was already used, or it is too old. Ask for a new one.")


# Passwords


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


def may_sign_in(account: Account) -> bool:
    """Whether an account is open: enabled, and its person still here."""
    left_on = account.person.left_on
    return account.is_enabled and (left_on is None or left_on > clock.today())


def check_credentials(email: str, password: str) -> Account:
    """The open account of this address and password. Raises `Invalid`, with the same words whatever was wrong."""
    account = account_of(email)
    matches = _matches(account.password_hash if account is not None else None, password)
    if account is None or not matches or not may_sign_in(account):
        raise Invalid(fields={"password": _l("This address and this password do not go together.")})
    return account


def account_of(email: str) -> Account | None:
    """The account of an address, with its person."""
    return db.session.scalar(
        sa.select(Account).options(joinedload(Account.person)).where(Account.email_key == email_key(email))
    )


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
        _set_password(session, account, hashed, kept=keep)


def _set_password(session: Session, account: Account, hashed: str, *, kept: str | None = None) -> None:
    first = account.password_hash is None
    account.password_hash = hashed
    account.password_changed_at = clock.now()
    end_sessions(session, account, kept=kept)
    _end_links(session, account)
    audit.record(account.person, account, "choose_password" if first else "change_password")
    if not first:
        tell_password_changed(account)


# Sessions


def session_limits(account: Account) -> SessionLimits:
    """The limits of an account's sessions: shorter for those who see or change what is not theirs."""
    return PRIVILEGED_LIMITS if account.roles & PRIVILEGED else USUAL_LIMITS


def open_session(account: Account, *, browser: str = "") -> str:
    """Sign an account in. Returns the secret the browser keeps; only its hash is stored."""
    token = new_token()
    now = clock.now()
    with transaction() as session:
        session.add(
            SignInSession(
                token_hash=token_hash(token),
                account_id=account.id,
                created_at=now,
                seen_at=now,
                expires_at=now + session_limits(account).longest,
                browser=browser[:200],
            )
        )
    return token


# Asked by every page, so written once.
_SESSION_IN_USE = (
    sa.select(SignInSession)
    .options(
        joinedload(SignInSession.account).joinedload(Account.person),
        joinedload(SignInSession.account).joinedload(Account.role_rows),
    )
    .where(SignInSession.token_hash == sa.bindparam("token_hash"), SignInSession.ended_at.is_(None))
)


def account_of_session(token: str) -> Account | None:
    """The account a session's secret belongs to, with its person; None when ended, expired, idle or closed."""
    row = db.session.scalars(_SESSION_IN_USE, {"token_hash": token_hash(token)}).unique().one_or_none()
    if row is None or not _is_open(row, clock.now()):
        return None
    account = row.account
    if not may_sign_in(account) or account.password_hash is None:
        return None
    account.session_token = token
    account.session_is_stale = row.seen_at < clock.now() - SEEN_STEP
    return account


def _is_open(row: SignInSession, now: datetime) -> bool:
    # Counted from today's roles, so that a role given since shortens the sessions already open.
    limits = session_limits(row.account)
    return now < row.expires_at and now < row.created_at + limits.longest and now < row.seen_at + limits.idle


def touch_session(token: str) -> None:
    """Note that a session is in use."""
    with transaction() as session:
        session.execute(
            sa.update(SignInSession)
            .where(SignInSession.token_hash == token_hash(token), SignInSession.ended_at.is_(None))
            .values(seen_at=clock.now())
        )


def open_sessions(account: Account) -> list[SignInSession]:
    """The sessions of an account that still work, last used first."""
    rows = db.session.scalars(
        sa.select(SignInSession)
        .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    )
    now = clock.now()
    return [row for row in rows if _is_open(row, now)]


def close_session(token: str) -> None:
    """Sign one browser out, for good."""
    with transaction() as session:
        _end(session, SignInSession.token_hash == token_hash(token))


def close_session_of(account: Account, session_id: int) -> None:
    """End one of an account's own sessions. Raises `NotFound` for anyone else's."""
    with transaction() as session:
        own = sa.and_(SignInSession.account_id == account.id, SignInSession.id == session_id)
        if session.scalar(sa.select(SignInSession.id).where(own)) is None:
            raise NotFound()
        _end(session, own)


def close_other_sessions(account: Account, *, keep: str) -> int:
    """End every session of an account but the one with the secret `keep`. Returns how many were open."""
    with transaction() as session:
        return end_sessions(session, account, kept=keep)


def end_sessions(session: Session, account: Account, *, kept: str | None = None) -> int:
    """End an account's sessions inside the present transaction, except the one with the secret `kept`."""
    condition = SignInSession.account_id == account.id
    if kept is not None:
        condition = sa.and_(condition, SignInSession.token_hash != token_hash(kept))
    return _end(session, condition)


def _end(session: Session, condition: sa.ColumnElement[bool]) -> int:
    ended = session.execute(
        sa.update(SignInSession).where(condition, SignInSession.ended_at.is_(None)).values(ended_at=clock.now())
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


# Single-use links


def ask_link(email: str) -> None:
    """Ask for a link. The same work whether or not anyone has the address: the worker finds out (ASVS 6.3.8)."""
    with transaction():
        outbox.enqueue(LINK_KIND, f"{LINK_KIND}:{new_key()}", {"email": email_key(email)})


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
        .options(joinedload(SingleUseLink.account).joinedload(Account.person))
        .where(SingleUseLink.token_hash == token_hash(token), _works(purpose))
    )
    if link is None or not may_sign_in(link.account):
        raise NotFound(DEAD_LINK)
    return link


def _works(purpose: LinkPurpose) -> sa.ColumnElement[bool]:
    return sa.and_(
        SingleUseLink.purpose == purpose,
        SingleUseLink.used_at.is_(None),
        SingleUseLink.expires_at > clock.now(),
    )


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
            .where(SingleUseLink.token_hash == token_hash(token), _works(purpose))
            .values(used_at=clock.now())
        )
        if used.rowcount != 1 or not may_sign_in(account):  # type: ignore[attr-defined]
            raise NotFound(DEAD_LINK)
        _set_password(session, account, hashed)
    return account


def _end_links(session: Session, account: Account) -> None:
    session.execute(
        sa.update(SingleUseLink)
        .where(SingleUseLink.account_id == account.id, SingleUseLink.used_at.is_(None))
        .values(used_at=clock.now())
    )


# The account itself


def choose_locale(account: Account, locale: str) -> None:
    """Remember the language an account reads."""
    with transaction():
        account.locale = locale


def disable_account(actor: Person, account: Account) -> None:
    """Close an account: its sessions and links end at once. Raises `Forbidden`, `Conflict` on one's own."""
    if not policies.is_administrator(actor):
        raise Forbidden(_l("This is not yours to decide."), code="account.disable")
    if account.id == actor.account_id:
        raise Conflict(_l("You cannot close your own account: ask another administrator."), code="account.disable")
    with transaction() as session:
        account.is_enabled = False
        end_sessions(session, account)
        _end_links(session, account)
        audit.record(actor, account, "disable")


def enable_account(actor: Person, account: Account) -> None:
    """Open a closed account again; its password is the one it had. Raises `Forbidden`."""
    if not policies.is_administrator(actor):
        raise Forbidden(_l("This is not yours to decide."), code="account.enable")
    with transaction():
        account.is_enabled = True
        audit.record(actor, account, "enable")


@chore
def forget_old_sessions() -> None:
    """Delete sessions and links that have been of no use for three months."""
    before = clock.now() - KEPT
    with transaction() as session:
        session.execute(sa.delete(SignInSession).where(SignInSession.expires_at < before))
        session.execute(sa.delete(SingleUseLink).where(SingleUseLink.expires_at < before))
