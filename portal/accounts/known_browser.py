"""A browser that signed in remembers with which address, so that the attempts of others do not keep its owner out.

A cookie of its own, signed, kept when one signs out; it says a random mark and a hash of the address and of when its
password was chosen, and opens nothing: once the password is another, whoever knew the earlier one is a stranger. This
is the device cookie that OWASP describes against guessing ("Slow Down Online Guessing Attacks with Device Cookies"):
unlike a list of the networks where someone signed in, it tells nobody that an address has an account.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from portal.accounts.models import Account, new_token
from portal.accounts.queries import account_of
from portal.core import clock

KEPT = timedelta(days=180)


def remember(response: Response, account: Account) -> None:
    """Have the browser remember, for half a year, that this account signed in there."""
    until = int((clock.now() + KEPT).timestamp())
    response.set_cookie(
        cookie_name(),
        _signer().dumps([new_token()[:16], _digest(account), until]),
        max_age=KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def mark_for(email: str) -> str | None:
    """The mark of the browser that asks, when it signed in with this address and its present password; else None."""
    try:
        mark, digest, until = _signer().loads(request.cookies.get(cookie_name(), ""))
    except (BadSignature, ValueError):
        return None
    account = account_of(email)
    is_known = account is not None and digest == _digest(account) and clock.now().timestamp() < until
    return mark if is_known else None


def cookie_name() -> str:
    """The cookie's name, beside the session's."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-browser"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")


def _digest(account: Account) -> str:
    """A keyed hash: whoever uses the browser next cannot try addresses against the cookie."""
    chosen_at = account.password_changed_at
    said = f"{account.email_key} {chosen_at.isoformat() if chosen_at is not None else ''}"
    return hmac.new(current_app.config["SECRET_KEY"].encode(), said.encode(), "sha256").hexdigest()[:32]
