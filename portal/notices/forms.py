"""The form of one's choices: a rhythm for each kind, quiet hours, and the hour of the digest."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.core.i18n import lazy_gettext as _l
from portal.notices import wording
from portal.notices.kinds import CHOSEN
from portal.notices.models import Rhythm
from portal.notices.quiet import Choices
from portal.web.forms import Form

_HOURS = range(24)


def _hour(value: Any) -> int | None:
    if value in (None, "", "None"):
        return None
    hour = int(value)
    if hour not in _HOURS:
        raise ValueError(value)
    return hour


class ChoicesForm(Form):
    """When no mail comes, and when the digest does. `ChoicesForm.of` adds a rhythm for each kind."""

    quiet_from = SelectField(_l("Quiet from"), coerce=_hour, choices=[])
    quiet_until = SelectField(_l("Quiet until"), coerce=_hour, choices=[])
    quiet_weekends = BooleanField(_l("No mail on Saturdays and Sundays"))
    zone = SelectField(_l("Time zone"), choices=[])
    digest_hour = SelectField(_l("The mail of the day leaves at"), coerce=_hour, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours: list[Any] = [SelectChoice(hour, wording.hour_name(hour)) for hour in _HOURS]
        self.digest_hour.choices = hours
        self.quiet_from.choices = self.quiet_until.choices = [SelectChoice("", _l("No quiet hours")), *hours]
        self.zone.choices = [SelectChoice(zone, name) for zone, name in wording.zone_names()]

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each kind with the field of its rhythm."""
        return [(kind, self[f"rhythm_{kind.key}"]) for kind in CHOSEN]

    @property
    def wish(self) -> Choices:
        """What was chosen."""
        return Choices(
            {kind.key: Rhythm(field.data) for kind, field in self.rows},
            self.zone.data,
            self.quiet_from.data,
            self.quiet_until.data,
            bool(self.quiet_weekends.data),
            self.digest_hour.data,
        )

    @classmethod
    def starting(cls, choices: Choices) -> ChoicesForm:
        """The form before anyone chooses otherwise."""
        rhythms = {f"rhythm_{kind.key}": choices.rhythm(kind).value for kind in CHOSEN}
        return cls(
            formdata=None,
            data={
                "quiet_from": choices.quiet_from,
                "quiet_until": choices.quiet_until,
                "quiet_weekends": choices.quiet_weekends,
                "zone": choices.zone,
                "digest_hour": choices.digest_hour,
                **rhythms,
            },
        )


for _kind in CHOSEN:
    setattr(
        ChoicesForm,
        f"rhythm_{_kind.key}",
        RadioField(
            _kind.name,
            [InputRequired(_l("Choose one of these."))],
            choices=[SelectChoice(rhythm.value, name) for rhythm, name in wording.RHYTHMS.items()],
        ),
    )
