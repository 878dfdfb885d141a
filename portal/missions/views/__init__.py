"""What people open and send about missions: the list, one mission and its steps, the form that describes one."""

from __future__ import annotations

from portal.missions import pilot_panel
from portal.missions.drafting import choosing
from portal.missions.drafting import views as drafting
from portal.missions.views import listing, page
from portal.missions.views.blueprint import bp

__all__ = ["bp", "choosing", "drafting", "listing", "page", "pilot_panel"]
