"""What every form has: a key against double sending, a version against stale sending, errors at their field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Length

from portal.core.submission import new_key


class Form(FlaskForm):
    """Parent of the portal's forms."""

    submission_key = HiddenField(default=new_key, validators=[Length(max=22)], render_kw={"id": False})

    def show_errors(self, fields: Mapping[str, Any]) -> None:
        """Put a service's complaints at the fields they are about (the form's own head when there is none)."""
        for name, message in fields.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]


class VersionedForm(Form):
    """A form about an object that someone else may change meanwhile."""

    version = HiddenField(render_kw={"id": False})

    @property
    def read_version(self) -> int | None:
        """The version the person was looking at, or None when the form does not say."""
        return int(self.version.data) if (self.version.data or "").isdigit() else None


def strip(value: str | None) -> str | None:
    """A WTForms filter: no blanks around, one kind of line end, no NUL (PostgreSQL stores none)."""
    if value is None:
        return None
    return value.replace("\x00", "").replace("\r\n", "\n").strip()
