"""What people fill in when a mission changes hands."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import VersionedForm, one_line, strip

LONGEST_NAME = 200
_length = Length(max=LONGEST_TEXT, message=TOO_LONG)


class TransferForm(VersionedForm):
    """Who is asked, and a word for them."""

    person = StringField(
        _l("Who would take it over"),
        validators=[
            InputRequired(message=_l("Name an employee.")),
            Length(max=LONGEST_NAME, message=_l("Keep it under %(count)s characters.", count=LONGEST_NAME)),
        ],
        filters=[one_line],
    )
    text = TextAreaField(_l("A word for them"), validators=[_length], filters=[strip])


class DeclineForm(VersionedForm):
    """A word with the no."""

    text = TextAreaField(_l("A word with your answer"), validators=[_length], filters=[strip])
