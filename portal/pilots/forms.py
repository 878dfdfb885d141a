"""Writing a pilot and its rules."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.i18n import lazy_gettext as _l
from portal.pilots.services import PilotData, RulesData
from portal.web.forms import DateField, IntegerField, ShareOfWeek, VersionedForm, one_line, strip, whole_number

LONG = 4000


class RulesForm(VersionedForm):
    """One version of the rules."""

    max_percent = IntegerField(
        _l("The most of a week someone gives"),
        validators=[InputRequired(_l("Say how much.")), ShareOfWeek()],
    )
    max_weeks = IntegerField(
        _l("The most weeks in a row"),
        validators=[InputRequired(_l("Say how many.")), NumberRange(1, 104, _l("Between 1 and 104."))],
    )
    counts_in_review = BooleanField(_l("The time counts in the yearly review"))
    charter_fr = TextAreaField(_l("What else is agreed, in French"), validators=[Length(max=LONG)], filters=[strip])
    charter_en = TextAreaField(_l("What else is agreed, in English"), validators=[Length(max=LONG)], filters=[strip])

    def rules_data(self) -> RulesData:
        """What was typed."""
        return RulesData(
            max_percent=self.max_percent.data or 0,
            max_weeks=self.max_weeks.data or 0,
            counts_in_review=self.counts_in_review.data,
            charter_fr=self.charter_fr.data or "",
            charter_en=self.charter_en.data or "",
        )


class PilotForm(VersionedForm):
    """What a pilot says of itself."""

    name_fr = StringField(_l("Name in French"), validators=[Length(max=120)], filters=[one_line])
    name_en = StringField(_l("Name in English"), validators=[Length(max=120)], filters=[one_line])
    purpose_fr = TextAreaField(_l("What it is for, in French"), validators=[Length(max=LONG)], filters=[strip])
    purpose_en = TextAreaField(_l("What it is for, in English"), validators=[Length(max=LONG)], filters=[strip])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Choose a day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Choose a day."))])
    sponsor = SelectField(
        _l("Sponsor"), coerce=whole_number, validators=[InputRequired(_l("Choose who answers for it."))]
    )
    units = SelectMultipleField(
        _l("Units"), coerce=whole_number, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer(self, sponsors: Any, units: Any, locale: str) -> None:
        """The people and the units to choose from."""
        self.sponsor.choices = [SelectChoice(person.id, person.full_name) for person in sponsors]
        self.units.choices = [SelectChoice(unit.id, getattr(unit, f"name_{locale}")) for unit in units]

    def pilot_data(self) -> PilotData:
        """What was typed."""
        return PilotData(
            name_fr=self.name_fr.data or "",
            name_en=self.name_en.data or "",
            purpose_fr=self.purpose_fr.data or "",
            purpose_en=self.purpose_en.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            sponsor_id=self.sponsor.data,
            unit_ids=self.units.data or [],
        )


class AdvanceForm(VersionedForm):
    """Why a pilot moves on."""

    text = TextAreaField(_l("What was learned, in a few sentences"), validators=[Length(max=LONG)], filters=[strip])
