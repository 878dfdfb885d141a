"""What administrators open and send: people brought in from a file, accounts and their roles."""

from __future__ import annotations

from portal.administration.views import accounts, people
from portal.administration.views.blueprint import bp

__all__ = ["accounts", "bp", "people"]
