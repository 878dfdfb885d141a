"""A table of skills, experience and languages, as anyone can make one in a spreadsheet. One thing a line, a header
first: kind, name, level, organization, from, to, text, in French too. Only `kind` and `name` must be there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from portal.core.i18n import lazy_gettext as _l
from portal.skills.folding import fold
from portal.talents.cv.reading import words
from portal.talents.cv.reading.guard import MOST_ENTRIES, one_line, paragraphs, refuse
from portal.talents.cv.reading.limits import NAME, Cutter
from portal.talents.cv.resume import TABLE, FoundLanguage, FoundOccupation, FoundSkill, Resume

COLUMNS = {
    "kind": ("kind", "type", "nature", "genre"),
    "name": ("name", "nom", "title", "titre", "intitule"),
    "level": ("level", "niveau"),
    "organization": ("organization", "organisation", "company", "entreprise", "societe"),
    "from": ("from", "du", "de", "debut", "start"),
    "to": ("to", "au", "a", "fin", "end"),
    "text": ("text", "texte", "summary", "resume", "description"),
}
KINDS = {
    "skill": ("skill", "competence"),
    "experience": ("experience", "occupation", "poste", "emploi", "job"),
    "language": ("language", "langue"),
}
MOST_LINES = 1000
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def read(data: bytes, lang: str) -> Resume:
    """A table in UTF-8 or Windows-1252, parted by commas or semicolons. Raises `Invalid` with the line at fault."""
    rows = _rows(_decode(data))
    columns = _header(next(rows, []))
    occupations: list[FoundOccupation] = []
    skills: list[FoundSkill] = []
    languages: list[FoundLanguage] = []
    cutter = Cutter()
    for number, cells in enumerate(rows, start=2):
        if number > MOST_LINES:
            raise refuse(_l("This table has more than 1,000 lines."))
        values = {name: _cell(cells, place) for name, place in columns.items()}
        if not values["kind"] and not values["name"]:
            continue
        kind = next((kind for kind, names in KINDS.items() if fold(values["kind"]) in names), None)
        name = one_line(values["name"])[:NAME]
        if kind is None or not name:
            raise refuse(_l("Line %(line)s: write skill, experience or language, then a name.", line=number))
        if kind == "skill":
            skills.append(FoundSkill(name, words.level_of(values.get("level", ""))))
        elif kind == "language":
            level = words.spoken_level(values.get("level", ""))
            languages.append(FoundLanguage(name, words.language_code(name), level))
        else:
            occupations.append(cutter.occupation(_occupation(values, lang)))
    return Resume(
        TABLE,
        lang,
        occupations=tuple(occupations[:MOST_ENTRIES]),
        skills=tuple(skills[:MOST_ENTRIES]),
        languages=tuple(languages[:MOST_ENTRIES]),
        was_cut=cutter.was_cut or max(len(occupations), len(skills), len(languages)) > MOST_ENTRIES,
    )


def _decode(data: bytes) -> str:
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")):
        raise refuse(_l("This file is not a table in text. Save it as CSV in UTF-8."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse(_l("This file is neither in UTF-8 nor in Windows-1252."))


def _rows(text: str) -> Iterator[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        yield from (cells for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(cells))
    except csv.Error:
        raise refuse(_l("A line of this table is too long, or its quotation marks do not match.")) from None


def _header(cells: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, title in enumerate(cells):
        name = next((name for name, titles in COLUMNS.items() if fold(title) in titles), None)
        if name is not None:
            places.setdefault(name, place)
    if not {"kind", "name"} <= places.keys():
        raise refuse(_l("The first line of the table must name its columns: at least kind and name."))
    return places


def _cell(cells: list[str], place: int) -> str:
    """A value, without the apostrophe that keeps a spreadsheet from computing it."""
    text = paragraphs(cells[place]) if place < len(cells) else ""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(_FORMULA) else text


def _occupation(values: dict[str, str], lang: str) -> FoundOccupation:
    ended = values.get("to", "")
    ended_on = words.last_day(ended)
    return FoundOccupation(
        title={lang: one_line(values["name"])},
        organization=one_line(values.get("organization", "")),
        started_on=words.first_day(values.get("from", "")),
        ended_on=ended_on,
        end_is_unread=ended_on is None and not words.is_ongoing(ended),
        summary={lang: values.get("text", "")},
    )
