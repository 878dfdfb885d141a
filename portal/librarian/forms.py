"""What a librarian types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from portal.core.i18n import LOCALES, language
from portal.core.i18n import lazy_gettext as _l
from portal.skills.library.keeping import LONGEST_FAMILY, LONGEST_WHY
from portal.skills.library.names import Wording
from portal.skills.models import SkillFamily
from portal.skills.vocabulary.entry import LONGEST_LABEL
from portal.web.forms import Form, VersionedForm, one_line, read_number, strip

LONG = 4000
LARGEST = 10 * 1024 * 1024
_LINES = Length(max=LONG)


class WordsForm(VersionedForm):
    """A skill in words."""

    label_fr = StringField(_l("Name in French"), validators=[Length(max=LONGEST_LABEL)], filters=[one_line])
    label_en = StringField(_l("Name in English"), validators=[Length(max=LONGEST_LABEL)], filters=[one_line])
    description_fr = TextAreaField(_l("Definition in French"), validators=[_LINES], filters=[strip])
    description_en = TextAreaField(_l("Definition in English"), validators=[_LINES], filters=[strip])
    others_fr = TextAreaField(_l("Also found as, in French"), validators=[_LINES], filters=[strip])
    others_en = TextAreaField(_l("Also found as, in English"), validators=[_LINES], filters=[strip])
    family = SelectField(_l("Family"), validate_choice=True)

    def offer(self, families: Iterable[SkillFamily], locale: str) -> None:
        """The families to choose from, in the reader's alphabet."""
        named = sorted((getattr(family, f"name_{locale}"), str(family.id)) for family in families)
        choices: list[Any] = [SelectChoice(value, name) for name, value in named]
        self.family.choices = [SelectChoice("", _l("No family")), *choices]

    def wording(self) -> Wording:
        """What was typed."""
        return Wording.typed(
            self.label_fr.data or "",
            self.label_en.data or "",
            description_fr=self.description_fr.data or "",
            description_en=self.description_en.data or "",
            others_fr=(self.others_fr.data or "").splitlines(),
            others_en=(self.others_en.data or "").splitlines(),
            family_id=read_number(self.family.data),
        )


def start_with(name: str, lang: str) -> dict[str, Any]:
    """What the form of a new skill begins with: the name that someone looked for, in the language they used."""
    tidied = one_line(name) or ""
    return {f"label_{lang if lang in LOCALES else language()}": tidied[:LONGEST_LABEL]}


def start_of(words: Wording, version: int) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "version": str(version),
        "label_fr": words.label_fr,
        "label_en": words.label_en,
        "description_fr": words.description_fr,
        "description_en": words.description_en,
        "others_fr": "\n".join(words.alternatives_fr),
        "others_en": "\n".join(words.alternatives_en),
        "family": str(words.family_id or ""),
    }


class RefuseForm(VersionedForm):
    """Why a proposal is not kept."""

    words = TextAreaField(_l("Why"), validators=[_LINES], filters=[strip])


class IntoForm(VersionedForm):
    """Another skill, by its name."""

    into = StringField(_l("The skill that stays"), validators=[Length(max=LONGEST_LABEL)], filters=[one_line])


class RetireForm(VersionedForm):
    """What to use instead of a retired skill."""

    instead = StringField(_l("Use instead"), validators=[Length(max=LONGEST_LABEL)], filters=[one_line])


class PriorityForm(VersionedForm):
    """Why a skill matters above others."""

    why_fr = StringField(_l("Why, in French"), validators=[Length(max=LONGEST_WHY)], filters=[one_line])
    why_en = StringField(_l("Why, in English"), validators=[Length(max=LONGEST_WHY)], filters=[one_line])


class PressForm(VersionedForm):
    """A button that needs no words."""


class FamilyForm(Form):
    """A family."""

    name_fr = StringField(_l("Name in French"), validators=[Length(max=LONGEST_FAMILY)], filters=[one_line])
    name_en = StringField(_l("Name in English"), validators=[Length(max=LONGEST_FAMILY)], filters=[one_line])


class FileForm(Form):
    """The library as a table."""

    file = FileField(_l("The skills, as CSV"), validators=[FileRequired(_l("Choose a file."))])

    def validate_file(self, field: FileField) -> None:
        """At most 10 MB."""
        stream = field.data.stream
        size = stream.seek(0, 2)
        stream.seek(0)
        if size > LARGEST:
            raise ValidationError(_l("This file is larger than 10 MB: split it."))
