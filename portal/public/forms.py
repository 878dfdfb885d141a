"""Turning the public catalogue on or off."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import VersionedForm, one_line


class CatalogueForm(VersionedForm):
    """Whether there is one."""

    is_on = RadioField(
        _l("The public catalogue"),
        choices=[
            SelectChoice("yes", _l("On: anyone reads the missions that their owners publish outside")),
            SelectChoice("no", _l("Off: nobody reads a mission without signing in")),
        ],
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    organization = StringField(
        _l("The organization’s name, as the public reads it"), filters=[one_line], validators=[Length(max=120)]
    )
