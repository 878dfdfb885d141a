"""Tables that people send: from the bytes of a file to named values, line by line. Knows no database and no person."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.core.folding import fold_text
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l

DELIMITERS = (",", ";")
# Of a few letters each, the lines of ten megabytes would fill the memory.
MOST_LINES = 50_000
MOST_COLUMNS = 200
# What makes a spreadsheet read a cell as a formula (OWASP, « CSV injection »), full-width forms included.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Characters that turn the direction of what follows: a name could be made to read as another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Problem:
    """Why a file is refused. `line` counts from 1, the header included; 0 is for the file as a whole."""

    line: int
    reason: Any
    is_about_units: bool = False

    def __str__(self) -> str:
        if not self.line:
            return str(_("The whole file: %(reason)s", reason=self.reason))
        if self.is_about_units:
            return str(_("Units, line %(line)s: %(reason)s", line=self.line, reason=self.reason))
        return str(_("Line %(line)s: %(reason)s", line=self.line, reason=self.reason))


@dataclass(frozen=True)
class Columns:
    """The columns a file may have: folded header to our name; `required` ones must be there."""

    names: Mapping[str, str]
    required: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """The values of one line by our column names, trimmed and composed."""

    line: int
    values: dict[str, str]


@dataclass
class Table:
    """A file read. `titles` are its headers as written, by our names; `ignored` those that mean nothing to us."""

    titles: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_windows_1252: bool = False


def read_table(data: bytes, columns: Columns) -> Table:
    """Read a CSV file: UTF-8 with or without its mark, else Windows-1252; commas or semicolons; any column order. One
    with too many lines or columns is a problem, and is read no further.
    """
    table = Table()
    text = _decode(data, table)
    if text is None:
        return table
    lines = _lines(text)
    header = next(((line, cells) for line, cells in lines if cells is None or any(cells)), None)
    if header is None:
        table.problems.append(Problem(0, _l("the file is empty")))
        return table
    if len(header[1] or ()) > MOST_COLUMNS:
        table.problems.append(Problem(header[0], _l("more than %(count)s columns", count=MOST_COLUMNS)))
        return table
    places = _read_header(header, columns, table)
    if not table.problems:
        _read_lines(lines, places, table)
    return table


def _read_lines(lines: Iterator[tuple[int, list[str] | None]], places: list[str | None], table: Table) -> None:
    for line, cells in lines:
        if line > MOST_LINES:
            table.rows.clear()
            table.problems.append(Problem(0, _l("it has more than %(count)s lines: split it", count=MOST_LINES)))
            return
        _read_line(line, cells, places, table)


def _decode(data: bytes, table: Table) -> str | None:
    if data.startswith(_UTF16_MARKS):
        table.problems.append(Problem(0, _l("the file is in UTF-16: save it as CSV in UTF-8")))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        table.problems.append(Problem(0, _l("the file is neither in UTF-8 nor in Windows-1252")))
        return None
    table.is_windows_1252 = True
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Every line with the number it begins at; None for one that cannot be cut into values."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None
        else:
            yield line, [unicodedata.normalize("NFC", cell).strip() for cell in cells]


def _delimiter(text: str) -> str:
    """The one that the first line with something in it has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _read_header(header: tuple[int, list[str] | None], columns: Columns, table: Table) -> list[str | None]:
    line, cells = header
    places: list[str | None] = []
    for title in cells or ():
        name = columns.names.get(" ".join(re.split(r"[\s_-]+", fold_text(title) or "")))
        places.append(name)
        if name is None:
            table.ignored.extend([title] if title else [])
        elif name in table.titles:
            table.problems.append(
                Problem(line, _l("two columns are the same: %(one)s, %(two)s", one=table.titles[name], two=title))
            )
        else:
            table.titles[name] = title
    missing = [name for name in columns.required if name not in table.titles]
    if missing:
        table.problems.append(Problem(line, _l("these columns are missing: %(names)s", names=", ".join(missing))))
    return places


def _read_line(line: int, cells: list[str] | None, places: list[str | None], table: Table) -> None:
    if cells is None:
        table.problems.append(Problem(line, _l("a quotation mark is missing or misplaced")))
        return
    if not any(cells):
        return
    if len(cells) != len(places):
        table.problems.append(
            Problem(
                line, _l("%(found)s values where %(expected)s are expected", found=len(cells), expected=len(places))
            )
        )
        return
    values = {name: cell for name, cell in zip(places, cells, strict=True) if name is not None}
    for name, value in values.items():
        if not value.isprintable() and has_control_character(value):
            reason = _l("%(column)s holds a control character", column=table.titles[name])
            table.problems.append(Problem(line, reason))
    table.rows.append(Row(line, values))


def has_control_character(text: str) -> bool:
    """Whether a text holds a control character, a line separator or one that turns the direction of writing."""
    return any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in _TURNING for c in text)


def restored(cell: str) -> str:
    """A value without the apostrophe that keeps a spreadsheet from computing it (`portal.web.csv.safe_cell`)."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(FORMULA) else cell
