"""The form of a mission: what it is, its brief in two languages, its places and the skills each asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.missions.labels import AUDIENCES, LANGUAGES, LEVELS, NECESSITIES, REMOTE
from portal.missions.models import Audience, MissionLanguage, Necessity, Remote
from portal.organization.models import Unit
from portal.pilots.models import Pilot
from portal.web.forms import (
    DateField,
    FieldList,
    IntegerField,
    ShareOfWeek,
    VersionedForm,
    one_line,
    strip,
    whole_number,
)
from portal.web.jinja import bi

MOST_SEATS = 10
MOST_SKILLS = 12
LANGUAGE_NAMES = {"fr": _l("In French"), "en": _l("In English")}


def _short(most: int) -> Length:
    return Length(max=most, message=_l("Keep it under %(count)s characters.", count=most))


def _pair(most: int = 4000) -> tuple[TextAreaField, TextAreaField]:
    """The same text in French and in English."""
    french, english = (
        TextAreaField(word, validators=[_short(most)], filters=[strip]) for word in LANGUAGE_NAMES.values()
    )
    return french, english


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(getattr(value, "value", value)), word) for value, word in words.items()]


class Part(PlainForm):
    """Parent of the rows: the outer form carries the token for them."""

    class Meta(FlaskForm.Meta):
        csrf = False


class SkillPart(Part):
    """A skill asked; a row without a name is not kept."""

    label = StringField(_l("Skill"), validators=[_short(300)], filters=[one_line])
    level = SelectField(_l("Level"), coerce=whole_number, choices=_choices(LEVELS), default=2)
    necessity = SelectField(_l("Need"), choices=_choices(NECESSITIES), default=Necessity.REQUIRED.value)


class SeatPart(Part):
    """A place, or several alike."""

    public_id = HiddenField(validators=[_short(22)], render_kw={"id": False})
    title_fr = StringField(LANGUAGE_NAMES["fr"], validators=[_short(160)], filters=[one_line])
    title_en = StringField(LANGUAGE_NAMES["en"], validators=[_short(160)], filters=[one_line])
    places = IntegerField(
        _l("How many people"),
        validators=[
            InputRequired(message=_l("Give a number of people.")),
            NumberRange(1, 99, message=_l("Choose a number between 1 and 99.")),
        ],
        default=1,
    )
    percent = IntegerField(
        _l("Share of the week"),
        validators=[
            InputRequired(message=_l("Give a share of the week.")),
            ShareOfWeek(),
        ],
        default=20,
    )
    first_week = DateField(_l("First week"), validators=[InputRequired(message=_l("Choose a week."))])
    last_week = DateField(_l("Last week"), validators=[InputRequired(message=_l("Choose a week."))])
    audience = SelectField(_l("Open to"), choices=_choices(AUDIENCES), default=Audience.EMPLOYEES.value)
    skills = FieldList(FormField(SkillPart), max_entries=MOST_SKILLS)


class MissionForm(VersionedForm):
    """The whole mission. It `continues` what another form kept under this key, and that was not saved."""

    continues = HiddenField(validators=[Length(max=22)], render_kw={"id": False})
    title_fr = StringField(LANGUAGE_NAMES["fr"], validators=[_short(160)], filters=[one_line])
    title_en = StringField(LANGUAGE_NAMES["en"], validators=[_short(160)], filters=[one_line])
    summary_fr, summary_en = _pair(400)
    unit = SelectField(_l("Unit"))
    co_owner = StringField(_l("Co-owner"), validators=[_short(200)], filters=[one_line])
    pilot = SelectField(_l("Pilot"))
    audience = RadioField(_l("Open to"), choices=_choices(AUDIENCES), default=Audience.EMPLOYEES.value)
    place = StringField(_l("Place"), validators=[_short(80)], filters=[one_line])
    remote = RadioField(_l("Remote work"), choices=_choices(REMOTE), default=Remote.PARTLY.value)
    language = SelectField(_l("Working language"), choices=_choices(LANGUAGES), default=MissionLanguage.FR.value)
    context_fr, context_en = _pair()
    objective_fr, objective_en = _pair()
    deliverables_fr, deliverables_en = _pair()
    success_sign_fr, success_sign_en = _pair()
    tools_fr, tools_en = _pair()
    contact_fr, contact_en = _pair()
    what_next_fr, what_next_en = _pair()
    closes_on = DateField(_l("Applications until"), validators=[Optional()])
    seats = FieldList(FormField(SeatPart), max_entries=MOST_SEATS)

    def offer(self, units: Iterable[Unit], pilots: Iterable[Pilot]) -> None:
        """Show the units and the pilots that may be chosen."""
        self.unit.choices = [SelectChoice(unit.public_id, bi(unit, "name").text) for unit in units]
        self.pilot.choices = [
            SelectChoice("", _l("None")),
            *(SelectChoice(pilot.public_id, bi(pilot, "name").text) for pilot in pilots),
        ]

    @property
    def writers(self) -> tuple[str, str]:
        """The keys under which what this form says may be kept while it is not saved."""
        return self.submission_key.data or "", self.continues.data or ""

    def add_seat(self) -> None:
        """Add an empty place below the others, unless there are enough."""
        if len(self.seats) < MOST_SEATS:
            first = clock.this_week() + timedelta(weeks=3)
            values = {"first_week": first, "last_week": first + timedelta(weeks=7), "audience": self.audience.data}
            self.seats.append_entry(values)
            self.add_skill(len(self.seats) - 1)

    def add_skill(self, seat: int) -> None:
        """Add an empty skill to a place, unless there are enough."""
        if seat < len(self.seats) and len(self.seats[seat].form.skills) < MOST_SKILLS:
            self.seats[seat].form.skills.append_entry()

    def show_errors(self, fields: Mapping[str, Any]) -> None:
        """Put complaints at their fields (`seats-0-skills-2-label` is inside a row), those about lists at the head."""
        for name, message in fields.items():
            above, field = _find(self, name)
            if field is None or isinstance(field, FieldList):
                self.form_errors.append(message)
                continue
            field.errors = [*field.errors, message]
            for outer in above:
                outer.errors = [*outer.errors, message]


def _find(form: PlainForm, name: str) -> tuple[list[Any], Field | None]:
    """The field of a name as it is sent, and the lists it is inside."""
    above: list[Any] = []
    parts = name.split("-")
    field = form._fields.get(parts[0])
    while len(parts) > 2 and isinstance(field, FieldList) and parts[1].isdigit() and int(parts[1]) < len(field):
        above.append(field)
        row = field[int(parts[1])].form
        parts = parts[2:]
        field = row._fields.get(parts[0])
    return above, field
