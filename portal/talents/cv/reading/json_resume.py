"""JSON Resume, schema 1.0.0 (https://jsonresume.org/schema): one language, to which our own files add the other one
under `transverse`, as the schema lets any program add what it needs.
"""

from __future__ import annotations

from typing import Any

from portal.core.i18n import LOCALES
from portal.core.i18n import lazy_gettext as _l
from portal.talents.cv.reading import words
from portal.talents.cv.reading.guard import MOST_ENTRIES, entries, one_line, paragraphs, part, refuse, strings
from portal.talents.cv.reading.limits import HEADLINE, NAME, SUMMARY, Cutter
from portal.talents.cv.resume import JSON_RESUME, FoundLanguage, FoundOccupation, FoundSkill, Resume, Texts

OURS = "transverse"
SECTIONS = (
    "basics work volunteer education awards certificates publications skills languages interests references projects"
).split()
# Sections and parts that a profile has no place for.
_APART = ("education", "awards", "certificates", "publications", "interests", "references", "projects")


def read(document: dict[str, Any], lang: str) -> Resume:
    """A JSON Resume document. Raises `Invalid` when it has none of its sections."""
    if not any(name in document for name in SECTIONS):
        raise refuse(_l("This JSON file is neither a JSON Resume nor a Europass CV."))
    stated = part(document, "meta", OURS, "language")
    lang = stated if isinstance(stated, str) and stated in LOCALES else lang
    basics = document.get("basics") if isinstance(document.get("basics"), dict) else {}
    cutter = Cutter()
    work = [_occupation(one, "name", lang) for one in entries(document.get("work"))]
    work += [_occupation(one, "organization", lang) for one in entries(document.get("volunteer"))]
    return Resume(
        source=JSON_RESUME,
        lang=lang,
        name=one_line(part(basics, "name"))[:NAME],
        headline=cutter.texts(_both(basics, "label", lang, one_line), HEADLINE),
        summary=cutter.texts(_both(basics, "summary", lang, paragraphs), SUMMARY),
        occupations=tuple(cutter.occupation(one) for one in work),
        skills=tuple(_skills(document.get("skills")))[:MOST_ENTRIES],
        languages=tuple(_languages(document.get("languages"))),
        left_out=_left_out(document, basics),
        was_cut=cutter.was_cut,
    )


def _both(entry: Any, name: str, lang: str, read_text: Any) -> Texts:
    """A text in the language of the file. A file of ours has it in both: it is believed unless the text was changed."""
    text = read_text(part(entry, name))
    ours = {other: read_text(part(entry, OURS, name, other)) for other in LOCALES}
    texts = ours if text in ours.values() else {**ours, lang: text}
    return {key: said for key, said in texts.items() if said}


def _occupation(entry: dict[str, Any], named: str, lang: str) -> FoundOccupation:
    ended = one_line(entry.get("endDate"))
    ended_on = words.last_day(ended)
    summary = paragraphs(entry.get("summary"))
    highlights = [words.BULLET + one for one in strings(entry.get("highlights"))]
    texts = _both({**entry, "summary": "\n\n".join(filter(None, [summary, *highlights]))}, "summary", lang, paragraphs)
    return FoundOccupation(
        title=_both(entry, "position", lang, one_line),
        organization=one_line(entry.get(named)),
        started_on=words.first_day(one_line(entry.get("startDate"))),
        ended_on=ended_on,
        end_is_unread=ended_on is None and not words.is_ongoing(ended),
        summary=texts,
    )


def _skills(value: Any) -> list[FoundSkill]:
    """Names, then key words: many files write a group as the name and the skills as its words."""
    found: list[FoundSkill] = []
    for entry in entries(value):
        said = one_line(entry.get("level"))
        level = words.level_of(said)
        names = [one_line(entry.get("name")), *strings(entry.get("keywords"))]
        found.extend(FoundSkill(name[:NAME], level) for name in names if name)
    return found


def _languages(value: Any) -> list[FoundLanguage]:
    found = []
    for entry in entries(value):
        name = one_line(entry.get("language"))[:NAME]
        if name:
            level = words.spoken_level(one_line(entry.get("fluency")))
            found.append(FoundLanguage(name, words.language_code(name), level))
    return found


def _left_out(document: dict[str, Any], basics: Any) -> dict[str, int]:
    counts = {name: len(entries(document.get(name))) for name in _APART}
    counts["contact"] = sum(bool(part(basics, name)) for name in ("phone", "url", "profiles"))
    counts["photo"] = int(bool(part(basics, "image")))
    occupations = entries(document.get("work")) + entries(document.get("volunteer"))
    counts["details"] = sum(any(one.get(name) for name in ("url", "location", "description")) for one in occupations)
    return {name: count for name, count in counts.items() if count}
