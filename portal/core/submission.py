"""A form sent twice makes one object: every form carries a random key, stored with what it produced."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core import clock
from portal.core.errors import Conflict
from portal.core.model import Identified, UtcDateTime
from portal.core.transaction import is_unique_violation, transaction
from portal.extensions import Base, db

Kind = TypeVar("Kind", bound=Identified)


class Submission(Base):
    """The key of a form that was carried out, and the public id of what it produced."""

    __tablename__ = "submission"
    __table_args__ = (sa.UniqueConstraint("actor_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(sa.String(22))
    result: Mapped[str] = mapped_column(sa.String(22))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_urlsafe(16)


def key_of(pairs: Iterable[tuple[str, str]]) -> str:
    """The key of one sending as a whole: twice the same for the same words, another once a word is changed."""
    words = json.dumps(sorted(pairs)).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(words).digest()[:16]).decode().rstrip("=")


def once(actor: Any, key: str | None, kind: type[Kind], make: Callable[[Session], Kind]) -> Kind:
    """The object that `make` writes in a transaction, or the one this form already produced for this person.

    Of two identical sendings at the same instant one writes, and both get what it wrote. An empty key remembers
    nothing. Raises `Conflict` when the key is of another form.
    """
    try:
        return _once(actor, key, kind, make)
    except sa.exc.IntegrityError as error:
        if not key or not is_unique_violation(error):
            raise
    return _once(actor, key, kind, make)


def _once(actor: Any, key: str | None, kind: type[Kind], make: Callable[[Session], Kind]) -> Kind:
    with transaction() as session:
        earlier = earlier_object(actor, key, kind)
        if earlier is not None:
            return earlier
        made = make(session)
        session.flush()
        remember(actor, key, made.public_id)
        return made


def earlier_result(actor: Any, key: str | None) -> str | None:
    """The public id that this form already produced for this person, if it did. Ask inside the transaction."""
    if not key:
        return None
    return db.session.scalar(
        sa.select(Submission.result).where(Submission.actor_id == actor.id, Submission.key == key[:22])
    )


def earlier_object(actor: Any, key: str | None, kind: type[Kind]) -> Kind | None:
    """The object of this kind that this form already produced. Raises `Conflict` when the key is of another form."""
    result = earlier_result(actor, key)
    if result is None:
        return None
    found = db.session.scalar(sa.select(kind).where(kind.public_id == result))
    if found is None:
        raise Conflict(code="submission.other")
    return found


def remember(actor: Any, key: str | None, result: str) -> None:
    """Note what a form produced; the unique constraint stops a second transaction that raced this one."""
    if key:
        db.session.add(Submission(actor_id=actor.id, key=key[:22], result=result))
        db.session.flush()
