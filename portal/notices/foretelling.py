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
from portal.notices.matters import readable
from portal.notices.telling import Told, listening
from portal.web.access import actor
from portal.web.answers import FORETELL, foretellers

_KEPT = "foretold"


@dataclass(frozen=True)
class Foretold:
    """A message, and the names of those who would read it word for word."""

    names: tuple[str, ...]
    lang: str
    subject: str
    body: str


@dataclass(frozen=True)
class Foretelling:
    """The messages, and how many people would besides be told of what whoever asks may not read."""

    messages: tuple[Foretold, ...]
    others: int


def foretell(act: Callable[[], Any]) -> None:
    """Keep what `act` would tell for the page that is about to be shown. Raises what `act` raises.

    Whoever asks reads messages about what they may read, and no other: a manager who refuses time does not learn who
    comes next for the place.
    """
    with rehearsal(), listening() as told:
        act()
    seen = readable(actor(), {one.subject for one in told if one.subject is not None})
    shown = [one for one in told if one.subject in seen]
    others = {one.name for one in told} - {one.name for one in shown}
    setattr(g, _KEPT, (request.form[FORETELL], Foretelling(_grouped(shown), len(others))))


def _grouped(told: list[Told]) -> tuple[Foretold, ...]:
    names: dict[tuple[str, str, str], list[str]] = {}
    for one in told:
        names.setdefault((one.words.lang, one.words.subject, one.words.body), []).append(one.name)
    return tuple(Foretold(tuple(readers), *words) for words, readers in names.items())


def foretold(step: str) -> Foretelling | None:
    """What the form of this step would have people told; None when that was not asked."""
    asked, found = g.get(_KEPT, ("", None))
    return found if asked == step else None


if foretell not in foretellers:
    foretellers.append(foretell)
