"""The language of an answer: the account's choice, else the visitor's, else what the browser asks for."""

from __future__ import annotations

from babel import Locale
from flask import request, session
from flask_login import current_user

from portal.core.i18n import LOCALES

# Read from a name, a locale costs as much as a small query.
_READ = {name: Locale.parse(name) for name in LOCALES}


def choose_locale() -> Locale:
    """`fr` or `en` for the present request."""
    if current_user and current_user.is_authenticated:
        return _READ[str(current_user.locale)]
    return _READ.get(session.get("locale", "")) or _READ[request.accept_languages.best_match(LOCALES) or "fr"]
