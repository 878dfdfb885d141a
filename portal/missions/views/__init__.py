"""What people open and send about missions: the list, one mission and its steps, the form."""

from __future__ import annotations

from portal.missions import pilot_panel
from portal.missions.views import listing, page, writing
from portal.missions.views.blueprint import bp

__all__ = ["bp", "listing", "page", "pilot_panel", "writing"]
