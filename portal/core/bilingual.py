"""Content that people write in French, in English or in both: pairs of columns `name_fr`, `name_en`."""

from __future__ import annotations

from typing import Any, NamedTuple

from portal.core.i18n import other_locale


class Text(NamedTuple):
    """A piece of content and the language it is really in (it may be the fallback)."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def pick(subject: Any, name: str, locale: str) -> Text:
    """The `name` of `subject` in `locale`, else in the other language, else empty."""
    text = getattr(subject, f"{name}_{locale}") or ""
    if text:
        return Text(text, locale)
    other = other_locale(locale)
    fallback = getattr(subject, f"{name}_{other}") or ""
    return Text(fallback, other if fallback else locale)
