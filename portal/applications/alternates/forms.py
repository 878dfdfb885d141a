"""Naming an alternate."""

from __future__ import annotations

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import VersionedForm, strip


class AlternateForm(VersionedForm):
    """Why this person, and whether they know."""

    why = TextAreaField(
        _l("Why this person"),
        validators=[
            InputRequired(message=_l("Say why this person: whoever confirms the place will read it.")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
        filters=[strip],
    )
    is_told = BooleanField(_l("Tell them that they come next"))
