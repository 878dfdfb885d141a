"""What a file says of a working life, whatever its format: the one shape that is compared with a profile."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from portal.core.i18n import LOCALES

# A text by language (`fr`, `en`); absent where the file says nothing.
Texts = dict[str, str]

JSON_RESUME, EUROPASS, TABLE = "json_resume", "europass", "csv"


@dataclass(frozen=True)
class FoundOccupation:
    """One occupation. `started_on` is None when the file does not say, or says what is no date; `ended_on` is None
    for one that goes on, unless `end_is_unread`.
    """

    title: Texts
    organization: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    end_is_unread: bool = False
    summary: Texts = field(default_factory=dict)

    @property
    def any_title(self) -> str:
        """The title in the first language that has one."""
        return next((self.title[lang] for lang in LOCALES if self.title.get(lang)), "")


@dataclass(frozen=True)
class FoundSkill:
    """A skill as the file names it. `level` is from 1 to 4; None when the file does not say."""

    name: str
    level: int | None = None


@dataclass(frozen=True)
class FoundLanguage:
    """A language as the file names it. `code` is ISO 639-1; `level` is a `SpokenLevel`; None when not understood."""

    name: str
    code: str | None = None
    level: str | None = None


@dataclass(frozen=True)
class Resume:
    """A file read. `left_out` counts what a profile has no place for, by a code of `wording.LEFT_OUT`."""

    source: str
    lang: str
    name: str = ""
    headline: Texts = field(default_factory=dict)
    summary: Texts = field(default_factory=dict)
    occupations: tuple[FoundOccupation, ...] = ()
    skills: tuple[FoundSkill, ...] = ()
    languages: tuple[FoundLanguage, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the file says nothing that a profile holds."""
        texts = (*self.headline.values(), *self.summary.values())
        return not (any(texts) or self.occupations or self.skills or self.languages)

    def to_json(self) -> dict[str, Any]:
        """As it is kept between the preview and the confirmation."""
        kept = asdict(self)
        for occupation in kept["occupations"]:
            for name in ("started_on", "ended_on"):
                occupation[name] = occupation[name].isoformat() if occupation[name] else None
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Resume:
        """What `to_json` wrote."""
        days = ("started_on", "ended_on")
        occupations = (
            FoundOccupation(**{**one, **{day: date.fromisoformat(one[day]) if one[day] else None for day in days}})
            for one in kept["occupations"]
        )
        return cls(
            **{
                **kept,
                "occupations": tuple(occupations),
                "skills": tuple(FoundSkill(**one) for one in kept["skills"]),
                "languages": tuple(FoundLanguage(**one) for one in kept["languages"]),
            }
        )
