"""A manager's three answers, and the two sides' answer to other terms."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.allocations.labels import REFUSAL
from portal.allocations.relieving.forms import ReliefForm
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import DateField, IntegerField, ShareOfWeek, VersionedForm, strip

LONG = 2000


class AuthorizeForm(ReliefForm):
    """Yes."""

    note = TextAreaField(_l("A word to the talent and the owner"), validators=[Length(max=LONG)], filters=[strip])
    override_reason = TextAreaField(
        _l("Why you authorize it although a rule is broken"), validators=[Length(max=LONG)], filters=[strip]
    )


class CounterForm(VersionedForm):
    """Yes, but otherwise."""

    percent = IntegerField(
        _l("Share of the week"),
        validators=[
            InputRequired(_l("Say which share of the week.")),
            ShareOfWeek(),
        ],
    )
    first_week = DateField(_l("From the week of"), validators=[InputRequired(_l("Choose a day of the first week."))])
    last_week = DateField(_l("To the week of"), validators=[InputRequired(_l("Choose a day of the last week."))])
    note = TextAreaField(
        _l("Why these terms suit the team"),
        validators=[InputRequired(_l("Say why in a sentence: the talent and the owner read it.")), Length(max=LONG)],
        filters=[strip],
    )
    override_reason = TextAreaField(
        _l("Why you propose them although a rule is broken"), validators=[Length(max=LONG)], filters=[strip]
    )


class RefuseForm(VersionedForm):
    """Not this time."""

    reason = RadioField(
        _l("The reason"),
        choices=[SelectChoice(reason.value, label) for reason, label in REFUSAL.items()],
        validators=[InputRequired(_l("Choose a reason."))],
    )
    text = TextAreaField(_l("In your own words"), validators=[Length(max=LONG)], filters=[strip])
    possible_from = DateField(_l("Possible from"), validators=[Optional()])


class AnswerForm(VersionedForm):
    """Yes or no to other terms."""

    text = TextAreaField(_l("A word to the manager"), validators=[Length(max=LONG)], filters=[strip])
