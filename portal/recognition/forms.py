"""Attesting, recording, publishing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, FormField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.allocations.time_forms import HoursField
from portal.core.i18n import lazy_gettext as _l
from portal.recognition.labels import LANGUAGES, SHOWN, SHOWN_TO_EXTERNAL
from portal.recognition.models import Recognition, Shown
from portal.recognition.services import OUTCOME_LENGTH, WORDS_LENGTH
from portal.talents.labels import LEVEL_WORD
from portal.web.forms import FieldList, VersionedForm, strip, whole_number

LANGUAGE_CHOICES = [SelectChoice(code, name) for code, name in LANGUAGES.items()]


class SkillForm(PlainForm):
    """One skill of the place: seen at work or not, and how well."""

    skill = HiddenField(render_kw={"id": False}, validators=[Length(max=22)])
    is_seen = BooleanField(_l("Seen at work"))
    level = SelectField(
        _l("Level"), coerce=whole_number, choices=[SelectChoice(level, word) for level, word in LEVEL_WORD.items()]
    )


class AttestForm(VersionedForm):
    """What someone's part achieved."""

    outcome = TextAreaField(
        _l("What changed thanks to this person"),
        validators=[
            InputRequired(_l("Between 20 and 400 characters: what changed thanks to this person.")),
            Length(*OUTCOME_LENGTH, message=_l("Between 20 and 400 characters: what changed thanks to this person.")),
        ],
        filters=[strip],
    )
    lang = RadioField(_l("Written in"), choices=LANGUAGE_CHOICES, validators=[InputRequired()])
    hours = HoursField(_l("Hours recognised"), validators=[InputRequired(_l("Write hours such as 7, 7.5 or 7h30."))])
    skills = FieldList(FormField(SkillForm))

    @classmethod
    def blank(
        cls, recognition: Recognition, *, minutes: int, lang: str, draft: tuple[str, str] | None = None
    ) -> AttestForm:
        """The form as it opens: the confirmed minutes, each skill of the place at the level that was asked, and the
        `draft` of the outcome with its language, if one was written before the end."""
        skills = [
            {"skill": row.skill.public_id, "is_seen": False, "level": row.level}
            for row in recognition.application.seat.skills
        ]
        outcome, lang = draft or ("", lang)
        data = {"hours": minutes, "lang": lang, "skills": skills, "version": str(recognition.version)}
        data |= {"outcome": outcome}
        return cls(formdata=None, data=data)

    def levels(self, recognition: Recognition) -> dict[int, int]:
        """Level by skill id, for the skills of the place that were seen at work."""
        ids = {row.skill.public_id: row.skill_id for row in recognition.application.seat.skills}
        return {
            ids.get(line.form.skill.data or "", 0): line.form.level.data
            for line in self.skills
            if line.form.is_seen.data
        }

    def show_errors(self, fields: Mapping[str, Any]) -> None:
        """A complaint about the skills stands at the head: it is about none of their fields."""
        self.form_errors.extend(message for name, message in fields.items() if name == "skills")
        super().show_errors({name: message for name, message in fields.items() if name != "skills"})


class RecordForm(VersionedForm):
    """A manager's words."""

    words = TextAreaField(
        _l("Your words"),
        validators=[Length(max=WORDS_LENGTH, message=_l("600 characters at most."))],
        filters=[strip],
    )
    lang = RadioField(_l("Written in"), choices=LANGUAGE_CHOICES, validators=[InputRequired()])


class PublishForm(VersionedForm):
    """Who sees it on the profile."""

    shown = RadioField(_l("Who sees it"), validators=[InputRequired(_l("Choose who sees it."))])

    def offer(self, recognition: Recognition) -> None:
        """Give the choices their words: an external has no manager."""
        words = SHOWN if recognition.person.needs_authorization else SHOWN_TO_EXTERNAL
        self.shown.choices = choices(words)


def choices(words: Mapping[Shown, Any]) -> Sequence[SelectChoice]:
    """Radio buttons from an enum's words."""
    return [SelectChoice(value.value, label) for value, label in words.items()]
