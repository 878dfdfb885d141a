"""How the states of what someone offers are said."""

from __future__ import annotations

from typing import Any

from portal.applications.offering.models import SelfOfferState as S
from portal.core.i18n import lazy_gettext as _l

STATES: dict[S, Any] = {
    S.OPEN: _l("Shown to those who look for people"),
    S.WITHDRAWN: _l("Taken off"),
    S.LAPSED: _l("Over"),
}
TONES: dict[S, str] = {S.OPEN: "good"}
