"""What procurement fills in."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.engagements.amounts import parse_cents, written
from portal.engagements.labels import REJECTION_REASONS
from portal.engagements.models import Engagement, ExternalTerms
from portal.web.forms import DateField, VersionedForm, strip
from portal.web.fresh import FreshForm

_length = Length(max=LONGEST_TEXT, message=TOO_LONG)


class ApproveForm(VersionedForm):
    """A rate, two days and a note that stays with procurement."""

    daily_rate = StringField(
        _l("Daily rate"), validators=[InputRequired(message=_l("Give the daily rate in euros."))], filters=[strip]
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired(message=_l("Choose the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(message=_l("Choose the last day."))])
    note = TextAreaField(_l("Note"), validators=[_length], filters=[strip])

    def validate_daily_rate(self, field: Any) -> None:
        """Euros, with cents after a comma or a point."""
        try:
            parse_cents(field.data or "")
        except ValueError as error:
            raise ValidationError(_l("Write the rate in euros, for example 450 or 450.50.")) from error

    @property
    def terms(self) -> dict[str, Any]:
        """What the service needs, once validated: the daily rate in whole cents, the two days, the note."""
        return {
            "daily_rate_cents": parse_cents(self.daily_rate.data or ""),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "note": self.note.data or "",
        }

    @classmethod
    def about(cls, engagement: Engagement, terms: ExternalTerms | None, locale: str) -> FreshForm:
        """The form before anyone types: it begins with the rate we know and the dates of the offer."""
        cents = terms.daily_rate_cents if terms is not None else None
        return cls.fresh(
            "approve",
            version=str(engagement.version),
            daily_rate=written(cents, locale) if cents is not None else None,
            starts_on=engagement.starts_on,
            ends_on=engagement.ends_on,
        )


class RejectForm(VersionedForm):
    """No, and why."""

    reason = RadioField(
        _l("The reason"),
        choices=[SelectChoice(reason.value, label) for reason, label in REJECTION_REASONS.items()],
        validators=[InputRequired(message=_l("Choose a reason."))],
    )
    text = TextAreaField(_l("In your own words"), validators=[_length], filters=[strip])
