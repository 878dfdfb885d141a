"""Moments in the life of the organization that features above react to."""

from __future__ import annotations

from portal.core.consequence import Consequence

# Called with the person, inside the transaction that gave them another manager (or none), after it is flushed.
manager_changed = Consequence("a person's manager changed")
# Called with the person, inside the transaction that notes that they left.
person_left = Consequence("a person left the organization")
