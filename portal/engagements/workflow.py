"""The life of an external's engagement, as one table."""

from __future__ import annotations

from portal import policies
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move
from portal.engagements.models import EngagementState as S
from portal.engagements.models import RejectionReason

ENGAGEMENT = Workflow(
    "engagement",
    S,
    (
        move("approve", [S.DRAFTED], S.APPROVED, policies.engagement_decide, _l("Confirm the engagement")),
        move(
            "reject",
            [S.DRAFTED],
            S.REJECTED,
            policies.engagement_decide,
            _l("Reject with a reason"),
            reasons=RejectionReason,
        ),
        move("cancel", [S.DRAFTED, S.APPROVED], S.CANCELLED, anyone, system=True),
        move("end", [S.APPROVED], S.ENDED, anyone, system=True),
    ),
)
