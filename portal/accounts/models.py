"""Accounts and what proves who holds them."""

from __future__ import annotations

import enum
import hashlib
import secrets
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, cast

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import Created, UtcDateTime, choice
from portal.extensions import Base

if TYPE_CHECKING:
    from portal.organization.models import Person


class Role(enum.StrEnum):
    """What someone does for the whole organization, beyond their own work and team."""

    HR = "hr"
    PROCUREMENT = "procurement"
    PILOT_SPONSOR = "pilot_sponsor"
    ADMINISTRATOR = "administrator"


class LinkPurpose(enum.StrEnum):
    """Why a single-use link was sent."""

    INVITATION = "invitation"
    RESET = "reset"


def email_key(email: str) -> str:
    """The form under which an e-mail address is unique: NFKC, trimmed, case folded."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def new_token() -> str:
    """A random 256-bit secret for a link or a session."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a secret: SHA-256, hexadecimal (the secret itself has 256 random bits)."""
    return hashlib.sha256(token.encode()).hexdigest()


class Account(Created, UserMixin, Base):
    """What a person signs in with. `password_hash` is empty until the invitation is accepted.

    `seen_at` is when the portal was last used, to a few minutes; `left_at` when the visit before the present one ended,
    empty during the first.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    password_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locale: Mapped[str] = mapped_column(sa.String(2), default="fr")
    is_enabled: Mapped[bool] = mapped_column(default=True)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="account", uselist=False)
    role_rows: Mapped[list[AccountRole]] = relationship(cascade="all, delete-orphan")

    session_token = cast("str | None", None)  # the secret, while its browser is being answered; never stored
    session_is_stale = False  # whether the session's last use should be noted

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(row.role for row in self.role_rows)

    def get_id(self) -> str:
        """What the browser's session keeps: the secret of a revocable session, never the account's id."""
        if self.session_token is None:
            raise RuntimeError("an account that has no open session")
        return self.session_token


class AccountRole(Base):
    """A role given to an account."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role, name="role"), primary_key=True)


class SignInSession(Created, Base):
    """A signed-in browser. Ending the row signs it out, whatever cookie it still holds."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(sa.String(200), default="")

    account: Mapped[Account] = relationship()


class SingleUseLink(Created, Base):
    """An invitation or a reset, good once and for a time."""

    __tablename__ = "single_use_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose, name="purpose"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


class Throttle(Base):
    """How often something was tried under a key, in a fixed window: shared by every web process."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[float] = mapped_column(sa.Float)
