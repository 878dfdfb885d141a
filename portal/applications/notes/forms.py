"""The form of a note."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import VersionedForm, strip


class NoteForm(VersionedForm):
    """A few words that are sent to nobody."""

    text = TextAreaField(
        _l("Your note"),
        validators=[
            InputRequired(message=_l("Write something first.")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
        filters=[strip],
    )
