"""What people set aside follows a skill that is merged into another: both are not theirs."""

from __future__ import annotations

from portal.core.i18n import ngettext
from portal.skills.library.references import Reference, follows
from portal.talents.hidden_skills.models import SetAsideSkill

follows(
    Reference(
        SetAsideSkill,
        lambda count: ngettext(
            "%(num)d person does not want it suggested", "%(num)d people do not want it suggested", count
        ),
        owners=("person_id",),
    )
)
