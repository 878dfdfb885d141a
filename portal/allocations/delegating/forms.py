"""The form by which a manager gives their decisions to someone."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import DateField, Form, one_line, strip

LONGEST_NAME = 200


class DelegationForm(Form):
    """Who, from when to when, and a word for them."""

    person = StringField(
        _l("Who decides in your place"),
        validators=[
            InputRequired(message=_l("Name an employee.")),
            Length(max=LONGEST_NAME, message=_l("Keep it under %(count)s characters.", count=LONGEST_NAME)),
        ],
        filters=[one_line],
    )
    first_day = DateField(_l("First day"), [InputRequired(_l("Say on which day it begins."))], default=clock.today)
    last_day = DateField(_l("Last day"), [InputRequired(_l("Say on which day it ends."))])
    text = TextAreaField(
        _l("A word for them"), validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)], filters=[strip]
    )
