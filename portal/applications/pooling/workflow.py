"""The life of a consent, as one table. Silence is never consent."""

from __future__ import annotations

from portal import policies
from portal.applications.pooling.models import PoolState as S
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move

POOL = Workflow(
    "pool_member",
    S,
    (
        move("join", [S.ASKED], S.JOINED, policies.pool_answer, _l("Yes, keep me in mind")),
        move("decline", [S.ASKED], S.DECLINED, policies.pool_answer, _l("No, thank you")),
        move("leave", [S.JOINED], S.LEFT, policies.pool_answer, _l("Leave the pool")),
        move("lapse", [S.ASKED], S.LAPSED, anyone, system=True),
        move("expire", [S.JOINED], S.EXPIRED, anyone, system=True),
    ),
)
