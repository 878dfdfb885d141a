"""Folders in ESCO's layout, written from the plain sample that is kept beside the tests."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "esco"
Row = dict[str, str]


def write_sample(folder: Path, change: Callable[[list[Row]], list[Row]] = lambda rows: rows) -> Path:
    """The sample as compressed files in `folder`, its skills passed through `change`."""
    folder.mkdir(parents=True, exist_ok=True)
    for plain in sorted(SAMPLE.glob("*.csv")):
        with plain.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        _write(folder / f"{plain.name}.gz", change(rows) if plain.name == "skills.csv" else rows, [*rows[0]])
    return folder


def rewrite(file: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    """One file of such a folder, its rows passed through `change`."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    _write(file, change(rows), [*rows[0]])


def _write(file: Path, rows: list[Row], columns: list[str]) -> None:
    with gzip.open(file, "wt", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        writer.writerows(rows)


def changed(rows: list[Row], number: str, **fields: str) -> list[Row]:
    """The rows with some fields of one skill written otherwise."""
    return [{**row, **fields} if row["id"] == number else row for row in rows]
