"""What people fill in when a mission ends without anyone."""

from __future__ import annotations

from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.missions.unfilled.labels import CAUSES
from portal.web.forms import VersionedForm, strip


class UnfilledForm(VersionedForm):
    """The causes, and words for those who applied."""

    causes = SelectMultipleField(
        _l("Why nobody was found"),
        choices=[SelectChoice(cause.value, label) for cause, label in CAUSES.items()],
        validators=[InputRequired(_l("Choose one cause at least."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    text = TextAreaField(
        _l("What you want to say about it"),
        validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[strip],
    )
