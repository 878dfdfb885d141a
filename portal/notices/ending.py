"""The link of a mail that ends its kind: one press, without signing in (RFC 8058)."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from portal.core import clock
from portal.mail.outbox import link_to
from portal.organization.models import Person

LINK_KEPT = timedelta(days=365)
# Stands in the place of a kind in the link of a digest.
DIGEST = "digest"


def ending_link(person: Person, kind: str) -> str:
    """The address where one press ends the mails of a kind, or the digest."""
    return link_to("notices.end_mails", token=ending_token(person, kind))


def headers(link: str) -> dict[str, str]:
    """What tells a mail program that it may press for its reader."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def ending_token(person: Person, kind: str) -> str:
    """What the link carries: whose mails, of which kind, until when, and nothing that opens anything else."""
    until = int((clock.now() + LINK_KEPT).timestamp())
    return str(_signer().dumps([person.public_id, kind, until]))


def read_ending_token(token: str) -> tuple[str, str] | None:
    """The public id of the person and the kind that a link names; None when it is not ours, or is too old."""
    try:
        public_id, kind, until = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return (str(public_id), str(kind)) if isinstance(until, int) and clock.now().timestamp() < until else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="end of the mails of a kind")
