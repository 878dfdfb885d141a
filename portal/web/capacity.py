"""The table of a team's weeks, as `ui.capacity` draws it: each week in the steps that the style sheet knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

STEP = 5  # percent


class Cell(NamedTuple):
    """One week of one person, in percents of it; `off` says why they are away, and then nothing else counts."""

    classes: str
    percent: int
    ask: int
    over: bool
    off: Any


class Line(NamedTuple):
    """One person and their weeks; `has_line` when a ceiling below the whole week is drawn."""

    name: str
    href: str | None
    is_current: bool
    has_line: bool
    cells: list[Cell]


class Weeks(NamedTuple):
    """The lines, and which signs stand in them, so that the legend says these and no other."""

    lines: list[Line]
    ask: bool
    off: bool
    over: bool
    ceiling: bool


def capacity_weeks(rows: Iterable[Mapping[str, Any]]) -> Weeks:
    """What `ui.capacity` draws of its `rows`, which it describes."""
    lines = [_line(row) for row in rows]
    cells = [cell for line in lines for cell in line.cells]
    return Weeks(
        lines,
        ask=any(cell.ask for cell in cells),
        off=any(cell.off for cell in cells),
        over=any(cell.over for cell in cells),
        ceiling=any(" c-" in cell.classes for cell in cells),
    )


def _line(row: Mapping[str, Any]) -> Line:
    ceiling = row.get("ceiling") or 0
    limit = f" c-{_step(ceiling, STEP)}" if ceiling else ""
    cells = [_cell(cell, limit) for cell in row["cells"]]
    return Line(row["name"], row.get("href"), bool(row.get("current")), 0 < ceiling < 100, cells)


def _cell(cell: Mapping[str, Any], limit: str) -> Cell:
    if cell.get("off"):
        return Cell("off", 0, 0, False, cell["off"])
    return _week(round(cell["percent"]), round(cell.get("ask") or 0), bool(cell.get("over")), limit)


@lru_cache(maxsize=1024)
def _week(percent: int, ask: int, over: bool, limit: str) -> Cell:
    asked = f" ask a-{_step(ask, STEP)}" if ask else ""
    return Cell(f"l-{_step(percent)}{asked}{' over' if over else ''}{limit}", percent, ask, over, None)


def _step(percent: float, least: int = 0) -> int:
    """The step of the style sheet nearest to a percent, from `least` to 100."""
    return min(100, max(least, int((percent + 2) // STEP * STEP)))
