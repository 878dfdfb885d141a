"""Asking someone to join a pool."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import Form, strip


class AskForm(Form):
    """Why one would think of them again."""

    message = TextAreaField(
        _l("Why you would think of them again"),
        validators=[
            InputRequired(message=_l("Say in a few words why you would think of them again.")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
        filters=[strip],
    )


class PressForm(Form):
    """A press, nothing to write."""
