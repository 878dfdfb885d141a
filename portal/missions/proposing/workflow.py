"""The life of a proposal, as one table. Silence is never consent."""

from __future__ import annotations

from portal import policies
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move
from portal.missions.proposing.models import ProposalState as S

PROPOSAL = Workflow(
    "mission_proposal",
    S,
    (
        move("sponsor", [S.ASKED], S.SPONSORED, policies.proposal_answer, _l("Sponsor it")),
        move("decline", [S.ASKED], S.DECLINED, policies.proposal_answer, _l("Say no")),
        move("withdraw", [S.ASKED], S.WITHDRAWN, policies.proposal_withdraw, _l("Take it back")),
        move("lapse", [S.ASKED], S.LAPSED, anyone, system=True),
    ),
)
