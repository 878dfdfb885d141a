"""Europass, as people have it on their disks: the XML of today's profile (root `Candidate`, on HR-XML), and the XML
or JSON of the CV editor before 2020 (root `SkillsPassport`, with `LearnerInfo`).
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from portal.core.i18n import LOCALES
from portal.core.i18n import lazy_gettext as _l
from portal.talents.cv.reading import candidate, words
from portal.talents.cv.reading.guard import MOST_ENTRIES, entries, load_xml, one_line, part, plain, refuse
from portal.talents.cv.reading.limits import HEADLINE, NAME, SUMMARY, Cutter
from portal.talents.cv.resume import EUROPASS, FoundLanguage, FoundOccupation, FoundSkill, Resume
from portal.talents.models import SpokenLevel

STATEMENT = "personal_statement"
# Parts that a profile has no place for, and what they are called in `wording.LEFT_OUT`.
_APART = {"Education": "education", "Achievement": "awards", "ReferenceTo": "references"}


def read_xml(data: bytes, lang: str) -> Resume:
    """A Europass document in XML. Raises `Invalid`."""
    root = load_xml(data)
    name = local(root)
    if name == "Candidate":
        return candidate.read(root, lang)
    if name in ("SkillsPassport", "Europass"):
        return read_json({"SkillsPassport": _as_json(root)}, lang)
    raise refuse(_l("This XML file is not a Europass CV."))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _as_json(element: Element) -> Any:
    """An element in the shape of the JSON of the same editor: `XList` is a list `X`, dates are figures."""
    if not len(element) and not element.attrib:
        return element.text or ""
    shape: dict[str, Any] = {key.capitalize(): value.strip("-") for key, value in element.attrib.items()}
    for child in element:
        name = local(child)
        if name.endswith("List"):
            shape[name.removesuffix("List")] = [_as_json(one) for one in child]
        else:
            shape[name] = _as_json(child)
    return shape


def read_json(document: dict[str, Any], lang: str) -> Resume:
    """A `SkillsPassport`, from JSON or from XML brought to the same shape."""
    passport = document["SkillsPassport"]
    learner = part(passport, "LearnerInfo")
    stated = one_line(part(passport, "Locale"))[:2].lower()
    lang = stated if stated in LOCALES else lang
    cutter = Cutter()
    headline = one_line(part(learner, "Headline", "Description", "Label"))
    is_statement = part(learner, "Headline", "Type", "Code") == STATEMENT
    names = (part(learner, "Identification", "PersonName", name) for name in ("FirstName", "Surname"))
    work = [_occupation(one, lang) for one in entries(part(learner, "WorkExperience"))]
    return Resume(
        source=EUROPASS,
        lang=lang,
        name=" ".join(filter(None, map(one_line, names)))[:NAME],
        headline=cutter.texts({} if is_statement else {lang: headline}, HEADLINE),
        summary=cutter.texts({lang: headline} if is_statement else {}, SUMMARY),
        occupations=tuple(cutter.occupation(one) for one in work),
        skills=tuple(_skills(part(learner, "Skills", "Computer", "Description"))),
        languages=tuple(_languages(part(learner, "Skills", "Linguistic"))),
        left_out=_left_out(learner),
        was_cut=cutter.was_cut,
    )


def _occupation(entry: dict[str, Any], lang: str) -> FoundOccupation:
    period = part(entry, "Period")
    is_current = str(part(period, "Current")).lower() == "true"
    ended = "" if is_current else _date(part(period, "To"))
    ended_on = words.last_day(ended)
    return FoundOccupation(
        title={lang: one_line(part(entry, "Position", "Label"))},
        organization=one_line(part(entry, "Employer", "Name")),
        started_on=words.first_day(_date(part(period, "From"))),
        ended_on=ended_on,
        end_is_unread=ended_on is None and not words.is_ongoing(ended),
        summary={lang: plain(part(entry, "Activities"))},
    )


def _date(value: Any) -> str:
    parts = [one_line(part(value, name)).strip("-") for name in ("Year", "Month", "Day")]
    written = parts[: parts.index("")] if "" in parts else parts
    return "-".join(one.zfill(2) for one in written)


def _skills(value: Any) -> list[FoundSkill]:
    """The pieces of the text about computers: only those that are exactly a name of the library will be proposed."""
    pieces = (one_line(piece.strip(" •-.")) for piece in re.split(r"[\n,;|/•]", plain(value)))
    return [FoundSkill(piece) for piece in pieces if 1 < len(piece) <= 60][:MOST_ENTRIES]


def _languages(value: Any) -> list[FoundLanguage]:
    found = []
    for entry in entries(part(value, "MotherTongue")):
        found.append(_language(entry, SpokenLevel.NATIVE.value))
    for entry in entries(part(value, "ForeignLanguage")):
        levels = part(entry, "ProficiencyLevel")
        said = [one_line(one) for one in levels.values()] if isinstance(levels, dict) else []
        found.append(_language(entry, lowest(said)))
    return [one for one in found if one.name]


def _language(entry: dict[str, Any], level: str | None) -> FoundLanguage:
    code, name = (one_line(part(entry, "Description", key)) for key in ("Code", "Label"))
    return FoundLanguage((name or code)[:NAME], words.language_code(code) or words.language_code(name), level)


def lowest(said: list[str]) -> str | None:
    """The lowest of the levels said for listening, reading, speaking and writing: it claims nothing more."""
    levels = [level for level in map(words.spoken_level, said) if level]
    return min(levels, default=None)


def _left_out(learner: Any) -> dict[str, int]:
    counts = {code: len(entries(part(learner, name))) for name, code in _APART.items()}
    identification = part(learner, "Identification")
    counts["photo"] = int(bool(part(identification, "Photo")))
    counts["contact"] = int(bool(part(identification, "ContactInfo")))
    return {name: count for name, count in counts.items() if count}
