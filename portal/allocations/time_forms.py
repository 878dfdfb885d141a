"""One week of one's own time, the choice of what to confirm, and a question back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import Field, FormField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextInput

from portal.allocations.models import TimeEntry
from portal.allocations.time_queries import ToConfirm
from portal.allocations.time_rules import Fill, parse_hours, week_name
from portal.allocations.time_services import Declared
from portal.allocations.time_weeks import Week
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import FieldList, Form, one_line, required_version, strip, version_in
from portal.web.jinja import hours


class HoursField(Field):
    """Hours as people write them; `data` is in minutes, None when empty."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return hours(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed. Raises `ValueError` with a sentence when it is not a number of hours."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = parse_hours(text) if text else None
        if text and self.data is None:
            raise ValueError(_l("Write hours such as 7, 7.5 or 7h30."))


class LineForm(PlainForm):
    """One mission in one week."""

    application = HiddenField(render_kw={"id": False}, validators=[Length(max=22)])
    version = HiddenField(render_kw={"id": False})
    hours = HoursField(_l("Hours"))
    note = StringField(
        _l("Note"), validators=[Length(max=400, message=_l("400 characters at most."))], filters=[one_line]
    )


class WeekForm(Form):
    """Every mission of one week."""

    lines = FieldList(FormField(LineForm))

    def show_errors(self, fields: Mapping[str, Any]) -> None:
        """Put each complaint at the hours of the application it is about."""
        for line in self.lines:
            message = fields.get(line.form.application.data or "")
            if message is not None:
                line.form.hours.errors = [*line.form.hours.errors, message]
        self.lines.errors = [line.form.errors for line in self.lines]
        if not any(self.lines.errors):
            self.form_errors.extend(fields.values())

    def leave_out_unreadable(self) -> None:
        """Take hours that cannot be read for none, where nothing is declared yet: something else fills them in."""
        for line in self.lines:
            if not line.form.version.data:
                line.form.hours.process_errors = []

    def declared(self) -> list[Declared]:
        """What was typed, line by line."""
        return [
            Declared(
                application=line.form.application.data or "",
                minutes=line.form.hours.data,
                note=line.form.note.data or "",
                version=version_in(line.form.version.data),
            )
            for line in self.lines
        ]


def blank_form(week: Week) -> WeekForm:
    """The form of a week with what is already declared in it."""
    lines = [
        {
            "application": line.application.public_id,
            "version": str(line.entry.version) if line.entry is not None else "",
            "hours": line.entry.minutes if line.entry is not None else None,
            "note": line.entry.note if line.entry is not None else "",
        }
        for line in week.editable
    ]
    return WeekForm(formdata=None, data={"lines": lines}, prefix=form_prefix(week.week))


def sent_form(monday: date) -> WeekForm:
    """The form of a week as it was sent."""
    return WeekForm(prefix=form_prefix(monday))


def form_prefix(monday: date) -> str:
    """What tells the fields of one week from those of another on the same page."""
    return week_name(monday)


def fill_asked(text: str | None) -> Fill | None:
    """What the pressed button says about empty lines."""
    return Fill(text) if text in tuple(Fill) else None


class ConfirmForm(Form):
    """Which entries to confirm. Each value is a public id and the version that was read, `id.version`."""

    entries = SelectMultipleField(_l("Lines to confirm"), validate_choice=False, choices=[])

    def chosen(self, only: str | None = None) -> dict[str, int]:
        """Version by public id: the checked lines, or the one whose own button was pressed."""
        return dict(_entry_and_version(value) for value in ([only] if only else self.entries.data or []))


def entry_value(entry: TimeEntry | ToConfirm) -> str:
    """How a form names an entry at the version it shows."""
    return f"{entry.public_id}.{entry.version}"


def _entry_and_version(value: str) -> tuple[str, int]:
    public_id, _, version = value.partition(".")
    return public_id, required_version(version)


class AskForm(Form):
    """A question before confirming."""

    text = TextAreaField(
        _l("Your question"),
        validators=[
            InputRequired(_l("Write your question.")),
            Length(min=10, max=600, message=_l("Between 10 and 600 characters.")),
        ],
        filters=[strip],
    )
