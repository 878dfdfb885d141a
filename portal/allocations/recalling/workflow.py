"""The life of a recall, as one table."""

from __future__ import annotations

from portal.allocations.deciders import decides_now
from portal.allocations.recalling.models import LIVE_STATES, Recall
from portal.allocations.recalling.models import RecallState as S
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move
from portal.organization.models import Person


def _decides(actor: Person, recall: Recall) -> bool:
    return decides_now(actor, recall.authorization)


RECALL = Workflow(
    "recall",
    S,
    (
        move("undo", LIVE_STATES, S.UNDONE, _decides, _l("Give the time again")),
        move("begin", [S.PLANNED], S.RUNNING, anyone, system=True),
        move("end", LIVE_STATES, S.OVER, anyone, system=True),
    ),
)
