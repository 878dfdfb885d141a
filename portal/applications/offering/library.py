"""How what people offer follows a skill that is merged into another."""

from __future__ import annotations

from portal.applications.offering.models import SelfOfferSkill
from portal.core.i18n import ngettext
from portal.skills.library.references import Reference, follows

follows(
    Reference(
        SelfOfferSkill,
        lambda count: ngettext("%(num)d person offers it", "%(num)d people offer it", count),
        owners=("self_offer_id",),
    )
)
