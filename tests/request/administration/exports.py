"""HR exports for tests: the cast as a file, with lines changed, added or dropped."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

import sqlalchemy as sa

from portal.extensions import db
from tests.cast import PEOPLE

COLUMNS = "identifier given_name family_name email kind unit manager job_title place language firm daily_rate".split()
FRENCH = "identifiant prénom nom courriel type entité manager poste lieu langue société tjm".split()
Row = dict[str, str]


def cast_rows() -> list[Row]:
    """The cast as an export would have them, with the firm that consultants and temps must have."""
    numbers = {name: f"T{number:03}" for number, name in enumerate(PEOPLE, start=1)}
    rows = []
    for name, (given, family, kind, unit, manager, _roles) in PEOPLE.items():
        row = dict.fromkeys(COLUMNS, "")
        row.update(identifier=numbers[name], given_name=given, family_name=family, email=f"{name}@merane.example")
        row.update(kind=kind.value, unit=unit, manager=numbers[manager] if manager else "", language="en")
        if kind.value in ("consultant", "temp"):
            row["firm"] = "Brévane Conseil"
        rows.append(row)
    return rows


def new_row(number: int, **fields: str) -> Row:
    """A new employee of Marketing who reports to Nadia."""
    row = dict.fromkeys(COLUMNS, "")
    row.update(identifier=f"N{number:05}", given_name="Nour", family_name=f"Nouveau {number}")
    row.update(email=f"n{number}@merane.example", kind="employee", unit="MKT", manager="T003", language="fr")
    return {**row, **fields}


def as_csv(rows: list[Row], *, delimiter: str = ",", headers: list[str] = COLUMNS, encoding: str = "utf-8") -> bytes:
    """The file of these rows."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(headers)
    writer.writerows([row[name] for name in COLUMNS] for row in rows)
    return out.getvalue().encode(encoding)


def digests() -> dict[str, str]:
    """A fingerprint of the rows of every table."""
    db.session.rollback()
    found = {}
    for name, table in db.metadata.tables.items():
        rows: Any = db.session.execute(sa.select(table).order_by(*table.primary_key.columns)).all()
        found[name] = hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
    db.session.rollback()
    return found
