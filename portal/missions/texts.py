"""What the words of a question are looked for in, mission by mission, when no index answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from portal.extensions import db
from portal.missions.models import NOTHING_WRITTEN, Mission, Seat, SeatSkill
from portal.skills.words import Skilled, Word, holding, read_ids


@dataclass(frozen=True)
class Texts:
    """By position: what was written, as `Mission.folded` keeps it, and the skills asked."""

    written: Sequence[str]
    skilled: Skilled

    def holding(self, word: Word, among: Sequence[int]) -> list[int]:
        """The positions, of those given, where a word stands in what was written or in a name of a skill."""
        return holding(word, self.written, self.skilled, among)

    def titled(self, words: Sequence[Word], among: Iterable[int], locale: str) -> list[int]:
        """The positions, of those given, where every word stands in the title of that language."""
        line = 0 if locale == "fr" else 1
        titles = ((position, self.written[position].split("\n", 2)[line]) for position in among)
        return [position for position, title in titles if all(word.text in title for word in words)]


def read_texts(positions: Mapping[int, int]) -> Texts:
    """The texts of the missions at these positions ({id: position})."""
    written = [NOTHING_WRITTEN] * len(positions)
    skills: list[Sequence[int]] = [()] * len(positions)
    for mission_id, folded in db.session.execute(sa.select(Mission.id, Mission.folded)):
        if mission_id in positions:
            written[positions[mission_id]] = folded
    asked = sa.func.aggregate_strings(sa.cast(SeatSkill.skill_id, sa.String), " ")
    rows = sa.select(Seat.mission_id, asked).join(SeatSkill, SeatSkill.seat_id == Seat.id).group_by(Seat.mission_id)
    for mission_id, ids in db.session.execute(rows):
        if mission_id in positions:
            skills[positions[mission_id]] = read_ids(ids)
    return Texts(written, Skilled.of(skills))
