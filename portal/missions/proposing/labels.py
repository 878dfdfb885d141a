"""How the states of a proposal are said."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.missions.proposing.models import ProposalState as S

STATES: dict[S, Any] = {
    S.ASKED: _l("Waits for an answer"),
    S.SPONSORED: _l("Sponsored"),
    S.DECLINED: _l("Declined"),
    S.WITHDRAWN: _l("Taken back"),
    S.LAPSED: _l("Nobody answered in time"),
}
TONES: dict[S, str] = {S.ASKED: "todo", S.SPONSORED: "good"}
