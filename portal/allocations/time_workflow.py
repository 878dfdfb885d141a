"""The life of a time entry, as one table: corrected as often as needed until it is confirmed, never after."""

from __future__ import annotations

from portal import policies
from portal.allocations.models import TimeState as S
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, move

TIME = Workflow(
    "time_entry",
    S,
    (
        move("correct", [S.DECLARED], S.DECLARED, policies.time_declare, _l("Correct")),
        move("ask", [S.DECLARED], S.DECLARED, policies.time_confirm, _l("Ask a question")),
        move("confirm", [S.DECLARED], S.CONFIRMED, policies.time_confirm, _l("Confirm")),
    ),
)
