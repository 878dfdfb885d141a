"""The form of a message."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.applications.thread.models import LONGEST_MESSAGE
from portal.applications.thread.wording import EMPTY, TOO_LONG
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import Form, strip


class MessageForm(Form):
    """A few words to the other side."""

    text = TextAreaField(
        _l("Your message"),
        validators=[InputRequired(message=EMPTY), Length(max=LONGEST_MESSAGE, message=TOO_LONG)],
        filters=[strip],
    )
