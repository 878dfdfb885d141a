"""The form of a pause."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.talents.availability.models import LONGEST_NOTE
from portal.talents.availability.services import Stretch
from portal.web.forms import DateField, VersionedForm, one_line


class PauseForm(VersionedForm):
    """Two days and, if one likes, a word."""

    starts_on = DateField(_l("First day"), [InputRequired(_l("Say on which day it begins."))], default=clock.today)
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Say on which day it ends. You can change it later."))])
    note = StringField(
        _l("A word about it"),
        [Length(max=LONGEST_NOTE, message=_l("Keep it to 200 characters."))],
        filters=[one_line],
    )

    def validate_ends_on(self, field: DateField) -> None:
        """The end follows the start."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The end comes before the start."))

    @property
    def stretch(self) -> Stretch:
        """What was typed."""
        return Stretch(self.starts_on.data, self.ends_on.data, self.note.data or "")
