"""What a place asks beside what someone holds, in numbers. Levels go from 1 to 4; no score, no automatic refusal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.missions.models import SeatSkill

if TYPE_CHECKING:
    from portal.missions.rows import AskedSkill


# What a skill asked counts for, in halves: held at the level asked, or at a lower one.
MET, BELOW = 2, 1


def credit(level: int, asked: int) -> int:
    """What holding a skill at `level` (0 when it is not held) counts for where `asked` is."""
    return MET if level >= asked else BELOW if level else 0


class Fit(NamedTuple):
    """How many of the skills asked someone holds at the level asked, at a lower one, or not at all."""

    met: int = 0
    below: int = 0
    missing: int = 0

    @property
    def total(self) -> int:
        """How many skills are asked."""
        return self.met + self.below + self.missing

    @property
    def share(self) -> float:
        """How much of what is asked is held, from 0 to 1: a skill held at a lower level counts for half."""
        return (self.met * MET + self.below * BELOW) / (self.total * MET) if self.total else 0.0

    def in_words(self) -> str:
        """How many of the skills asked are held, in the reader's language."""
        if not self.total:
            return _("No skill asked")
        if self.met == self.total:
            return ngettext("The skill asked", "All %(num)d skills", self.total)
        if not self.met and not self.below:
            return ngettext("Not the skill asked", "None of the %(num)d skills", self.total)
        if not self.met:
            return ngettext(
                "%(num)d of %(total)s skills, at a lower level",
                "%(num)d of %(total)s skills, at a lower level",
                self.below,
                total=self.total,
            )
        met = ngettext("%(num)d of %(total)s skills", "%(num)d of %(total)s skills", self.met, total=self.total)
        if not self.below:
            return met
        below = ngettext("%(num)d at a lower level", "%(num)d at a lower level", self.below)
        return f"{met}, {below}"


def fit_of(asked: Collection[SeatSkill | AskedSkill], held: Mapping[int, int]) -> Fit:
    """The skills asked beside the levels held ({skill id: level})."""
    met = below = 0
    for skill in asked:
        level = held.get(skill.skill_id, 0)
        if level >= skill.level:
            met += 1
        elif level:
            below += 1
    return Fit(met, below, len(asked) - met - below)
