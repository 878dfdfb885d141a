"""What a seat asks beside what someone holds, skill by skill. Levels go from 1 to 4; no score, no automatic refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.missions.models import Necessity


class Asked(NamedTuple):
    """One skill a seat asks, with its names."""

    skill_id: int
    level: int
    necessity: Necessity
    label_fr: str
    label_en: str


class Ask(NamedTuple):
    """One skill a seat asks, and the level held (0 when it is not)."""

    asked: Asked
    held: int

    @property
    def is_met(self) -> bool:
        """Whether it is held at the level asked or above."""
        return self.held >= self.asked.level

    @property
    def is_below(self) -> bool:
        """Whether it is held, at a lower level."""
        return 0 < self.held < self.asked.level

    @property
    def is_required(self) -> bool:
        """Whether the seat needs it, or would only like it."""
        return self.asked.necessity is Necessity.REQUIRED


class Counts(NamedTuple):
    """How many skills are held at the level asked, held at a lower one, and missing: what `ui.fit` draws."""

    met: int
    below: int
    missing: int

    def in_words(self) -> str:
        """The match as a sentence, in the reader's language."""
        met, below, missing = self
        total = met + below + missing
        words: str
        if not total:
            words = _("No skill asked")
        elif met == total:
            words = ngettext("The skill asked", "All %(num)s skills", total)
        elif not met and not below:
            words = ngettext("Not the skill asked", "None of the %(num)d skills", total)
        elif not met:
            words = ngettext(
                "%(num)d skill of %(total)s, at a lower level",
                "%(num)d skills of %(total)s, at a lower level",
                below,
                total=total,
            )
        else:
            words = ngettext("%(num)d skill of %(total)s", "%(num)d skills of %(total)s", met, total=total)
            if below:
                words += ", " + ngettext("%(num)d at a lower level", "%(num)d at a lower level", below)
        return words


class Match(NamedTuple):
    """Every skill asked, the required ones first."""

    asks: tuple[Ask, ...]

    @property
    def counts(self) -> Counts:
        """How many are met."""
        return _counted(self.asks)


def compare(asked: Iterable[Asked], held: Mapping[int, int]) -> Match:
    """Hold what a seat asks against the levels someone holds ({skill id: level})."""
    asks = [Ask(one, held.get(one.skill_id, 0)) for one in asked]
    return Match(tuple(sorted(asks, key=lambda ask: not ask.is_required)))


def count(asked: Iterable[Asked], held: Mapping[int, int]) -> Counts:
    """The counts of `compare`, for those who read no more of it."""
    return _counted([Ask(one, held.get(one.skill_id, 0)) for one in asked])


def _counted(asks: Sequence[Ask]) -> Counts:
    met = sum(ask.is_met for ask in asks)
    below = sum(ask.is_below for ask in asks)
    return Counts(met, below, len(asks) - met - below)
