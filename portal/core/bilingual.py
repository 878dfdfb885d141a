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
    return choose(getattr(subject, f"{name}_fr"), getattr(subject, f"{name}_en"), locale)


def choose(french: str | None, english: str | None, locale: str) -> Text:
    """The one of two texts that is in `locale`, else the other one, else empty."""
    text, fallback = (french, english) if locale == "fr" else (english, french)
    if text or not fallback:
        return Text(text or "", locale)
    return Text(fallback, other_locale(locale))
