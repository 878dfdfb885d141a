"""Opening and closing sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal.accounts.models import Account, AccountRole, Role, SignInSession, new_token, token_hash
from portal.accounts.queries import may_sign_in
from portal.core import clock
from portal.core.columns import Columns
from portal.core.errors import NotFound
from portal.core.loaded import columns_of, loaded
from portal.core.prepared import Prepared
from portal.core.transaction import transaction
from portal.core.worker import chore
from portal.extensions import db

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class SessionLimits:
    """How long a session lasts without being used, and in all (OWASP ASVS 5.0, 7.3)."""

    idle: timedelta
    longest: timedelta


PRIVILEGED = frozenset({Role.HR, Role.PROCUREMENT, Role.ADMINISTRATOR})
PRIVILEGED_LIMITS = SessionLimits(idle=timedelta(minutes=30), longest=timedelta(hours=8))
USUAL_LIMITS = SessionLimits(idle=timedelta(hours=8), longest=timedelta(days=7))
SEEN_STEP = timedelta(minutes=2)
# Whoever comes back later than that begins another visit.
VISIT_GAP = timedelta(hours=1)


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
        _note_visit(session, Account.id == account.id)
    return token


def _person_class() -> Any:
    return Account.person.property.mapper.class_  # people stand above accounts


@lru_cache(maxsize=1)
def _session_in_use() -> tuple[Columns, Prepared]:
    """What every page asks: a row for each role."""
    person = _person_class()
    opening = SignInSession.created_at, SignInSession.seen_at, SignInSession.expires_at
    columns = Columns(opening, columns_of(Account), columns_of(person), columns_of(AccountRole))
    return columns, Prepared(
        sa.select(*columns.all)
        .join_from(SignInSession, Account, Account.id == SignInSession.account_id)
        .join(person, person.account_id == Account.id)
        .outerjoin(AccountRole, AccountRole.account_id == Account.id)
        .where(SignInSession.token_hash == sa.bindparam("token_hash"), SignInSession.ended_at.is_(None))
    )


def account_of_session(token: str) -> Account | None:
    """The account a session's secret belongs to, with its person; None when ended, expired, idle or closed."""
    columns, statement = _session_in_use()
    rows = [columns.apart(row) for row in statement.rows(token_hash=token_hash(token))]
    if not rows:
        return None
    times, of_account, of_person, _role = rows[0]
    opening = _Opening(*times)
    account = loaded(Account, of_account)
    person = loaded(_person_class(), of_person)
    set_committed_value(account, "person", person)
    set_committed_value(person, "account", account)
    roles = [loaded(AccountRole, of_role) for *_rest, of_role in rows if of_role[0] is not None]
    set_committed_value(account, "role_rows", roles)
    if not _is_open(opening, account, clock.now()) or not may_sign_in(account) or account.password_hash is None:
        return None
    account.session_token = token
    account.session_is_stale = opening.seen_at < clock.now() - SEEN_STEP
    return account


class _Opening(NamedTuple):
    """When a browser signed in, was last seen, and is signed out at the latest."""

    created_at: datetime
    seen_at: datetime
    expires_at: datetime


def _is_open(opening: _Opening | SignInSession, account: Account, now: datetime) -> bool:
    # Counted from today's roles, so that a role given since shortens the sessions already open.
    limits = session_limits(account)
    return (
        now < opening.expires_at and now < opening.created_at + limits.longest and now < opening.seen_at + limits.idle
    )


def touch_session(token: str) -> None:
    """Note that a session is in use, and its account with it."""
    with transaction() as session:
        session.execute(
            sa.update(SignInSession)
            .where(SignInSession.token_hash == token_hash(token), SignInSession.ended_at.is_(None))
            .values(seen_at=clock.now())
        )
        owner = sa.select(SignInSession.account_id).where(SignInSession.token_hash == token_hash(token))
        _note_visit(session, Account.id == owner.scalar_subquery())


def _note_visit(session: Session, condition: sa.ColumnElement[bool]) -> None:
    """Note that an account is in use, in whichever browser; after a while away, that another visit begins."""
    now = clock.now()
    is_back = Account.seen_at < now - VISIT_GAP
    left_at = sa.case((is_back, Account.seen_at), else_=Account.left_at)
    session.execute(
        sa.update(Account).where(condition).values(left_at=left_at, seen_at=now),
        execution_options={"synchronize_session": False},
    )


def open_sessions(account: Account) -> list[SignInSession]:
    """The sessions of an account that still work, last used first."""
    rows = db.session.scalars(
        sa.select(SignInSession)
        .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    )
    now = clock.now()
    return [row for row in rows if _is_open(row, account, now)]


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


@chore
def forget_old_sessions() -> None:
    """Delete the sessions that have been of no use for three months."""
    with transaction() as session:
        session.execute(sa.delete(SignInSession).where(SignInSession.expires_at < clock.now() - KEPT))
