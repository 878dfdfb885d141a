"""What a talent writes to offer themselves."""

from __future__ import annotations

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.applications.offering.models import LONGEST_TITLE, MOST_SKILLS
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import DateField, FieldList, IntegerField, ShareOfWeek, VersionedForm, one_line, strip

LONGEST_NAME = 300


def _short(most: int) -> Any:
    return Length(max=most, message=_l("Keep it under %(count)s characters.", count=most))


class SelfOfferForm(VersionedForm):
    """What one would like to do, the skills that it takes, how much of the week and when."""

    title = StringField(
        _l("What you would like to do, in a few words"),
        validators=[InputRequired(message=_l("Say it in a few words.")), _short(LONGEST_TITLE)],
        filters=[one_line],
    )
    text = TextAreaField(
        _l("What draws you to it, and what you bring"),
        validators=[
            InputRequired(message=_l("Say what you would like to do, and what you bring.")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
        filters=[strip],
    )
    skills = FieldList(
        StringField(_l("Skill"), validators=[_short(LONGEST_NAME)], filters=[one_line]),
        min_entries=MOST_SKILLS,
        max_entries=MOST_SKILLS,
    )
    percent = IntegerField(
        _l("Share of the week"),
        validators=[InputRequired(message=_l("Give a share of the week.")), ShareOfWeek()],
        default=20,
    )
    first_week = DateField(_l("From"), validators=[InputRequired(message=_l("Choose a week."))])
    last_week = DateField(_l("Until"), validators=[InputRequired(message=_l("Choose a week."))])
