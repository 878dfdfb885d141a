"""What every form has: a key against double sending, a version against stale sending, errors at their field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import wtforms
from flask import request
from flask_wtf import FlaskForm
from wtforms import FormField, HiddenField, SelectFieldBase
from wtforms.i18n import get_translations
from wtforms.validators import Length, NumberRange, ValidationError

from portal.core import shares
from portal.core.i18n import LOCALES, language
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import key_of, new_key
from portal.web.fresh import FreshForm

_NUMBER = re.compile(r"[0-9]{1,9}")
_SIGNED = re.compile(r"-?[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_YEARS = range(1900, 2101)
# Control characters and line ends, then what turns the direction of the text that follows.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
NO_VERSION = -1


def read_number(text: str | None) -> int | None:
    """A whole number that a form of ours carries, below a billion; None when it is none."""
    return int(text) if text and _NUMBER.fullmatch(text) else None


def version_in(text: str | None) -> int | None:
    """The version that a form carries: None when it says nothing, one that nothing ever had when it is unreadable."""
    if not text:
        return None
    number = read_number(text)
    return NO_VERSION if number is None else number


def required_version(text: str | None) -> int:
    """As `version_in`, where every page of ours says a version: a form without one is not ours, hence stale."""
    version = version_in(text)
    return NO_VERSION if version is None else version


class FieldList(wtforms.FieldList):
    """Rows of a form. WTForms takes `str.isdigit` for a number, which `int` may refuse: such names are no rows here."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        start = f"{prefix}-"
        for name in formdata:
            if name.startswith(start):
                number = read_number(name[len(start) :].partition("-")[0])
                if number is not None:
                    yield number


def whole_number(value: Any) -> int:
    """What coerces the value of a list: plain digits, as `read_number`. Raises `ValueError` for anything else."""
    number = value if isinstance(value, int) else read_number(value)
    if number is None:
        raise ValueError(value)
    return number


def _plain(sent: Sequence[str], shape: re.Pattern[str]) -> list[str]:
    """What was sent, when it has this shape; else something that no field reads. A field left empty stays empty."""
    return [text if not text or shape.fullmatch(text) else "?" for text in (one.strip() for one in sent[:1])]


class IntegerField(wtforms.IntegerField):
    """A whole number in plain digits. `int` reads those of every script, and underscores: nobody reads them here."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed. Raises `ValueError` with a sentence when it is no number."""
        super().process_formdata(_plain(valuelist, _SIGNED))


class _NearField(wtforms.DateField):
    """Days in plain digits, in a year that someone alive may have lived or will see."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed. Raises `ValueError` with a sentence when it is no day, or far from any of ours."""
        super().process_formdata(_plain(valuelist, _DAY))
        if self.data is not None and self.data.year not in _YEARS:
            self.data = None
            raise ValueError(_l("Check the year."))


class DateField(_NearField):
    """A day as the browser sends it."""


class MonthField(_NearField, wtforms.MonthField):
    """A month as the browser sends it; `data` is its first day."""


class ShareOfWeek(NumberRange):
    """A validator: a share of a week, from 5 percent or from `least`. What is no number at all is said before."""

    def __init__(self, *, least: int = shares.LEAST) -> None:
        super().__init__(least, shares.MOST)
        self.least = least

    def __call__(self, form: wtforms.Form, field: wtforms.Field) -> None:
        """Raise `ValidationError` when the field holds another number."""
        if field.data is not None and not shares.is_share(field.data, least=self.least):
            raise ValidationError(shares.share_sentence(least=self.least))


@lru_cache(maxsize=len(LOCALES))
def _sentences(lang: str) -> Any:
    return get_translations([lang])


class Form(FlaskForm):
    """Parent of the portal's forms."""

    class Meta(FlaskForm.Meta):
        """WTForms' own sentences, read from their file once for each language."""

        def get_translations(self, form: Any) -> Any:
            """As WTForms asks for them."""
            return _sentences(language())

    submission_key = HiddenField(default=new_key, validators=[Length(max=22)], render_kw={"id": False})

    @classmethod
    def fresh(cls, prefix: str = "", **start: Any) -> FreshForm:
        """This form before anyone types, its fields beginning with the values of `start`, each a single value.

        For a form whose choices are written in its class: what a page adds to a form needs the form itself.
        """
        return FreshForm(cls, prefix, start)

    @property
    def sending(self) -> str:
        """The key of these words sent to this address: the same for a double click, another once a word is changed.

        Empty when the form carries no key. Whoever goes back, corrects and sends again has sent something else.
        """
        if not self.submission_key.data:
            return ""
        return key_of([("", request.path), *request.form.items(multi=True)])

    def show_errors(self, fields: Mapping[str, Any]) -> None:
        """Put a service's complaints at the fields they are about (the form's own head when there is none)."""
        for name, message in fields.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]


class VersionedForm(Form):
    """A form about an object that someone else may change meanwhile."""

    version = HiddenField(render_kw={"id": False})

    @property
    def read_version(self) -> int:
        """The version the person was looking at; one that nothing ever had when the form does not say."""
        return required_version(self.version.data)


def strip(value: str | None) -> str | None:
    """A WTForms filter: no blanks around, one kind of line end, no NUL (PostgreSQL stores none)."""
    if value is None:
        return None
    return value.replace("\x00", "").replace("\r\n", "\n").strip()


def one_line(value: str | None) -> str | None:
    """A WTForms filter for what stands on one line, hence in the subject of a mail: nothing may break or turn it."""
    return None if value is None else _BREAKS.sub(" ", _TURNS.sub("", value)).strip()


def typed_in(form: Form) -> list[tuple[str, str]]:
    """What a person typed or chose, as label and words, to show when it can no longer be sent as it is."""
    typed = ((str(field.label.text), _words(field)) for field in form if not isinstance(field, HiddenField))
    return [(label, words) for label, words in typed if words]


def _words(field: Any) -> str:
    if isinstance(field, wtforms.FieldList | FormField):
        parts = field.entries if isinstance(field, wtforms.FieldList) else [part for part in field if part.data]
        return (" · " if isinstance(field, wtforms.FieldList) else ", ").join(filter(None, map(_words, parts)))
    if isinstance(field, HiddenField) or field.data in (None, "", False, []):
        return ""
    if isinstance(field, SelectFieldBase):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        labels = {choice.value: str(choice.label) for choice in field.iter_choices()}
        return ", ".join(labels.get(value, str(value)) for value in chosen)
    return str(_("yes")) if field.data is True else str(field._value())
