"""What people fill in to ask and to answer."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.missions.questions.models import LONGEST_QUESTION
from portal.missions.questions.wording import EMPTY_ANSWER, EMPTY_QUESTION, EMPTY_REASON
from portal.web.forms import Form, VersionedForm, strip


class AskForm(Form):
    """A question."""

    text = TextAreaField(
        _l("Your question"),
        validators=[
            InputRequired(EMPTY_QUESTION),
            Length(max=LONGEST_QUESTION, message=_l("Keep it under %(count)s characters.", count=LONGEST_QUESTION)),
        ],
        filters=[strip],
    )


class AnswerForm(VersionedForm):
    """An answer."""

    text = TextAreaField(
        _l("Your answer"),
        validators=[InputRequired(EMPTY_ANSWER), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[strip],
    )


class SetAsideForm(VersionedForm):
    """Why a question is set aside."""

    text = TextAreaField(
        _l("Why it is set aside"),
        validators=[InputRequired(EMPTY_REASON), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[strip],
    )
