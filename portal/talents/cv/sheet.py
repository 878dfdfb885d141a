"""What a CV shows, in one language, in words: the same for the page that is printed and for the PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date

from portal.core import bilingual
from portal.core.bilingual import Text
from portal.core.i18n import LOCALES, ngettext, speaking
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.talents.cv.reading.words import BULLET
from portal.talents.labels import LEVEL_WORD, SPOKEN
from portal.talents.queries import ProfilePage, SkillLine
from portal.talents.wording import language_name

# What may be shown, in the order of the sheet. A photo is no part of it: see `talents.photo`.
PARTS = {
    "summary": _l("Summary"),
    "experience": _l("Experience"),
    "skills": _l("Skills"),
    "languages": _l("Languages"),
    "job": _l("My job title and unit"),
    "contact": _l("My address and place"),
}

PAGE = "{page}"


@dataclass(frozen=True)
class Options:
    """What its owner wants on the sheet: parts by their keys, and the language."""

    lang: str
    parts: frozenset[str] = frozenset(PARTS)

    @classmethod
    def read(cls, asked: Mapping[str, str], parts: Sequence[str], lang: str) -> Options:
        """From an address. Without `chosen` nobody chose yet: everything is shown."""
        stated = asked.get("lang", "")
        shown = frozenset(parts) & PARTS.keys() if "chosen" in asked else frozenset(PARTS)
        return cls(stated if stated in LOCALES else lang, shown)

    @property
    def params(self) -> dict[str, str | list[str]]:
        """The address that `read` understands."""
        return {"chosen": "1", "lang": self.lang, "part": [key for key in PARTS if key in self.parts]}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a text, or an item of a list."""

    text: str
    is_item: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of a part. `lang` is the language its words are really in."""

    title: str
    lang: str
    detail: str = ""
    period: str = ""
    level: int = 0
    text: tuple[Paragraph, ...] = ()
    text_lang: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the sheet, under its title."""

    key: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Sheet:
    """A CV in one language. `contact` stands under the name, one thing each; `foot` on each page after the first, with
    the number of the page in the place of `PAGE`.
    """

    lang: str
    title: str
    name: str
    headline: Text
    contact: tuple[str, ...]
    foot: str
    summary: tuple[Paragraph, ...] = ()
    summary_lang: str = ""
    parts: tuple[Part, ...] = field(default_factory=tuple)


def build(page: ProfilePage, options: Options) -> Sheet:
    """The sheet of someone's own profile, read in the language of the sheet."""
    lang, profile = options.lang, page.profile
    summary = bilingual.pick(profile, "summary", lang) if "summary" in options.parts else Text("", lang)
    with speaking(lang):
        return Sheet(
            lang=lang,
            title=_("%(name)s, CV", name=page.person.full_name),
            name=page.person.full_name,
            headline=bilingual.pick(profile, "headline", lang),
            contact=_contact(page, options),
            foot=_("%(name)s, page %(number)s", name=page.person.full_name, number=PAGE),
            summary=paragraphs(summary.text),
            summary_lang=summary.lang,
            parts=tuple(part for part in _parts(page, options) if part.entries),
        )


def _contact(page: ProfilePage, options: Options) -> tuple[str, ...]:
    person = page.person
    lines: list[str] = []
    if "job" in options.parts:
        lines += [person.job_title, page.unit.text]
    if "contact" in options.parts:
        lines += [person.email, person.place]
    return tuple(line for line in lines if line)


def _parts(page: ProfilePage, options: Options) -> list[Part]:
    lang = options.lang
    made = {
        "experience": tuple(_experience(one, lang) for one in page.experiences),
        "skills": tuple(_skill(line) for line in page.skills),
        "languages": tuple(
            Entry(_capital(language_name(one.code)), lang, str(SPOKEN[one.level])) for one in page.languages
        ),
    }
    return [Part(key, str(PARTS[key]), entries) for key, entries in made.items() if key in options.parts]


def _experience(experience: Any, lang: str) -> Entry:
    title, about = (bilingual.pick(experience, name, lang) for name in ("title", "summary"))
    last = _month(experience.ended_on, lang) if experience.ended_on else _("today")
    return Entry(
        title=title.text,
        lang=title.lang,
        detail=experience.organization,
        period=f"{_month(experience.started_on, lang)} – {last}",
        text=paragraphs(about.text),
        text_lang=about.lang,
    )


def _skill(line: SkillLine) -> Entry:
    missions = line.evidence.missions
    attested = ngettext("attested on %(num)d mission", "attested on %(num)d missions", missions) if missions else ""
    words = ", ".join(filter(None, [str(LEVEL_WORD[line.level]), attested]))
    return Entry(line.label.text, line.label.lang, words, level=line.level)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """A text cut where its lines are empty; a paragraph that begins with a bullet is an item."""
    parts = (part.strip() for part in text.split("\n\n"))
    return tuple(Paragraph(part.removeprefix(BULLET), part.startswith(BULLET)) for part in parts if part)


def _month(day: date, lang: str) -> str:
    return format_date(day, "LLLL y", locale=lang)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
