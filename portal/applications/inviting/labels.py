"""The reasons for saying no to an invitation, for who says it and for who reads it."""

from __future__ import annotations

from typing import Any

from portal.applications.labels import DECLINE_REASONS, DECLINE_REASONS_TOLD
from portal.applications.models import DeclineReason
from portal.core.i18n import lazy_gettext as _l

# Nobody who is only invited was interested before.
TURNED_DOWN: dict[DeclineReason, Any] = {
    **DECLINE_REASONS,
    DeclineReason.NOT_INTERESTED: _l("The mission does not interest me"),
}
TURNED_DOWN_TOLD: dict[DeclineReason, Any] = {
    **DECLINE_REASONS_TOLD,
    DeclineReason.NOT_INTERESTED: _l("The mission does not interest them"),
}
