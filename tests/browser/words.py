"""What the portal says in each language: tests name a sentence by its English source and find it in the reader's."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from babel.messages.pofile import read_po

from portal.translations.catalogue import path_of


@cache
def _catalogue(locale: str) -> dict[str, tuple[str, ...]]:
    with path_of(locale).open("rb") as file:
        messages = read_po(file, locale=locale)
    found: dict[str, tuple[str, ...]] = {}
    for message in messages:
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        string = message.string if isinstance(message.string, tuple) else (message.string,)
        found[source[0]] = tuple(string) if any(string) else tuple(source)
    return found


class Words:
    """The sentences of one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def __call__(self, source: str, **values: Any) -> str:
        """The sentence as the page shows it, its values filled in; of a plural, the form for `num`.

        Raises `KeyError` for a sentence that the portal does not have.
        """
        forms = _catalogue(self.locale)[source]
        several = values.get("num", 1) > 1 and len(forms) > 1
        return forms[1 if several else 0] % values

    def pattern(self, source: str, *, whole: bool = True, **values: Any) -> re.Pattern[str]:
        """The same, whatever the spaces: non-breaking ones and line ends are spaces to a reader."""
        return loose(self(source, **values), whole=whole)


def loose(text: str, *, whole: bool = False) -> re.Pattern[str]:
    """A text to find in a page, whatever its spaces; `whole` when nothing may stand around it."""
    inside = r"\s+".join(re.escape(word) for word in text.split())
    return re.compile(rf"^\s*{inside}\s*$" if whole else inside)
