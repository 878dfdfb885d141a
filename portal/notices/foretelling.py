"""What a form would have people told, shown before it is sent: the service itself says it, rehearsed.

A view asks for it with `carry_out(…, foretells=True)` (or a `Step` that does), its template with
`{{ foretelling("step") }}` of `notices/_foretold.html` inside the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, request

from portal.core.transaction import rehearsal
from portal.notices.telling import Told, listening
from portal.web.answers import FORETELL, foretellers

_KEPT = "foretold"


@dataclass(frozen=True)
class Foretold:
    """A message, and the names of those who would read it word for word."""

    names: tuple[str, ...]
    lang: str
    subject: str
    body: str


def foretell(act: Callable[[], Any]) -> None:
    """Keep what `act` would tell for the page that is about to be shown. Raises what `act` raises."""
    with rehearsal(), listening() as told:
        act()
    setattr(g, _KEPT, (request.form[FORETELL], _grouped(told)))


def _grouped(told: list[Told]) -> list[Foretold]:
    names: dict[tuple[str, str, str], list[str]] = {}
    for one in told:
        names.setdefault((one.words.lang, one.words.subject, one.words.body), []).append(one.name)
    return [Foretold(tuple(readers), *words) for words, readers in names.items()]


def foretold(step: str) -> list[Foretold] | None:
    """What the form of this step would have people told; None when that was not asked."""
    asked, messages = g.get(_KEPT, ("", None))
    return messages if asked == step else None


if foretell not in foretellers:
    foretellers.append(foretell)
