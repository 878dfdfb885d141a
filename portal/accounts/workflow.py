"""Moments in the life of an account that features above react to."""

from __future__ import annotations

from portal.core.consequence import Consequence

# Called with the person, inside the transaction that closed or opened their account, changed their roles, or made of an
# external an employee or the contrary, flushed.
access_changed = Consequence("what a person may do changed")
