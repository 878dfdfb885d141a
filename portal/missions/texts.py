"""What the words of a question are looked for in, mission by mission, when no index answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from portal.core.bits import EVERYTHING
from portal.core.i18n import LOCALES
from portal.core.postings import Postings, Vocabulary
from portal.extensions import db
from portal.missions.models import NOTHING_WRITTEN, Mission, Seat, SeatSkill
from portal.skills.words import Word, holding, read_ids


@dataclass(frozen=True)
class Texts:
    """What was written, as `Mission.folded` keeps it, the titles by language, and the skills asked."""

    written: Vocabulary
    titles: Mapping[str, Vocabulary]
    skilled: Postings[int]

    def holding(self, word: Word) -> int:
        """The missions where a word stands in what was written or in a name of a skill."""
        return holding(word, self.written, self.skilled)

    def titled(self, words: Collection[Word], locale: str) -> int:
        """The missions where every word stands in the title of that language."""
        found = EVERYTHING
        for word in words:
            found &= self.titles[locale].holding(word.text)
        return found


def read_texts(positions: Mapping[int, int]) -> Texts:
    """The texts of the missions at these positions ({id: position})."""
    written = [NOTHING_WRITTEN] * len(positions)
    skills: list[Collection[int]] = [()] * len(positions)
    for mission_id, folded in db.session.execute(sa.select(Mission.id, Mission.folded)):
        if mission_id in positions:
            written[positions[mission_id]] = folded
    asked = sa.func.aggregate_strings(sa.cast(SeatSkill.skill_id, sa.String), " ")
    rows = sa.select(Seat.mission_id, asked).join(SeatSkill, SeatSkill.seat_id == Seat.id).group_by(Seat.mission_id)
    for mission_id, ids in db.session.execute(rows):
        if mission_id in positions:
            skills[positions[mission_id]] = set(read_ids(ids))
    lines = [folded.split("\n", 2) for folded in written]
    titles = {locale: Vocabulary([line[number] for line in lines]) for number, locale in enumerate(LOCALES)}
    return Texts(Vocabulary(written), titles, Postings(skills, len(skills)))
