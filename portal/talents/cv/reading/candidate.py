"""The XML of today's Europass profile: `Candidate`, on HR-XML 3.0. Elements stand in four namespaces; only their
local names are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from portal.core.i18n import LOCALES
from portal.talents.cv.reading import words
from portal.talents.cv.reading.guard import MOST_ENTRIES, one_line, plain
from portal.talents.cv.reading.limits import NAME, SUMMARY, Cutter
from portal.talents.cv.resume import EUROPASS, FoundLanguage, FoundOccupation, FoundSkill, Resume
from portal.talents.models import SpokenLevel

# Parts that a profile has no place for, and what they are called in `wording.LEFT_OUT`.
_APART = {
    "EducationHistory": "education",
    "Certifications": "certificates",
    "PublicationHistory": "publications",
    "Projects": "projects",
    "Attachment": "attachments",
    "HobbiesAndInterests": "interests",
}


def read(root: Element, lang: str) -> Resume:
    """A `Candidate`, in the first of its languages that is ours."""
    profiles = list(_children(root, "CandidateProfile"))
    ours = [one for one in profiles if _language_of(one) in LOCALES]
    profile = (ours or profiles or [root])[0]
    lang = _language_of(profile) if ours else lang
    person = _first(root, "CandidatePerson")
    cutter = Cutter()
    names = (_text(person, "PersonName", name) for name in ("GivenName", "FamilyName"))
    return Resume(
        source=EUROPASS,
        lang=lang,
        name=" ".join(filter(None, names))[:NAME],
        summary=cutter.texts({lang: plain(_raw(profile, "ExecutiveSummary"))}, SUMMARY),
        occupations=tuple(cutter.occupation(one) for one in _occupations(profile, lang)),
        skills=tuple(_skills(profile)),
        languages=tuple(_languages(person, profile)),
        left_out=_left_out(person, profile),
        was_cut=cutter.was_cut,
    )


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _language_of(profile: Element) -> str:
    return (profile.get("languageCode") or "")[:2].lower()


def _children(element: Element | None, name: str) -> Iterator[Element]:
    if element is not None:
        yield from (child for child in element if _name(child) == name)


def _first(element: Element | None, *names: str) -> Element | None:
    for name in names:
        element = next(_children(element, name), None)
    return element


def _raw(element: Element | None, *names: str) -> str:
    found = _first(element, *names)
    return (found.text or "") if found is not None else ""


def _text(element: Element | None, *names: str) -> str:
    return one_line(_raw(element, *names))


def _occupations(profile: Element, lang: str) -> list[FoundOccupation]:
    found = []
    for employer in _children(_first(profile, "EmploymentHistory"), "EmployerHistory"):
        for position in _children(employer, "PositionHistory"):
            found.append(_occupation(_text(employer, "OrganizationName"), position, lang))
    return found[:MOST_ENTRIES]


def _occupation(organization: str, position: Element, lang: str) -> FoundOccupation:
    period = _first(position, "EmploymentPeriod")
    is_current = "true" in (_text(period, "CurrentIndicator"), _text(position, "CurrentIndicator"))
    ended = "" if is_current else _text(period, "EndDate", "FormattedDateTime")
    ended_on = words.last_day(ended)
    return FoundOccupation(
        title={lang: _text(position, "PositionTitle")},
        organization=organization,
        started_on=words.first_day(_text(period, "StartDate", "FormattedDateTime")),
        ended_on=ended_on,
        end_is_unread=ended_on is None and not words.is_ongoing(ended),
        summary={lang: plain(_raw(position, "Description"))},
    )


def _competencies(profile: Element, taxonomy: str) -> Iterator[Element]:
    for one in _children(_first(profile, "PersonQualifications"), "PersonCompetency"):
        if _text(one, "TaxonomyID").lower().replace("_", "") == taxonomy:
            yield one


def _skills(profile: Element) -> list[FoundSkill]:
    named = [_text(one, "CompetencyName") for one in _competencies(profile, "digitalskill")]
    for group in _children(_first(profile, "DigitalSkills"), "DigitalSkillsGroup"):
        named += [one_line(skill.text) for skill in _children(group, "DigitalSkill")]
    return [FoundSkill(name[:NAME]) for name in named if name][:MOST_ENTRIES]


def _languages(person: Element | None, profile: Element) -> list[FoundLanguage]:
    native = [one_line(one.text) for one in _children(person, "PrimaryLanguageCode")]
    found = [_language(code, SpokenLevel.NATIVE.value) for code in native if code]
    for one in _competencies(profile, "language"):
        scores = [_text(dimension, "Score", "ScoreText") for dimension in _children(one, "CompetencyDimension")]
        code = _text(one, "CompetencyID") or _text(one, "CompetencyName")
        levels = [level for level in map(words.spoken_level, scores) if level]
        if code and code not in native:
            found.append(_language(code, min(levels, default=None)))
    return found[:MOST_ENTRIES]


def _language(code: str, level: str | None) -> FoundLanguage:
    return FoundLanguage(code[:NAME], words.language_code(code), level)


def _left_out(person: Element | None, profile: Element) -> dict[str, int]:
    counts = {code: len(list(_children(profile, name))) for name, code in _APART.items()}
    history = _first(profile, "EducationHistory")
    counts["education"] = len(history) if history is not None else 0
    counts["contact"] = int(next(_children(person, "Communication"), None) is not None)
    return {name: count for name, count in counts.items() if count}
