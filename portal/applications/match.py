"""What a seat asks beside what someone holds, skill by skill. Levels go from 1 to 4; no score, no automatic refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


class Match(NamedTuple):
    """Every skill asked, the required ones first."""

    asks: tuple[Ask, ...]

    @property
    def met(self) -> int:
        """How many are held at the level asked."""
        return sum(ask.is_met for ask in self.asks)

    @property
    def below(self) -> int:
        """How many are held at a lower level."""
        return sum(ask.is_below for ask in self.asks)

    @property
    def missing(self) -> int:
        """How many are not held."""
        return len(self.asks) - self.met - self.below

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many are held, held at a lower level, and missing: what `ui.fit` draws."""
        met, below = self.met, self.below
        return met, below, len(self.asks) - met - below

    def in_words(self) -> str:
        """The match as a sentence, in the reader's language."""
        total = len(self.asks)
        words: str
        if not total:
            words = _("No skill asked")
        elif self.met == total:
            words = ngettext("The skill asked", "All %(num)s skills", total)
        elif not self.met and not self.below:
            words = ngettext("Not the skill asked", "None of the %(num)d skills", total)
        elif not self.met:
            words = ngettext(
                "%(num)d skill of %(total)s, at a lower level",
                "%(num)d skills of %(total)s, at a lower level",
                self.below,
                total=total,
            )
        else:
            words = ngettext("%(num)d skill of %(total)s", "%(num)d skills of %(total)s", self.met, total=total)
            if self.below:
                words += ", " + ngettext("%(num)d at a lower level", "%(num)d at a lower level", self.below)
        return words


def compare(asked: Iterable[Asked], held: Mapping[int, int]) -> Match:
    """Hold what a seat asks against the levels someone holds ({skill id: level})."""
    asks = [Ask(one, held.get(one.skill_id, 0)) for one in asked]
    return Match(tuple(sorted(asks, key=lambda ask: not ask.is_required)))
