"""Moments in the life of an account that features above react to."""

from __future__ import annotations

from portal.core.consequence import Consequence

# Called with the person, inside the transaction that closed their account, after it is flushed.
account_closed = Consequence("an account was closed")
