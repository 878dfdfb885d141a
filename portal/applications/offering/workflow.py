"""The life of what someone offers to do, as one table."""

from __future__ import annotations

from portal import policies
from portal.applications.offering.models import SelfOfferState as S
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move

SELF_OFFER = Workflow(
    "self_offer",
    S,
    (
        move("renew", list(S), S.OPEN, policies.self_offer_own, _l("It still holds: show it 60 days more")),
        move("withdraw", [S.OPEN], S.WITHDRAWN, policies.self_offer_own, _l("Take it off")),
        move("lapse", [S.OPEN], S.LAPSED, anyone, system=True),
    ),
)
