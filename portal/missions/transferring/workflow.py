"""The life of a question to take a mission over, as one table. Silence is never consent."""

from __future__ import annotations

from portal import policies
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move
from portal.missions.transferring.models import TransferState as S

TRANSFER = Workflow(
    "mission_transfer",
    S,
    (
        move("accept", [S.ASKED], S.ACCEPTED, policies.transfer_answer, _l("Take the mission over")),
        move("decline", [S.ASKED], S.DECLINED, policies.transfer_answer, _l("Say no")),
        move("call_off", [S.ASKED], S.CALLED_OFF, policies.transfer_call_off, _l("Take the question back")),
        move("lapse", [S.ASKED], S.LAPSED, anyone, system=True),
    ),
)
