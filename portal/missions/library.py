"""How what seats ask follows a skill that is merged into another."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.core.i18n import ngettext
from portal.missions.models import Necessity, SeatSkill
from portal.skills.library.references import Reference, Row, follows


def keep_the_stricter(session: Session, pairs: Sequence[tuple[Row, Row]]) -> list[Row]:
    """Of two skills that a seat asks: required when either is, at the higher level."""
    return [
        {
            "level": max(kept["level"], lost["level"]),
            "necessity": Necessity.REQUIRED
            if Necessity.REQUIRED in (kept["necessity"], lost["necessity"])
            else kept["necessity"],
        }
        for kept, lost in pairs
    ]


follows(
    Reference(
        SeatSkill,
        lambda count: ngettext("%(num)d seat asks for it", "%(num)d seats ask for it", count),
        owners=("seat_id",),
        combine=keep_the_stricter,
    )
)
