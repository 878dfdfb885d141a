"""How clear a brief is before anyone applies: which of nine points it says, in words rather than in a score.

The points are those that freelancers and employees ask for first. What is said in one language is said: the other one
is a matter of translation. A part with a place left to fill in, in either language, is not said yet. Wording that
describes employment is pointed out where externals may join.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.core.folding import fold_text
from portal.core.i18n import lazy_gettext as _l
from portal.missions.blanks import blanks_of
from portal.missions.models import Audience, Mission
from portal.missions.rules import NEEDED_IN_BRIEF
from portal.organization.models import Kind

LEAST_POINTS = 7
"""How many of the nine a mission says before it is submitted; what it must change and deliver are always among them."""
LEAST_WORDS = 2

_WRITTEN: Mapping[str, Any] = {
    "context": _l("Say where it starts from, and for whom it is a difficulty."),
    "objective": NEEDED_IN_BRIEF["objective"],
    "deliverables": NEEDED_IN_BRIEF["deliverables"],
    "success_sign": _l("Say how one will know that it worked."),
    "tools": _l("Name the tools, the data and who opens the access."),
    "contact": _l("Say who welcomes people and answers them: the referent of an external."),
    "what_next": _l("Say what comes next for whoever takes part."),
}
COLUMNS = tuple(f"{name}_{locale}" for name in _WRITTEN for locale in ("fr", "en"))
_EFFORT = _l("Describe a place, and the share of the week that it asks.")
_DATES = _l("Say from which week to which one.")

# Who works under orders, at hours and with leave set by the organization, is an employee: courts look for these signs.
_ORDERS = re.compile(
    r"""\b(?: sous\ l.autorite | lien\ hierarchique | (?:votre|son|du)\ (?:manager|superieur|responsable\ hierarchique)
          | horaires?\ (?:de\ travail|fixes|imposes) | conges? | pointage | sanctions? | prime | salaires?
          | embauches? | entretien\ annuel | reports?\ to | line\ manager | (?:your|the)\ (?:boss|supervisor)
          | working\ hours | annual\ leave | time\ ?sheets? | disciplin\w+ | salary | bonus | appraisal ) \b""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Point:
    """One of the nine: the part of the form where it stands, whether it is said, and what to add otherwise.

    `blanks` are the texts that keep it from being said: {column: what to fill in there}.
    """

    name: str
    is_said: bool
    advice: Any
    blanks: Mapping[str, Any] = field(default_factory=dict)

    def asks(self, locale: str) -> dict[str, Any]:
        """{form field: what to say there}: the texts at fault, else the one in this language."""
        return {**self.blanks} or {self.name if self.name == "seats" else f"{self.name}_{locale}": self.advice}


@dataclass(frozen=True)
class Clarity:
    """What a brief says, and the words in it that describe employment, as they are written."""

    points: tuple[Point, ...]
    orders: tuple[str, ...]

    @property
    def said(self) -> int:
        """How many points are said."""
        return sum(point.is_said for point in self.points)

    @property
    def missing(self) -> list[Point]:
        """Those that are not."""
        return [point for point in self.points if not point.is_said]

    @property
    def is_enough(self) -> bool:
        """Whether the mission may be submitted so."""
        return self.said >= LEAST_POINTS


def clarity_of(texts: Mapping[str, str], *, places: int, audience: Audience) -> Clarity:
    """The clarity of a brief, from its texts by the names of their columns (`objective_fr`…), its number of places,
    which all have a share and weeks, and whom it addresses.
    """
    points = [_point(texts, name, advice) for name, advice in _WRITTEN.items()]
    points += [Point("seats", places > 0, advice) for advice in (_EFFORT, _DATES)]
    return Clarity(tuple(points), orders_in(texts, audience))


def orders_in(texts: Mapping[str, str], audience: Audience) -> tuple[str, ...]:
    """The words of these texts that describe employment, as they are written; none where no external may join."""
    return tuple(_orders(texts)) if audience.includes(Kind.FREELANCE) else ()


def clarity_of_mission(mission: Mission) -> Clarity:
    """The clarity of a mission as it is written."""
    texts = {name: getattr(mission.brief, name) or "" for name in COLUMNS}
    return clarity_of(texts, places=len(mission.seats), audience=mission.audience)


def unclear(mission: Mission, locale: str) -> dict[str, Any]:
    """{form field: what to add} for the points that a mission leaves out, when they are too many to submit it."""
    clarity = clarity_of_mission(mission)
    if clarity.is_enough:
        return {}
    return {name: sentence for point in clarity.missing for name, sentence in point.asks(locale).items()}


def _point(texts: Mapping[str, str], name: str, advice: Any) -> Point:
    """A part that still holds a place to fill in, in either language, says nothing yet."""
    blanks = blanks_of(texts, name)
    return Point(name, not blanks and _is_said(texts, name), advice, blanks)


def _is_said(texts: Mapping[str, str], name: str) -> bool:
    return any(len(texts.get(f"{name}_{locale}", "").split()) >= LEAST_WORDS for locale in ("fr", "en"))


def _orders(texts: Mapping[str, str]) -> Iterator[str]:
    """Each such wording once, as written."""
    seen: set[str] = set()
    for text in texts.values():
        folded = fold_text(text) or ""
        for match in _ORDERS.finditer(folded):
            if match.group() not in seen:
                seen.add(match.group())
                yield text[match.start() : match.end()] if len(folded) == len(text) else match.group()
