"""The small forms of one's own profile."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import (
    Form as PlainForm,
)
from wtforms import FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.talents.labels import APPETITE, LANGUAGES, LEVEL, LEVEL_WORD, SPOKEN
from portal.talents.limits import MOST
from portal.talents.models import Appetite, SpokenLanguage, SpokenLevel
from portal.talents.services import Availability, Occupation
from portal.talents.wording import language_name
from portal.web.forms import (
    DateField,
    FieldList,
    Form,
    IntegerField,
    MonthField,
    ShareOfWeek,
    VersionedForm,
    one_line,
    strip,
)

LONGEST_SUMMARY = 1500
EMPTY_ROWS = 2
MOST_LANGUAGES = MOST[SpokenLanguage]

Texts = dict[str, str]


class _Text:
    """Validators and filters that every written field shares."""

    HEADLINE = Length(max=120, message=_l("Keep it to 120 characters."))
    LINE = Length(max=160, message=_l("Keep it to 160 characters."))
    SUMMARY = Length(max=LONGEST_SUMMARY, message=_l("Keep it to 1,500 characters."))


class IdentityForm(VersionedForm):
    """Headline and summary, in one language or in both."""

    headline_fr = StringField(_l("Headline in French"), [_Text.HEADLINE], filters=[one_line])
    headline_en = StringField(_l("Headline in English"), [_Text.HEADLINE], filters=[one_line])
    summary_fr = TextAreaField(_l("Summary in French"), [_Text.SUMMARY], filters=[strip])
    summary_en = TextAreaField(_l("Summary in English"), [_Text.SUMMARY], filters=[strip])

    @property
    def texts(self) -> Texts:
        """What was typed, by column."""
        names = ("headline_fr", "headline_en", "summary_fr", "summary_en")
        return {name: self[name].data or "" for name in names}


class SkillForm(VersionedForm):
    """How well one holds a skill, and what one wants to do with it."""

    level = RadioField(
        _l("How well do you hold it?"),
        [InputRequired(_l("Choose the sentence that is closest."))],
        choices=[SelectChoice(str(level), sentence) for level, sentence in LEVEL.items()],
    )
    appetite = RadioField(
        _l("What do you want to do with it?"),
        [Optional()],
        choices=[
            SelectChoice("", _l("I would rather not say.")),
            *(SelectChoice(key.value, label) for key, label in APPETITE.items()),
        ],
        default="",
    )

    @property
    def level_names(self) -> dict[str, Any]:
        """What each level is called where a skill is shown."""
        return {str(level): word for level, word in LEVEL_WORD.items()}

    @property
    def chosen_level(self) -> int:
        """The level, from 1 to 4."""
        return int(self.level.data)

    @property
    def chosen_appetite(self) -> Appetite | None:
        """The appetite, if said."""
        return Appetite(self.appetite.data) if self.appetite.data else None


class NewSkillForm(SkillForm):
    """A skill to add, named as people name it."""

    label = StringField(
        _l("Skill"),
        [InputRequired(_l("Write the name of a skill.")), Length(max=300, message=_l("Keep it to 300 characters."))],
        filters=[strip],
    )


class ExperienceForm(VersionedForm):
    """One occupation, past or present. Days are months here: nobody remembers the day."""

    title_fr = StringField(_l("Title in French"), [_Text.LINE], filters=[one_line])
    title_en = StringField(_l("Title in English"), [_Text.LINE], filters=[one_line])
    organization = StringField(_l("Organization"), [_Text.LINE], filters=[one_line])
    started_on = MonthField(_l("First month"), [InputRequired(_l("Say in which month it started."))])
    ended_on = MonthField(_l("Last month"), [Optional()])
    summary_fr = TextAreaField(_l("What you did there, in French"), [_Text.SUMMARY], filters=[strip])
    summary_en = TextAreaField(_l("What you did there, in English"), [_Text.SUMMARY], filters=[strip])

    def validate_title_fr(self, field: StringField) -> None:
        """A title in one language is enough, in none is not."""
        if not field.data and not (self.title_en.data or "").strip():
            raise ValidationError(_("Give it a title, in French or in English."))

    def validate_started_on(self, field: MonthField) -> None:
        """An experience has begun."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("This month is still to come. An experience has already begun."))
        if field.data and field.data.year < 1930:
            raise ValidationError(_("Check the year."))

    def validate_ended_on(self, field: MonthField) -> None:
        """The end follows the start."""
        if field.data and self.started_on.data and field.data < self.started_on.data:
            raise ValidationError(_("The end comes before the start."))

    @property
    def occupation(self) -> Occupation:
        """What was typed; an experience ends on the last day of its last month."""
        return Occupation(
            title_fr=self.title_fr.data or "",
            title_en=self.title_en.data or "",
            organization=self.organization.data or "",
            started_on=self.started_on.data or clock.today(),
            ended_on=_last_day(self.ended_on.data) if self.ended_on.data else None,
            summary_fr=self.summary_fr.data or "",
            summary_en=self.summary_en.data or "",
        )


class AvailabilityForm(VersionedForm):
    """How much of the week is free, between which days, with which notice."""

    share = IntegerField(
        _l("Share of the week you could give"),
        [Optional(), ShareOfWeek(least=0)],
    )
    available_from = DateField(_l("From"), [Optional()])
    available_until = DateField(_l("Until"), [Optional()])
    notice_weeks = IntegerField(
        _l("Notice you need"), [Optional(), NumberRange(0, 52, message=_l("Write a number of weeks up to 52."))]
    )

    def validate_available_until(self, field: DateField) -> None:
        """The end follows the start."""
        if field.data and self.available_from.data and field.data < self.available_from.data:
            raise ValidationError(_("The end comes before the start."))

    @property
    def availability(self) -> Availability:
        """What was typed."""
        return Availability(
            self.share.data, self.available_from.data, self.available_until.data, self.notice_weeks.data
        )


class LanguageRow(PlainForm):
    """One language and its level. A row without a language does not count."""

    code = SelectField(_l("Language"), [Optional()])
    level = SelectField(
        _l("Level"),
        [Optional()],
        choices=[SelectChoice(level.value, label) for level, label in SPOKEN.items()],
        default="B2",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code.choices = language_choices()


class LanguagesForm(VersionedForm):
    """The languages someone speaks."""

    languages = FieldList(FormField(LanguageRow), max_entries=MOST_LANGUAGES)

    def validate_languages(self, field: Any) -> None:
        """Each language once; the complaint stands at the line that repeats one."""
        seen: set[str] = set()
        for row in field.entries:
            code = row.form.code
            if code.data in seen:
                sentence = _("A language stands there twice. Keep one line for each.")
                code.errors = [*code.errors, sentence]
                raise ValidationError(sentence)
            seen |= {code.data} if code.data else set()

    @property
    def levels(self) -> dict[str, SpokenLevel]:
        """Level by language code."""
        rows = [row.form for row in self.languages.entries]
        return {row.code.data: SpokenLevel(row.level.data) for row in rows if row.code.data}


class PressForm(Form):
    """A form with a button and nothing to fill."""


def language_choices() -> list[SelectChoice]:
    """Every language that may be chosen, by name, after an empty line."""
    named = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda pair: pair[1].casefold())
    return [SelectChoice("", _("No language")), *(SelectChoice(code, name) for code, name in named)]


def rows_of(languages: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """What the form starts from: each language, then empty rows for new ones."""
    rows = [{"code": code, "level": level} for code, level in languages]
    empty = min(EMPTY_ROWS, MOST_LANGUAGES - len(rows)) if len(rows) < MOST_LANGUAGES else 0
    return rows + [{"code": "", "level": "B2"}] * empty


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
