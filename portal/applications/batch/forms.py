"""The form that gives several people the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.applications.batch.services import Answer, Decision
from portal.applications.forms import OWNER_REASONS
from portal.applications.labels import NOT_SELECTED_REASONS
from portal.applications.models import Application, NotSelectedReason
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.web.forms import DateField, VersionedForm, required_version, strip
from portal.web.fresh import FreshForm

TO_THE_OTHERS = _l(
    "This says nothing against what you can do: there were fewer places than people to take them. I hope that another "
    "mission will bring us together."
)
# A preview is read to its end.
MOST = 40
DECISIONS: dict[Decision, Any] = {
    Decision.NOT_SELECT: _l("Tell them they are not selected"),
    Decision.HOLD: _l("Put them on hold until a day"),
    Decision.SHORTLIST: _l("Shortlist them"),
}


def tick_of(application: Any) -> str:
    """What the box of a candidate sends: which application, and the version that its reader was looking at."""
    return f"{application.public_id}.{application.version}"


class BatchForm(VersionedForm):
    """The same answer to several people; `confirmed` once its author has read what each will read."""

    applications = SelectMultipleField(
        _l("Who receives this answer"),
        validators=[
            InputRequired(message=_l("Choose at least one person.")),
            Length(max=MOST, message=_l("Choose forty people at most: you read what each of them will read.")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[],
        validate_choice=False,
    )
    decision = RadioField(
        _l("Your answer"),
        choices=[SelectChoice(decision.value, label) for decision, label in DECISIONS.items()],
        default=Decision.NOT_SELECT.value,
        validators=[InputRequired(message=_l("Choose an answer."))],
    )
    reason = RadioField(
        _l("The reason"),
        choices=[SelectChoice(reason.value, NOT_SELECTED_REASONS[reason]) for reason in OWNER_REASONS],
        validate_choice=False,
    )
    text = TextAreaField(
        _l("Message to the talent"), validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)], filters=[strip]
    )
    until = DateField(_l("On hold until"), validators=[Optional()])
    confirmed = HiddenField(render_kw={"id": False})

    def validate(self, extra_validators: Any = None) -> bool:
        """As WTForms does, with what each decision asks: a reason, or a day."""
        is_valid = super().validate(extra_validators)
        asked: dict[str, Any] = {}
        if self.decision.data == Decision.NOT_SELECT and self.reason.data not in {one.value for one in OWNER_REASONS}:
            asked["reason"] = _l("Choose a reason.")
        if self.decision.data == Decision.HOLD and self.until.data is None and not self.until.errors:
            asked["until"] = _l("Choose a day.")
        self.show_errors(asked)
        return bool(is_valid) and not asked

    @property
    def answer(self) -> Answer:
        """What a valid form says."""
        return Answer(Decision(self.decision.data), self.reason.data or "", self.text.data or "", until=self.until.data)

    @property
    def versions(self) -> dict[str, int]:
        """The version read of each application ticked, by its public id."""
        ticks = (tick.partition(".") for tick in self.applications.data or [])
        return {public_id: required_version(version) for public_id, _dot, version in ticks}

    def name_ticks(self, chosen: Iterable[Application]) -> None:
        """Say whom the boxes are about, by name: what was ticked is shown again when it came too late."""
        names = {one.public_id: one.person.full_name for one in chosen}
        ticks = self.applications.data or []
        self.applications.choices = [SelectChoice(tick, names[tick.partition(".")[0]]) for tick in ticks]

    @classmethod
    def about(cls, others: Sequence[str]) -> FreshForm:
        """The form before anyone types; it begins with those who still wait though the mission is filled, if any do."""
        if not others:
            return cls.fresh("batch")
        reason, text = NotSelectedReason.SEAT_FILLED.value, str(TO_THE_OTHERS)
        return cls.fresh("batch", applications=tuple(others[:MOST]), reason=reason, text=text)
