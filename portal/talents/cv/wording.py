"""The words of previews: where a file comes from, how lines stand, what stays out."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date

from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.talents.cv.comparing import Reason
from portal.talents.cv.resume import EUROPASS, JSON_RESUME, TABLE

SOURCE = {JSON_RESUME: "JSON Resume", EUROPASS: "Europass", TABLE: "CSV"}

FIELD = {
    "headline_fr": _l("Headline in French"),
    "headline_en": _l("Headline in English"),
    "summary_fr": _l("Summary in French"),
    "summary_en": _l("Summary in English"),
    "title_fr": _l("Title in French"),
    "title_en": _l("Title in English"),
    "organization": _l("Organization"),
    "started_on": _l("First month"),
    "ended_on": _l("Last month"),
}

# What an occupation is called in the summary of one's own text, when the field is about an occupation.
OCCUPATION_FIELD = {
    **FIELD,
    "summary_fr": _l("What you did there, in French"),
    "summary_en": _l("What you did there, in English"),
}

REASON = {
    Reason.NO_TITLE: _l("It has no title."),
    Reason.NO_START: _l("The file does not say when it started."),
    Reason.BAD_END: _l("Its last date is not understood."),
    Reason.FUTURE: _l("It has not begun yet."),
    Reason.ORDER: _l("It ends before it starts."),
}

LEFT_OUT = {
    "education": _l("education"),
    "awards": _l("awards"),
    "certificates": _l("certificates"),
    "publications": _l("publications"),
    "interests": _l("interests"),
    "references": _l("references"),
    "projects": _l("projects"),
    "attachments": _l("attached files"),
    "contact": _l("contact details"),
    "photo": _l("a photo"),
    "details": _l("addresses and descriptions of organizations"),
}


def shown(value: Any) -> str:
    """A value of a difference in words: a month for a day, an ellipsis for nothing."""
    if value is None:
        return str(_l("today"))
    if isinstance(value, date):
        return format_date(value, "LLLL y", locale=language())
    return str(value) or "…"
