"""What an external writes to propose a mission, and what the employee answers."""

from __future__ import annotations

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.missions.proposing.models import LONGEST_TITLE
from portal.web.forms import DateField, Form, IntegerField, ShareOfWeek, VersionedForm, one_line, strip

LONGEST_NAME = 200
_length = Length(max=LONGEST_TEXT, message=TOO_LONG)


def _short(most: int) -> Any:
    return Length(max=most, message=_l("Keep it under %(count)s characters.", count=most))


class ProposalForm(Form):
    """A mission in a few words, and who would sponsor it."""

    title = StringField(
        _l("The mission in a few words"),
        validators=[InputRequired(message=_l("Give the mission a title.")), _short(LONGEST_TITLE)],
        filters=[one_line],
    )
    objective = TextAreaField(
        _l("What it would change, and for whom"),
        validators=[InputRequired(message=_l("Say what it would change.")), _length],
        filters=[strip],
    )
    deliverables = TextAreaField(_l("What would be there at the end"), validators=[_length], filters=[strip])
    percent = IntegerField(
        _l("Share of the week"),
        validators=[InputRequired(message=_l("Give a share of the week.")), ShareOfWeek()],
        default=20,
    )
    first_week = DateField(_l("First week"), validators=[InputRequired(message=_l("Choose a week."))])
    last_week = DateField(_l("Last week"), validators=[InputRequired(message=_l("Choose a week."))])
    sponsor = StringField(
        _l("Who could sponsor it"),
        validators=[InputRequired(message=_l("Name an employee.")), _short(LONGEST_NAME)],
        filters=[one_line],
    )


class AnswerForm(VersionedForm):
    """A word with the no, which is owed to whoever proposes."""

    text = TextAreaField(
        _l("Why not, in a sentence"),
        validators=[InputRequired(message=_l("Say why, in a sentence: it is read by whoever proposed it.")), _length],
        filters=[strip],
    )
