"""The words for the states, reasons and tiers of engagements."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.engagements.models import EngagementState, RejectionReason, Tier

STATES: dict[EngagementState, Any] = {
    EngagementState.DRAFTED: _l("To confirm"),
    EngagementState.APPROVED: _l("Engagement confirmed"),
    EngagementState.REJECTED: _l("Engagement rejected"),
    EngagementState.CANCELLED: _l("Engagement cancelled"),
    EngagementState.ENDED: _l("Engagement ended"),
}

TONES: dict[EngagementState, str] = {
    EngagementState.DRAFTED: "todo",
    EngagementState.APPROVED: "good",
    EngagementState.REJECTED: "stop",
}

# Read by the talent and by those who own the mission: no amount, and nothing about a document's content.
REJECTION_REASONS: dict[RejectionReason, Any] = {
    RejectionReason.BUDGET: _l("No budget could be set aside"),
    RejectionReason.RATE: _l("The rate could not be agreed"),
    RejectionReason.COMPLIANCE: _l("The administrative file is not complete"),
    RejectionReason.DATES: _l("The dates could not be agreed"),
    RejectionReason.OTHER: _l("Another reason"),
}

TIERS: dict[Tier, Any] = {
    Tier.STRATEGIC: _l("Strategic partner"),
    Tier.PANEL: _l("On the panel"),
    Tier.AD_HOC: _l("Ad hoc"),
}
