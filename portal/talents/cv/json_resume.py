"""One's profile as a JSON Resume (schema 1.0.0), with everything that the schema has and a profile holds.

The schema has one language. A text that stands in both is added in both under `transverse`, as the schema allows, so
that a file of ours read again loses nothing.
"""

from __future__ import annotations

from typing import Any

from portal.core import bilingual, clock
from portal.core.i18n import LOCALES, other_locale, speaking
from portal.talents.cv.reading.json_resume import OURS
from portal.talents.cv.reading.words import BULLET
from portal.talents.labels import LEVEL_WORD, SPOKEN
from portal.talents.queries import ProfilePage, SkillLine
from portal.talents.wording import language_name

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def build(page: ProfilePage, lang: str) -> dict[str, Any]:
    """The document in the language the page was read in, a text falling back to the other one.

    For the person themselves: their address is in it. What they would rather avoid is not.
    """
    person, profile = page.person, page.profile
    with speaking(lang):
        document: dict[str, Any] = {
            "$schema": SCHEMA,
            "basics": _full(
                name=person.full_name,
                label=bilingual.pick(profile, "headline", lang).text,
                email=person.email,
                summary=bilingual.pick(profile, "summary", lang).text,
                location=_full(city=person.place),
                **_ours(profile, {"label": "headline", "summary": "summary"}, lang),
            ),
            "work": [_work(one, lang) for one in page.experiences],
            "skills": [_skill(line) for line in page.skills],
            "languages": [_language(one) for one in page.languages],
        }
    changed_at = profile.updated_at or clock.now()
    document["meta"] = {
        "version": "v1.0.0",
        "lastModified": changed_at.strftime("%Y-%m-%dT%H:%M:%S"),
        OURS: {"language": lang},
    }
    return {key: value for key, value in document.items() if value}


def _full(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _ours(subject: Any, names: dict[str, str], lang: str) -> dict[str, Any]:
    """Both languages of the texts that are not only in `lang`, by their names in the schema."""
    other = other_locale(lang)
    texts = {
        key: _full(**{one: getattr(subject, f"{name}_{one}") for one in LOCALES})
        for key, name in names.items()
        if getattr(subject, f"{name}_{other}")
    }
    return {OURS: texts} if texts else {}


def _work(experience: Any, lang: str) -> dict[str, Any]:
    parts = bilingual.pick(experience, "summary", lang).text.split("\n\n")
    highlights: list[str] = []
    while parts and parts[-1].startswith(BULLET):
        highlights.insert(0, parts.pop().removeprefix(BULLET))
    return _full(
        name=experience.organization,
        position=bilingual.pick(experience, "title", lang).text,
        startDate=experience.started_on.isoformat(),
        endDate=experience.ended_on.isoformat() if experience.ended_on else "",
        summary="\n\n".join(parts),
        highlights=highlights,
        **_ours(experience, {"position": "title", "summary": "summary"}, lang),
    )


def _skill(line: SkillLine) -> dict[str, Any]:
    """The level that the person declares: read again, the file must change nothing."""
    return {"name": line.label.text, "level": str(LEVEL_WORD[line.declared])}


def _language(spoken: Any) -> dict[str, Any]:
    return {"language": language_name(spoken.code), "fluency": str(SPOKEN[spoken.level])}
