"""The life of a pilot, as one table."""

from __future__ import annotations

from portal import policies
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, move
from portal.pilots.models import PilotState as S

PILOT = Workflow(
    "pilot",
    S,
    (
        move("approve", [S.DRAFT], S.APPROVED, policies.is_hr, _l("Approve")),
        move("start", [S.APPROVED], S.RUNNING, policies.pilot_steer, _l("Start the pilot")),
        move("evaluate", [S.RUNNING], S.EVALUATING, policies.pilot_steer, _l("Start the review")),
        move("extend", [S.EVALUATING], S.EXTENDED, policies.pilot_steer, _l("Extend")),
        move("generalise", [S.EVALUATING], S.GENERALISED, policies.pilot_steer, _l("Generalise")),
        move("stop", [S.RUNNING, S.EVALUATING, S.EXTENDED], S.STOPPED, policies.pilot_steer, _l("Stop")),
    ),
)
