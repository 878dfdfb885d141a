"""Reading occupations: those that come with the portal, and ESCO's."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.skills.folding import fold
from portal.skills.occupations.entry import OccupationEntry
from portal.skills.vocabulary import esco, starter
from portal.skills.vocabulary.entry import LONGEST_LABEL, tidy

OCCUPATION_URI = "http://data.europa.eu/esco/occupation/"
BEGINNING = 3  # letters that both names of a pair begin with
OCCUPATIONS, RELATIONS = "occupations.csv.gz", "occupation_skills.csv.gz"


def names(texts: Iterable[str], label: str) -> tuple[str, ...]:
    """The names worth keeping beside a label, each folded form once, in sorted order. “Acheteur/acheteuse” is two."""
    kept: dict[str, str] = {}
    known = fold(label)
    for text in sorted(tidy(half) for one in (*texts, label) for half in _apart(one)):
        folded = fold(text)
        if folded and folded != known:
            kept.setdefault(folded, text[:LONGEST_LABEL])
    return tuple(sorted(kept.values()))


def _label(text: str) -> str:
    """A label with room around the stroke of a pair, which is too long for one line."""
    return "\u00a0/ ".join(map(tidy, _apart(text)))[:LONGEST_LABEL]


def _apart(text: str) -> list[str]:
    """Both names of a pair, which begin alike; else the text, whose stroke is something else (“UX/UI designer”)."""
    if "/" not in text:
        return [text]
    halves = text.split("/")
    return halves if len({fold(half)[:BEGINNING] for half in halves}) == 1 else [text]


def read_starter(folder: Path = starter.FOLDER) -> list[OccupationEntry]:
    """The occupations that come with the portal, of skills of the starter vocabulary."""
    return [
        OccupationEntry(
            key=f"{starter.SOURCE}:{row['key']}",
            source=starter.SOURCE,
            label_fr=_label(row["label_fr"]),
            label_en=_label(row["label_en"]),
            names_fr=names(row["alt_fr"].split("|"), tidy(row["label_fr"])),
            names_en=names(row["alt_en"].split("|"), tidy(row["label_en"])),
            essential=_keys(row["essential"]),
            optional=_keys(row["optional"]),
        )
        for row in starter.rows("occupations.csv", folder)
    ]


def _keys(listed: str) -> tuple[str, ...]:
    return tuple(sorted(f"{starter.SOURCE}:{key}" for key in listed.split("|") if key))


def has_occupations(folder: Path) -> bool:
    """Whether a folder of ESCO holds occupations beside the skills."""
    return (folder / OCCUPATIONS).is_file() and (folder / RELATIONS).is_file()


def read_esco(folder: Path) -> list[OccupationEntry]:
    """ESCO's occupations, from a folder of compressed CSV files. Raises `Invalid` when one is unreadable."""
    try:
        uris = {row["id"]: esco.SKILL_URI + row["uuid"] for row in esco.rows(folder / "skills.csv.gz")}
        taken: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in esco.rows(folder / RELATIONS):
            taken[row["occ_id"], row["relation"]].append(uris.get(row["skill_id"], ""))
        return [_entry(row, taken[row["id"], "e"], taken[row["id"], "o"]) for row in esco.rows(folder / OCCUPATIONS)]
    except (KeyError, ValueError, OSError, EOFError, csv.Error) as error:
        raise Invalid(
            _l("This folder cannot be read: %(error)s.", error=repr(error)), code="esco.unreadable"
        ) from error


def _entry(row: esco.Row, essential: Iterable[str], optional: Iterable[str]) -> OccupationEntry:
    label_fr = _label(row["label_fr"] or row["label_en"])
    label_en = _label(row["label_en"] or row["label_fr"])
    always = set(essential) - {""}
    return OccupationEntry(
        key=OCCUPATION_URI + row["uuid"],
        source=esco.SOURCE,
        label_fr=label_fr,
        label_en=label_en,
        names_fr=names(row["alt_fr"].split("|"), label_fr),
        names_en=names(row["alt_en"].split("|"), label_en),
        essential=tuple(sorted(always)),
        optional=tuple(sorted(set(optional) - always - {""})),
    )
