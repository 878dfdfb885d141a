"""Tables for spreadsheets: what people typed must never run as a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from flask import Response

from portal.core.tables import FORMULA


def safe_cell(value: Any) -> str:
    """A value as the text of a cell. Text that a spreadsheet would compute is kept as text by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.strip("\t\r\n \x00\xa0\ufeff").startswith(FORMULA) else text


def csv_text(rows: Iterable[Sequence[Any]], locale: str) -> str:
    """Rows as CSV, the first one being the titles. French spreadsheets part cells by semicolons."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if locale == "fr" else ",", lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
    return written.getvalue()


def csv_response(filename: str, rows: Iterable[Sequence[Any]], locale: str) -> Response:
    """The table as a file to save, in UTF-8 with the mark that spreadsheets need to read the accents."""
    response = Response("\ufeff" + csv_text(rows, locale), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response
