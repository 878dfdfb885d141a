"""What people write to each other: the most it may hold, and the sentence that says so."""

from __future__ import annotations

from typing import Any

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

LONGEST_TEXT = 4000  # characters
TOO_LONG = _l("Keep it under %(count)s characters.", count=LONGEST_TEXT)


def checked_text(value: str | None, field: str, *, required: Any = None) -> str:
    """A text without the blanks around it.

    Raises `Invalid` at `field` when it is too long, and with the sentence `required`, if given, when it is empty.
    """
    value = (value or "").strip()
    if required is not None and not value:
        raise Invalid(fields={field: required})
    if len(value) > LONGEST_TEXT:
        raise Invalid(fields={field: TOO_LONG})
    return value
