"""Sentences written outside a request: the English source is the key, the language is chosen when shown."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext, lazy_ngettext, ngettext

LOCALES = ("fr", "en")

__all__ = ["LOCALES", "gettext", "lazy_gettext", "lazy_ngettext", "ngettext", "other_locale"]


def other_locale(locale: str) -> str:
    """The language that is not `locale`."""
    return "en" if locale == "fr" else "fr"
