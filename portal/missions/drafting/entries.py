"""Rows added to a form and taken away from it without a script, on the names its fields are sent under.

A list of rows is sent as `seats-0-title`, `seats-1-title`…, one inside another as `seats-0-skills-2-label`. These
functions read and write those names only, so that everything typed is kept, even what is not valid yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Pairs = list[tuple[str, str]]


def _row(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(prefix)}-([0-9]{{1,6}})-(.+)", re.DOTALL)


def rows_of(pairs: Iterable[tuple[str, str]], prefix: str) -> list[int]:
    """The numbers of the rows sent under a prefix, in ascending order."""
    pattern = _row(prefix)
    return sorted({int(found[1]) for name, _value in pairs if (found := pattern.fullmatch(name))})


def numbered_without_gaps(pairs: Pairs, prefix: str, most: int | None = None) -> Pairs:
    """The same pairs with the rows of a prefix numbered 0, 1, 2…, those past the first `most` left out."""
    pattern = _row(prefix)
    numbers = {old: new for new, old in enumerate(rows_of(pairs, prefix)[:most])}
    renamed: Pairs = []
    for name, value in pairs:
        found = pattern.fullmatch(name)
        if not found:
            renamed.append((name, value))
        elif int(found[1]) in numbers:
            renamed.append((f"{prefix}-{numbers[int(found[1])]}-{found[2]}", value))
    return renamed


def without_row(pairs: Pairs, prefix: str, number: int) -> Pairs:
    """The same pairs without row `number` of a prefix, the rows below it moved up."""
    return numbered_without_gaps([pair for pair in pairs if not pair[0].startswith(f"{prefix}-{number}-")], prefix)


def read_action(text: str) -> tuple[str, tuple[int, ...]]:
    """What a button asks: `remove_skill-1-2` is ("remove_skill", (1, 2)); anything unreadable is ("save", ())."""
    found = re.fullmatch(r"([a-z_]{1,20})((?:-\d{1,3}){0,2})", text)
    if not found:
        return "save", ()
    return found[1], tuple(int(number) for number in found[2].split("-")[1:])
