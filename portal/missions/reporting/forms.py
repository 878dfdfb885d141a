"""What people fill in about a post that is not right."""

from __future__ import annotations

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.missions.reporting.labels import REASONS
from portal.web.forms import Form, VersionedForm, strip

_length = Length(max=LONGEST_TEXT, message=TOO_LONG)


class ReportForm(Form):
    """What is wrong."""

    reason = SelectField(
        _l("What is wrong"),
        choices=[
            SelectChoice("", _l("Choose")),
            *(SelectChoice(reason.value, label) for reason, label in REASONS.items()),
        ],
        validators=[InputRequired(_l("Choose what is wrong."))],
    )
    text = TextAreaField(_l("What should be looked at"), validators=[_length], filters=[strip])


class SendBackForm(VersionedForm):
    """What its owners are to change."""

    text = TextAreaField(_l("What to change"), validators=[_length], filters=[strip])


class DismissForm(VersionedForm):
    """What the reporters read, with thanks."""

    text = TextAreaField(_l("A word for whoever reported it"), validators=[_length], filters=[strip])
