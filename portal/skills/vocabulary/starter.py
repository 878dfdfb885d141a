"""The vocabulary that comes with the portal: the digital and everyday terms that classifications lack."""

from __future__ import annotations

import csv
from pathlib import Path

from portal.skills.vocabulary.entry import Entry, Family, alternatives, tidy

FOLDER = Path(__file__).resolve().parent.parent / "starter"
SOURCE = "starter"


def rows(name: str, folder: Path) -> list[dict[str, str]]:
    """The lines of one of its tables, by the names of their columns."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_starter(folder: Path = FOLDER) -> tuple[list[Family], list[Entry]]:
    """Its families and skills."""
    families = [
        Family(f"{SOURCE}:{row['key']}", tidy(row["name_fr"]), tidy(row["name_en"]))
        for row in rows("families.csv", folder)
    ]
    entries = [
        Entry(
            key=f"{SOURCE}:{row['key']}",
            source=SOURCE,
            family=f"{SOURCE}:{row['family']}",
            label_fr=tidy(row["label_fr"]),
            label_en=tidy(row["label_en"]),
            description_fr=tidy(row["description_fr"]),
            description_en=tidy(row["description_en"]),
            alternatives_fr=alternatives(row["alt_fr"].split("|"), tidy(row["label_fr"])),
            alternatives_en=alternatives(row["alt_en"].split("|"), tidy(row["label_en"])),
        )
        for row in rows("skills.csv", folder)
    ]
    return families, entries
