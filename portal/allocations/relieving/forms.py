"""The four parts of a relief note, in the form that authorizes and in one of their own."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.allocations.relieving.labels import PARTS
from portal.allocations.relieving.models import Relief
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import VersionedForm, strip


def _part(name: str) -> TextAreaField:
    return TextAreaField(PARTS[name], validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)], filters=[strip])


class ReliefForm(VersionedForm):
    """How the load is relieved."""

    relief_paused = _part("paused")
    relief_shared = _part("shared")
    relief_replaced = _part("replaced")
    relief_checked = _part("checked")

    @property
    def relief(self) -> Relief:
        """What was typed."""
        parts = (self.relief_paused, self.relief_shared, self.relief_replaced, self.relief_checked)
        return Relief(*(part.data or "" for part in parts))
