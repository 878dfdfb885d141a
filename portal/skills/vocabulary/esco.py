"""Reading ESCO, the classification of the European Commission, from a folder of compressed CSV files.

What is modified: labels begin with a capital and have typographic apostrophes, doubles are dropped, skills are put
under some twenty families made of the top levels of ESCO's groups. Alternative labels that ESCO gives as one unsplit
string are left out, since nothing says where one ends.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.skills.vocabulary.entry import LONGEST_LABEL, Entry, Family, alternatives, capitalised, tidy

SOURCE = "esco"
SKILL_URI = "http://data.europa.eu/esco/skill/"
FILES = ("skills.csv.gz", "skill_groups.csv.gz", "skill_broader_skill.csv.gz")
DEEPEST = 12
_ACRONYMS = {"(tic)": "(TIC)", "(icts)": "(ICT)"}

Row = dict[str, str]


def rows(path: Path) -> Iterator[Row]:
    """The lines of a compressed table, by the names of its columns."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def family_code(group: str) -> str:
    """The top-level group of a group's code: S4.8.1 is under S4, 0613 under 06, T3.2 under T, L1 under L."""
    return group[:1] if group[:1] in ("L", "T") else group[:2]


def _family_name(text: str) -> str:
    name = capitalised(tidy(text))
    for lower, upper in _ACRONYMS.items():
        name = name.replace(lower, upper)
    return name


def read_families(folder: Path) -> list[Family]:
    """The groups that people browse by."""
    return [
        Family(f"{SOURCE}:{row['code']}", _family_name(row["label_fr"]), _family_name(row["label_en"]))
        for row in rows(folder / "skill_groups.csv.gz")
        if family_code(row["code"]) == row["code"]
    ]


def _broader(folder: Path) -> dict[str, str]:
    """For each skill that hangs under others, the one with the smallest number."""
    above: dict[str, str] = {}
    for row in rows(folder / "skill_broader_skill.csv.gz"):
        skill, broader = row["skill_id"], row["broader_skill_id"]
        if skill not in above or int(broader) < int(above[skill]):
            above[skill] = broader
    return above


def _family_of(skill: str, groups: Mapping[str, str], above: Mapping[str, str]) -> str:
    """The family of a skill's first group, or of the nearest broader skill that has one; else empty."""
    for _ in range(DEEPEST):
        if groups.get(skill):
            return f"{SOURCE}:{family_code(groups[skill].split('|')[0])}"
        if skill not in above:
            break
        skill = above[skill]
    return ""


def _entry(row: Row, family: str) -> Entry:
    label_fr = capitalised(tidy(row["label_fr"] or row["label_en"]))[:LONGEST_LABEL]
    label_en = capitalised(tidy(row["label_en"] or row["label_fr"]))[:LONGEST_LABEL]
    return Entry(
        key=SKILL_URI + row["uuid"],
        source=SOURCE,
        family=family,
        label_fr=label_fr,
        label_en=label_en,
        description_fr=tidy(row["desc_fr"]),
        description_en=tidy(row["desc_en"]),
        alternatives_fr=alternatives(row["alt_fr"].split("|"), label_fr),
        alternatives_en=alternatives(row["alt_en"].split("|"), label_en),
    )


def read_esco(folder: Path) -> tuple[list[Family], list[Entry]]:
    """The families that hold a skill, and the skills. Raises `Invalid` when a file is missing or unreadable."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise Invalid(_l("These files are missing: %(names)s.", names=", ".join(missing)), code="esco.files")
    try:
        skills = list(rows(folder / "skills.csv.gz"))
        groups = {row["id"]: row["group_codes"] for row in skills}
        above = _broader(folder)
        entries = [_entry(row, _family_of(row["id"], groups, above)) for row in skills]
        families = read_families(folder)
    except (KeyError, ValueError, OSError, EOFError, csv.Error) as error:
        raise Invalid(
            _l("This folder cannot be read: %(error)s.", error=repr(error)), code="esco.unreadable"
        ) from error
    used = {entry.family for entry in entries}
    return [family for family in families if family.key in used], entries
