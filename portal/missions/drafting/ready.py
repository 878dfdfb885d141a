"""Ready briefs: the usual kinds of missions, every part begun in both languages, with places left to fill in.

Each is a TOML file of the folder `ready_briefs`; its name is its key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.core import clock
from portal.core.bilingual import Text, pick
from portal.core.i18n import LOCALES
from portal.missions.drafting.copies import STARTS_IN
from portal.missions.models import BRIEF_FIELDS

FOLDER = Path(__file__).parent / "ready_briefs"
TEXTS = ("title", "summary", *BRIEF_FIELDS)


@dataclass(frozen=True)
class ReadyBrief:
    """One of them. `texts` has a text for each of `TEXTS` in each language, `seat` a name in each; the share is a
    percent of a week.
    """

    key: str
    name_fr: str
    name_en: str
    about_fr: str
    about_en: str
    texts: Mapping[str, str]
    seat: Mapping[str, str]
    percent: int
    weeks: int

    def named(self, name: str, locale: str) -> Text:
        """Its `name` or what it is `about`, in a language."""
        return pick(self, name, locale)

    def begun(self, locales: tuple[str, ...]) -> dict[str, Any]:
        """What the form begins with: the texts in these languages, and one place that begins three weeks from now."""
        first = clock.this_week() + timedelta(weeks=STARTS_IN)
        seat = {
            **{f"title_{locale}": self.seat[f"title_{locale}"] for locale in locales},
            "percent": self.percent,
            "first_week": first,
            "last_week": first + timedelta(weeks=self.weeks - 1),
            "skills": [{}],
        }
        texts = {f"{name}_{locale}": self.texts[f"{name}_{locale}"] for name in TEXTS for locale in locales}
        return {**texts, "seats": [seat]}


@cache
def ready_briefs() -> tuple[ReadyBrief, ...]:
    """All of them, in the order they are offered."""
    return tuple(one for _order, one in sorted(map(_read, FOLDER.glob("*.toml")), key=lambda pair: pair[0]))


def ready_brief(key: str) -> ReadyBrief | None:
    """The one of this key, if there is one."""
    return next((one for one in ready_briefs() if one.key == key), None)


def languages_of(chosen: str, own: str) -> tuple[str, ...]:
    """The languages that someone chose to write in: `fr`, `en` or `both`, else their own."""
    if chosen == "both":
        return tuple(LOCALES)
    return (chosen,) if chosen in LOCALES else (own,)


def _read(path: Path) -> tuple[int, ReadyBrief]:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = {name: text.strip() for name, text in said.pop("text").items()}
    return said.pop("order"), ReadyBrief(path.stem, texts=texts, **said)
