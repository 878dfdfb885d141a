"""What people open and send about rooms."""

from __future__ import annotations

from portal.rooms.views import members, page, tasks, things
from portal.rooms.views.blueprint import bp

__all__ = ["bp", "members", "page", "tasks", "things"]
