"""The forms by which a manager takes granted time back."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.allocations.recalling.labels import REASONS
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import DateField, VersionedForm, strip

_CHOICES = [SelectChoice(reason.value, label) for reason, label in REASONS.items()]


class SuspendForm(VersionedForm):
    """For some weeks."""

    first_week = DateField(_l("From the week of"), validators=[InputRequired(_l("Choose a day of the first week."))])
    last_week = DateField(_l("To the week of"), validators=[InputRequired(_l("Choose a day of the last week."))])
    reason = RadioField(_l("The reason"), choices=_CHOICES, validators=[InputRequired(_l("Choose a reason."))])
    text = TextAreaField(
        _l("In your own words"), validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)], filters=[strip]
    )


class RevokeForm(VersionedForm):
    """For good, from a week on."""

    first_week = DateField(
        _l("From the week of"), validators=[InputRequired(_l("Choose a day of the first week that is free again."))]
    )
    reason = RadioField(_l("The reason"), choices=_CHOICES, validators=[InputRequired(_l("Choose a reason."))])
    text = TextAreaField(
        _l("In your own words"), validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)], filters=[strip]
    )
