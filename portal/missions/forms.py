"""What people fill in about one step of a mission."""

from __future__ import annotations

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import DateField, VersionedForm, strip

_length = Length(max=LONGEST_TEXT, message=TOO_LONG)


class ChangesForm(VersionedForm):
    """What to change before publication."""

    text = TextAreaField(_l("What to change"), validators=[_length], filters=[strip])


class CancelForm(VersionedForm):
    """Why it is cancelled."""

    text = TextAreaField(_l("Why it is cancelled"), validators=[_length], filters=[strip])


class OpeningForm(VersionedForm):
    """Why it opens before the day said."""

    text = TextAreaField(_l("Why it cannot wait"), validators=[_length], filters=[strip])


class PauseForm(VersionedForm):
    """Why it is put aside, and until when if one knows."""

    text = TextAreaField(_l("Why it is paused"), validators=[_length], filters=[strip])
    until = DateField(_l("Until"), validators=[Optional()])


class AcceptingForm(VersionedForm):
    """Whether it takes applications: "yes", or anything else for no."""

    accepting = HiddenField(render_kw={"id": False})
