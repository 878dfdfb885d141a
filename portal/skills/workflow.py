"""Moments in the life of the library that features above react to."""

from __future__ import annotations

from portal.core.consequence import Consequence

# Called inside the transaction that wrote other labels on skills that were there before.
labels_changed = Consequence("skills are called otherwise")
