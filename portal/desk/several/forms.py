"""The form that authorizes those that are picked."""

from __future__ import annotations

from flask import request
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import Form, strip, version_in

PICK, VERSION = "pick", "version-"


class SeveralForm(Form):
    """A word for all, beside the requests themselves."""

    note = TextAreaField(
        _l("A word to the talents and the owners"),
        validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[strip],
    )

    @property
    def picked(self) -> list[str]:
        """The public ids of those that are picked, each once, in the order they were sent."""
        return list(dict.fromkeys(request.form.getlist(PICK)))

    @property
    def versions(self) -> dict[str, int]:
        """The version of each that was looked at; one that nothing ever had when the form does not say."""
        return {public_id: version_in(request.form.get(VERSION + public_id)) or 0 for public_id in self.picked}
