"""What people fill in about applications. Every text says who will read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from markupsafe import escape
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import Select

from portal.applications.labels import DECLINE_REASONS, NOT_SELECTED_REASONS
from portal.applications.models import NotSelectedReason
from portal.applications.offerable import OfferableSeat
from portal.core import clock
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.missions.models import Seat
from portal.missions.sheet import SheetSeat
from portal.web.forms import DateField, Form, IntegerField, ShareOfWeek, VersionedForm, strip
from portal.web.jinja import bi, day, week

_length = Length(max=LONGEST_TEXT, message=TOO_LONG)
_reason_needed = InputRequired(message=_l("Choose a reason."))

# "The place no longer exists" is said by the portal when it becomes true, never chosen by hand.
OWNER_REASONS = [reason for reason in NotSelectedReason if reason is not NotSelectedReason.SEAT_CANCELLED]


class ApplyForm(Form):
    """Which place, and what one would bring."""

    seat = RadioField(_l("Which place?"), validators=[InputRequired(message=_l("Choose a place."))])
    message = TextAreaField(
        _l("What you would bring"),
        validators=[InputRequired(message=_l("Say in a few words what you would bring.")), _length],
        filters=[strip],
    )

    def offer_seats(self, seats: Iterable[Seat | SheetSeat]) -> None:
        """Show the seats this person may apply to; a single one is already chosen."""
        seats = list(seats)
        self.seat.choices = [SelectChoice(seat.public_id, bi(seat, "title").text) for seat in seats]
        if len(seats) == 1 and not self.seat.data:
            self.seat.data = seats[0].public_id


class HoldForm(VersionedForm):
    """Until when."""

    until = DateField(_l("On hold until"), validators=[InputRequired(message=_l("Choose a day."))])


class WeekSelect(Select):
    """A list of weeks. There are about fifty in each: they are written without what other options may need."""

    @classmethod
    def render_option(cls, choice: Any, **attributes: Any) -> str:
        """One week, by its Monday: see `Select.render_option`."""
        selected = "selected " if choice.selected else ""
        return f'<option {selected}value="{choice.value}">{escape(choice.label)}</option>'


class OfferForm(VersionedForm):
    """The terms of a place, and why this person. `seat` is asked where several could be offered to them."""

    seat = SelectField(_l("Which place?"), validate_choice=False)
    percent = IntegerField(
        _l("Share of the week"),
        validators=[
            InputRequired(message=_l("Give a share of the week.")),
            ShareOfWeek(),
        ],
    )
    first_week = SelectField(_l("First week"), coerce=date.fromisoformat, widget=WeekSelect())
    last_week = SelectField(_l("Last week"), coerce=date.fromisoformat, widget=WeekSelect())
    message = TextAreaField(_l("Message to the talent"), validators=[_length], filters=[strip])
    why = TextAreaField(
        _l("Why this person"),
        validators=[
            InputRequired(message=_l("Say why this person: whoever confirms the place will read it.")),
            _length,
        ],
        filters=[strip],
    )

    def offer_seats(self, seats: Sequence[OfferableSeat]) -> None:
        """The seats that can be chosen, and the weeks: from the present one to half a year after their last."""
        self.seat.choices = [SelectChoice(seat.public_id, bi(seat, "title").text) for seat in seats]
        first = clock.this_week()
        last = max(first, *(seat.last_week for seat in seats)) + timedelta(weeks=26)
        weeks = _weeks_between(first, last, language(), clock.today().year)
        self.first_week.choices = self.last_week.choices = [SelectChoice(*one) for one in weeks]

    def start_from(self, seat: Seat) -> None:
        """Begin with the seat's own terms."""
        self.seat.data = seat.public_id
        self.percent.data = seat.percent
        self.first_week.data = max(seat.first_week, clock.this_week())
        self.last_week.data = max(seat.last_week, clock.this_week())


@lru_cache(maxsize=64)
def _weeks_between(first: date, last: date, lang: str, year: int) -> list[tuple[str, str]]:
    """Every Monday and the words for its week, in the language being written and as they are told this year."""
    mondays = clock.weeks_between(first, last)
    return [(monday.isoformat(), f"{week(monday)} · {day(monday)}") for monday in mondays]


class DeclineForm(VersionedForm):
    """No to an offer, and why."""

    reason = RadioField(
        _l("Your reason"),
        choices=[SelectChoice(reason.value, label) for reason, label in DECLINE_REASONS.items()],
        validators=[_reason_needed],
    )
    text = TextAreaField(_l("In your own words"), validators=[_length], filters=[strip])


class NotSelectForm(VersionedForm):
    """No to an application, and why."""

    reason = RadioField(
        _l("The reason"),
        choices=[SelectChoice(reason.value, NOT_SELECTED_REASONS[reason]) for reason in OWNER_REASONS],
        validators=[_reason_needed],
    )
    text = TextAreaField(_l("Message to the talent"), validators=[_length], filters=[strip])


class WithdrawForm(VersionedForm):
    """Leaving."""

    text = TextAreaField(_l("In your own words"), validators=[_length], filters=[strip])
