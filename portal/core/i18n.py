"""Sentences in the reader's language: the English source is the key, the language is chosen when shown.

Flask-Babel chooses the language and loads the catalogues, once for each request; a page asks for some two hundred
sentences, so what it chose is kept beside it instead of being asked for again each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Any, NamedTuple, overload

from flask import g
from flask.globals import app_ctx
from flask_babel import force_locale, get_domain, get_locale
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

LOCALES = ("fr", "en")
_STOPPED_TWICE = re.compile(r"\b(janv|févr|avr|juil|sept|oct|nov|déc)\.\.(?!\.)")


class _Speech(NamedTuple):
    language: str
    sentences: NullTranslations


# Asked for some three hundred times by a page: the proxies `g` and `app_ctx` would look for the context each time.
_context = app_ctx._get_current_object  # type: ignore[attr-defined] # a proxy, typed as what it stands for
_NOWHERE = _Speech("en", NullTranslations())


def _speech() -> _Speech:
    try:
        kept = _context().g
    except RuntimeError:  # nothing is being answered
        return _NOWHERE
    speech: _Speech | None = kept.get("speech")
    if speech is None:
        speech = kept.speech = _Speech(str(get_locale() or "en")[:2], get_domain().get_translations())
    return speech


def language() -> str:
    """The language of what is being written: `fr` or `en`."""
    return _speech().language


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Write in `locale` for a while, whatever the reader of the present page speaks: a mail to someone else."""
    before = g.pop("speech", None)
    try:
        with force_locale(locale):
            yield
    finally:
        g.speech = before


def pattern(sentence: str) -> str:
    """The sentence in the present language, its `%(name)s` still to be replaced."""
    return _speech().sentences.gettext(sentence)


def counted_pattern(singular: str, plural: str, num: int) -> str:
    """The form of the sentence that suits `num` in the present language, its `%(name)s` still to be replaced."""
    return _speech().sentences.ngettext(singular, plural, num)


@overload
def filled(shown: Markup, variables: Mapping[str, Any]) -> Markup: ...
@overload
def filled(shown: str, variables: Mapping[str, Any]) -> str: ...
def filled(shown: str, variables: Mapping[str, Any]) -> str:
    """`shown` with its variables; a sentence that a short month ends (« le 22 nov. ») keeps one full stop."""
    said = shown % variables
    return type(said)(_STOPPED_TWICE.sub(r"\1.", said)) if ".." in said else said


def gettext(sentence: str, **variables: Any) -> str:
    """The sentence in the present language."""
    return filled(pattern(sentence), variables) if variables else pattern(sentence)


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """The form of the sentence that suits `num` in the present language."""
    return filled(counted_pattern(singular, plural, num), {"num": num, **variables})


def lazy_gettext(sentence: str, **variables: Any) -> LazyString:
    """The sentence in the language in which it will be shown."""
    return LazyString(gettext, sentence, **variables)


def lazy_ngettext(singular: str, plural: str, num: int, **variables: Any) -> LazyString:
    """The form that suits `num`, in the language in which it will be shown."""
    return LazyString(ngettext, singular, plural, num, **variables)


def other_locale(locale: str) -> str:
    """The language that is not `locale`."""
    return "en" if locale == "fr" else "fr"


def _as_html(sentence: LazyString) -> Markup:
    return escape(str(sentence))


# The library presents every lazy sentence as safe HTML, with the names that people typed in it.
LazyString.__html__ = _as_html
