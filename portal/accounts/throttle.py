"""How often something may be tried for a typed address and from a network, counted in the database.

Three counts, each a fixed window of the `limits` library that ends by itself, the same for every web process: the
address from this network, the network, and the address wherever it is typed. The last has a ceiling that one network
cannot reach, since it stops at the first; so a stranger's attempts do not keep anyone out. Many networks together can
reach it: choosing a password by a link from one's mail then starts the counts afresh (OWASP ASVS 5.0, 6.3.1).

A network may be a whole office behind one address, where one person who tries and tries would keep everyone out. So a
browser that already signed in with the typed address (`known_browser`) counts for itself, whatever strangers do around
it; all those of one address count together too, with a ceiling that one of them cannot reach, or each browser one signs
in with would buy more guesses. The network's ceiling is high: it slows whoever tries many addresses, and each address
from a network still stops at its own count. A success gives its attempt back and no more, or a single account of one's
own would buy any number of guesses at others'. Someone already signed in who confirms their password counts for their
account alone (`CONFIRM`), apart from signing in: nobody else can use that count up.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math

import sqlalchemy as sa
from flask import current_app
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from portal.accounts.models import Throttle, email_key
from portal.core import clock
from portal.core.errors import TooManyRequests
from portal.core.i18n import lazy_ngettext
from portal.core.transaction import transaction
from portal.core.worker import chore
from portal.extensions import db

# One statement, so that two processes that count at once cannot lose a count; the same words on both engines.
COUNT = sa.text(
    "INSERT INTO throttle (key, count, expires_at) VALUES (:key, :amount, :expires_at) "
    "ON CONFLICT (key) DO UPDATE SET "
    "count = CASE WHEN throttle.expires_at <= :now THEN excluded.count ELSE throttle.count + excluded.count END, "
    "expires_at = CASE WHEN throttle.expires_at <= :now THEN excluded.expires_at ELSE throttle.expires_at END "
    "RETURNING count"
)


Limit = tuple[RateLimitItem, str]


class ThrottleStorage(Storage):
    """The `limits` storage over the table `throttle`. Each count is its own short transaction."""

    @property
    def base_exceptions(self) -> type[Exception]:
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = clock.now().timestamp()
        with transaction() as session:
            row = {"key": key, "amount": amount, "now": now, "expires_at": now + expiry}
            count: int = session.execute(COUNT, row).scalar_one()
            return count

    def get(self, key: str) -> int:
        now = clock.now().timestamp()
        return db.session.scalar(sa.select(Throttle.count).where(Throttle.key == key, Throttle.expires_at > now)) or 0

    def get_expiry(self, key: str) -> float:
        now = clock.now().timestamp()
        ends = sa.select(Throttle.expires_at).where(Throttle.key == key, Throttle.expires_at > now)
        return db.session.scalar(ends) or now

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with transaction() as session:
            over = sa.delete(Throttle).where(Throttle.expires_at <= clock.now().timestamp())
            return len(session.scalars(over.returning(Throttle.key)).all())

    def clear(self, key: str) -> None:
        with transaction() as session:
            session.execute(sa.delete(Throttle).where(Throttle.key == key))


limiter = FixedWindowRateLimiter(ThrottleStorage())


@chore
def forget_ended_windows() -> None:
    """Delete the counts of windows that are over."""
    limiter.storage.reset()


def count_attempt(action: str, *, account: str, network: str = "", browser: str | None = None) -> None:
    """Count one attempt at `action` (`SIGN_IN`, `LINK`, `CONFIRM`) for a typed address and where it comes from.

    `browser` is the mark of one that signed in with this address before: its attempts then count for it, and for all
    such browsers of the address, but with nobody else's.
    Raises `TooManyRequests` with the seconds left when a window is used up; the counts after it are then spared.
    """
    for item, key in _limits(action, account, network, browser).values():
        if not limiter.hit(item, action, key):
            seconds = math.ceil(limiter.storage.get_expiry(item.key_for(action, key)) - clock.now().timestamp())
            raise TooManyRequests(wait_sentence(seconds), retry_after=max(1, seconds))


def forgive(action: str, *, account: str, network: str, browser: str | None = None) -> None:
    """An attempt succeeded: the address starts afresh from here, the other counts get that one attempt back."""
    for name, (item, key) in _limits(action, account, network, browser).items():
        if name == "pair":
            limiter.clear(item, action, key)
        else:
            limiter.hit(item, action, key, cost=-1)


def start_afresh(action: str, *, account: str, network: str = "", browser: str | None = None) -> None:
    """Someone proved that the address is theirs: what was tried with it counts no more, by others or in this `browser`.

    Nor does what the browsers that know it tried together. The network's own count stays: it is about every address.
    """
    for mark in (None, browser or ""):
        for name, (item, key) in _limits(action, account, network, mark).items():
            if name != "network":
                limiter.clear(item, action, key)


def wait_sentence(seconds: int) -> object:
    """How long to wait, said in minutes."""
    return lazy_ngettext(
        "There were too many attempts. Try again in %(num)d minute.",
        "There were too many attempts. Try again in %(num)d minutes.",
        max(1, math.ceil(seconds / 60)),
    )


def _limits(action: str, account: str, network: str, browser: str | None) -> dict[str, Limit]:
    """What an attempt counts for, in the order in which it is counted: of the counts below, those the action has."""
    rates = current_app.config[f"{action}_LIMITS"]
    typed = hashlib.sha256(email_key(account).encode()).hexdigest()
    here = network_of(network)
    keys = {"network": here, "pair": f"{typed}/{here}", "address": typed}
    if browser is not None:
        keys = {"pair": f"{typed}/{browser}", "known": f"{typed}/known"}
    return {name: (parse(rates[name]), key) for name, key in keys.items() if name in rates}


def network_of(address: str) -> str:
    """What counts as one network: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False).network_address
    return str(parsed)
