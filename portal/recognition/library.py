"""How what recognitions say was seen at work follows a skill that is merged into another."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.core.i18n import ngettext
from portal.recognition.models import RecognitionSkill
from portal.skills.library.references import Reference, Row, follows


def keep_the_higher(session: Session, pairs: Sequence[tuple[Row, Row]]) -> list[Row]:
    """Of two skills that were seen at work, the higher level was."""
    return [{"level": max(kept["level"], lost["level"])} for kept, lost in pairs]


follows(
    Reference(
        RecognitionSkill,
        lambda count: ngettext("%(num)d recognition names it", "%(num)d recognitions name it", count),
        owners=("recognition_id",),
        combine=keep_the_higher,
    )
)
