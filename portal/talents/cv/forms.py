"""Sending a file, choosing in its preview, choosing what a CV shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from portal.core.i18n import lazy_gettext as _l
from portal.talents.cv.reading import LARGEST
from portal.talents.cv.services import Choices
from portal.web.forms import Form

TAKE, THEIRS = "take", "theirs"


class FileForm(Form):
    """A file, and the language of its texts where it does not say."""

    file = FileField(_l("Your file"), [FileRequired(_l("Choose a file."))])
    lang = RadioField(
        _l("Its texts are written in"),
        [InputRequired(_l("Choose a language."))],
        choices=[SelectChoice("fr", _l("French")), SelectChoice("en", _l("English"))],
    )

    def validate_file(self, field: FileField) -> None:
        """At most 5 MB, said before anything is read."""
        stream = field.data.stream
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(0)
        if size > LARGEST:
            raise ValidationError(_l("This file is larger than 5 MB."))


class ChoicesForm(Form):
    """A preview has as many lines as the file: they are no fields. `wrong` holds what to correct, by line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong: dict[str, Any] = {}

    def show_errors(self, fields: Mapping[str, Any]) -> None:
        """Keep the complaints by line; those about no line go to the head of the form."""
        self.wrong = {key: sentence for key, sentence in fields.items() if key}
        super().show_errors({"": fields[""]} if "" in fields else {})


def read_choices(typed: MultiDict[str, str]) -> Choices:
    """The lines that were checked or for which the file was preferred, and the levels chosen."""
    taken = {*typed.getlist(TAKE)}
    taken |= {name.removeprefix("use-") for name, value in typed.items() if name.startswith("use-") and value == THEIRS}
    levels = {name.removeprefix("level-"): value for name, value in typed.items() if name.startswith("level-")}
    return Choices(taken, levels, typed.get("mark") or None)
