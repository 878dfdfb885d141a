"""How the skills that occupations take follow one that is merged into another."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.core.i18n import ngettext
from portal.skills.library.references import Reference, Row, follows
from portal.skills.occupations.models import OccupationSkill


def keep_the_essential(session: Session, pairs: Sequence[tuple[Row, Row]]) -> list[Row]:
    """Of two skills that an occupation takes: always, when it always takes either."""
    return [{"is_essential": kept["is_essential"] or lost["is_essential"]} for kept, lost in pairs]


follows(
    Reference(
        OccupationSkill,
        lambda count: ngettext("%(num)d occupation takes it", "%(num)d occupations take it", count),
        owners=("occupation_id",),
        combine=keep_the_essential,
    )
)
