"""Sending an HR export."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField
from wtforms.validators import ValidationError

from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import Form

LARGEST = 10 * 1024 * 1024


class PeopleForm(Form):
    """An export, the units that may come with it, and what to do beyond writing it."""

    people = FileField(_l("The people, as CSV"), validators=[FileRequired(_l("Choose a file."))])
    units = FileField(_l("The units, as CSV"))
    leavers = BooleanField(_l("Those who are not in the file have left"))
    invite = BooleanField(_l("Send those who are new a link to choose a password"))

    def validate_people(self, field: FileField) -> None:
        """At most 10 MB."""
        _check_size(field.data)

    def validate_units(self, field: FileField) -> None:
        """At most 10 MB."""
        _check_size(field.data)

    def contents(self) -> tuple[bytes, bytes | None]:
        """The bytes of both files; None when no units were sent."""
        return self.people.data.read(), self.units.data.read() if _is_sent(self.units.data) else None


class ConfirmForm(Form):
    """Nothing to type: pressing is agreeing."""


def _is_sent(data: FileStorage | None) -> bool:
    return isinstance(data, FileStorage) and bool(data.filename)


def _check_size(data: FileStorage | None) -> None:
    if data is None or not _is_sent(data):
        return
    size = data.stream.seek(0, 2)
    data.stream.seek(0)
    if size > LARGEST:
        raise ValidationError(_l("This file is larger than 10 MB: import it from the command line."))
