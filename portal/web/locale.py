"""The language of an answer: the account's choice, else the visitor's, else what the browser asks for."""

from __future__ import annotations

from flask import request, session
from flask_login import current_user

from portal.core.i18n import LOCALES


def choose_locale() -> str:
    """`fr` or `en` for the present request."""
    if current_user and current_user.is_authenticated:
        return str(current_user.locale)
    chosen = session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or "fr"
