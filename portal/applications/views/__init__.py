"""What people open and send about applications: the talent's pages, the owner's, and the two lists."""

from __future__ import annotations

from portal.applications.views import lists, owner, page, talent
from portal.applications.views.blueprint import bp

__all__ = ["bp", "lists", "owner", "page", "talent"]
