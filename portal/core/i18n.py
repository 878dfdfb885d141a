"""Sentences written outside a request: the English source is the key, the language is chosen when shown."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext, lazy_ngettext, ngettext
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

LOCALES = ("fr", "en")

__all__ = ["LOCALES", "gettext", "lazy_gettext", "lazy_ngettext", "ngettext", "other_locale"]


def other_locale(locale: str) -> str:
    """The language that is not `locale`."""
    return "en" if locale == "fr" else "fr"


def _as_html(sentence: LazyString) -> Markup:
    return escape(str(sentence))


# The library presents every lazy sentence as safe HTML, with the names that people typed in it.
LazyString.__html__ = _as_html
