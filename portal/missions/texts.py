"""What the words of a question are looked for in, mission by mission, when no index answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

import sqlalchemy as sa

from portal.core.folding import fold_text
from portal.extensions import db
from portal.missions.models import NOTHING_WRITTEN, Mission, Seat, SeatSkill
from portal.skills.folding import fold
from portal.skills.models import SkillLabel

MOST_WORDS = 8


@dataclass(frozen=True)
class Texts:
    """By position: what was written, as `Mission.folded` keeps it, and the ids of the skills asked."""

    written: Sequence[str]
    skills: Sequence[Sequence[str]]

    def holding(self, word: str, among: Iterable[int]) -> list[int]:
        """The positions, of those given, where a folded word stands in what was written or in a name of a skill."""
        asked = skills_named(word)
        written, skills = self.written, self.skills
        return [place for place in among if word in written[place] or not asked.isdisjoint(skills[place])]

    def titled(self, words: Sequence[str], among: Iterable[int], locale: str) -> list[int]:
        """The positions, of those given, where every folded word stands in the title of that language."""
        line = 0 if locale == "fr" else 1
        titles = ((place, self.written[place].split("\n", 2)[line]) for place in among)
        return [place for place, title in titles if all(word in title for word in words)]


def words_of(text: str) -> list[str]:
    """The folded words of a question, at most `MOST_WORDS`."""
    return (fold_text(text) or "").split()[:MOST_WORDS]


def skills_named(word: str) -> frozenset[str]:
    """The ids of the skills that have `word` in one of their names, as text."""
    folded = fold(word)
    if not folded:
        return frozenset()
    holds = SkillLabel.folded.contains(folded, autoescape=True)
    return frozenset(map(str, db.session.scalars(sa.select(SkillLabel.skill_id).where(holds))))


def read_texts(positions: Mapping[int, int]) -> Texts:
    """The texts of the missions at these positions."""
    written = [NOTHING_WRITTEN] * len(positions)
    skills: list[Sequence[str]] = [()] * len(positions)
    for mission_id, folded in db.session.execute(sa.select(Mission.id, Mission.folded)):
        if mission_id in positions:
            written[positions[mission_id]] = folded
    asked = sa.func.aggregate_strings(sa.cast(SeatSkill.skill_id, sa.String), " ")
    rows = sa.select(Seat.mission_id, asked).join(SeatSkill, SeatSkill.seat_id == Seat.id).group_by(Seat.mission_id)
    for mission_id, ids in db.session.execute(rows):
        if mission_id in positions:
            skills[positions[mission_id]] = tuple(map(intern, ids.split()))
    return Texts(written, skills)
