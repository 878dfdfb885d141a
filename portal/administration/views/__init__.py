"""What administrators open and send: people from a file, accounts and their roles, mails that did not leave."""

from __future__ import annotations

from portal.administration.views import accounts, mails, people
from portal.administration.views.blueprint import bp

__all__ = ["accounts", "bp", "mails", "people"]
