"""What people fill in to invite someone, and to answer. Every text says who will read it."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.applications.inviting.labels import TURNED_DOWN
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.missions.models import Seat
from portal.web.forms import Form, VersionedForm, strip
from portal.web.jinja import bi

_length = Length(max=LONGEST_TEXT, message=TOO_LONG)


class InviteForm(Form):
    """Which place, a few words, and why all the same when the person is much solicited."""

    # A place that was taken meanwhile is no mistake of whoever chose it: the service says what happened.
    seat = RadioField(
        _l("To which place?"), validators=[InputRequired(message=_l("Choose a place."))], validate_choice=False
    )
    message = TextAreaField(
        _l("Why you think of them"),
        validators=[InputRequired(message=_l("Say in a few words why you think of them.")), _length],
        filters=[strip],
    )
    reason = TextAreaField(_l("Why you ask all the same"), validators=[_length], filters=[strip])

    def offer_seats(self, seats: Iterable[Seat]) -> None:
        """Show the places this person can be invited to; a single one is already chosen."""
        seats = list(seats)
        self.seat.choices = [
            SelectChoice(
                seat.public_id,
                _("%(seat)s, in “%(title)s”", seat=bi(seat, "title").text, title=bi(seat.mission, "title").text),
            )
            for seat in seats
        ]
        if len(seats) == 1 and not self.seat.data:
            self.seat.data = seats[0].public_id


class TakeUpForm(VersionedForm):
    """Yes to the idea, with a few words if one likes."""

    message = TextAreaField(_l("A few words, if you like"), validators=[_length], filters=[strip])


class TurnDownForm(VersionedForm):
    """No to the idea, and why."""

    reason = RadioField(
        _l("Your reason"),
        choices=[SelectChoice(reason.value, label) for reason, label in TURNED_DOWN.items()],
        validators=[InputRequired(message=_l("Choose a reason."))],
    )
    text = TextAreaField(_l("In your own words"), validators=[_length], filters=[strip])
