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
            reader = csv.DictReader(file)
            rows = list(reader)
            columns = list(reader.fieldnames or ())
        if plain.name == "skills.csv":
            rows = change(rows)
        with gzip.open(folder / f"{plain.name}.gz", "wt", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def changed(rows: list[Row], number: str, **fields: str) -> list[Row]:
    """The rows with some fields of one skill written otherwise."""
    return [{**row, **fields} if row["id"] == number else row for row in rows]
