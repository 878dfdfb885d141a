"""The words for a pilot's states and history."""

from __future__ import annotations

from portal.core.i18n import lazy_gettext as _l
from portal.pilots.models import PilotState as S

STATE = {
    S.DRAFT: _l("Draft"),
    S.APPROVED: _l("Approved"),
    S.RUNNING: _l("Running"),
    S.EVALUATING: _l("Under review"),
    S.EXTENDED: _l("Extended"),
    S.GENERALISED: _l("Generalised"),
    S.STOPPED: _l("Stopped"),
}
TONE = {S.RUNNING: "good", S.EXTENDED: "good", S.GENERALISED: "good", S.EVALUATING: "todo", S.STOPPED: "stop"}

HISTORY = {
    "draft": _l("wrote the pilot"),
    "edit": _l("changed the draft"),
    "rules": _l("wrote version %(number)s of the rules"),
    "approve": _l("approved the pilot"),
    "start": _l("started the pilot"),
    "evaluate": _l("opened the review"),
    "extend": _l("extended the pilot"),
    "generalise": _l("generalised the pilot"),
    "stop": _l("stopped the pilot"),
}
