"""Moments in the life of an account that features above react to."""

from __future__ import annotations

from portal.core.consequence import Consequence

# Called with the person, inside the transaction that closed or opened their account or changed their roles, flushed.
access_changed = Consequence("what a person may do changed")
