"""What is written about people, kept in memory to be looked through when no index answers, until someone is written.

Nothing here is shown: who was found is read again from the database, as the reader may see them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa

from portal import policies
from portal.core.bits import members
from portal.core.edition import kept, present_mark
from portal.core.folding import fold_text
from portal.core.postings import Postings, Vocabulary
from portal.extensions import db
from portal.organization.models import Person, Unit
from portal.organization.queries import still_here
from portal.skills.words import Word, holding, read_ids
from portal.talents.edition import NAME
from portal.talents.models import Experience, HeldSkill, Profile, Section
from portal.talents.visibility import if_open, narrowed


@dataclass(frozen=True)
class Told:
    """People, at positions by name: their kind, the public id of their unit, what is written about them, their skills.

    `short` is what everyone may read, `whole` what employees may: the same rule as `talents.queries.visible_to`, and
    nothing of a section that is not for everyone inside.
    """

    ids: Sequence[int]
    kinds: Postings[str]
    units: Postings[str]
    short: Vocabulary
    whole: Vocabulary
    skilled: Postings[int]

    def found(self, actor: Person, words: Sequence[Word], kinds: Collection[str], units: Collection[str]) -> int:
        """The people of these kinds and units (of all when none is named) about whom `actor` may read every word."""
        found = (1 << len(self.ids)) - 1
        if kinds:
            found &= self.kinds.having(kinds)
        if units:
            found &= self.units.having(units)
        texts = self.whole if policies.is_employee(actor) else self.short
        for word in words:
            found &= holding(word, texts, self.skilled)
        return found

    def page(self, found: int, *, start: int, count: int) -> list[int]:
        """The ids of a page of people, by name."""
        return [self.ids[place] for place in islice(members(found), start, start + count)]


def told() -> Told:
    """What is written as the database stands: one small query, and a reading of everyone after a write."""
    return kept(NAME, present_mark(NAME), _read)


def _read() -> Told:
    past, held = _past(), _held()
    names = (Person.given_name, Person.family_name, Profile.headline_fr, Profile.headline_en)
    rows = db.session.execute(
        sa.select(
            *(Person.id, sa.type_coerce(Person.kind, sa.String), Unit.public_id, *names),
            Person.job_title,
            *(if_open(Section.SUMMARY, text) for text in (Profile.summary_fr, Profile.summary_en)),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(Profile, Profile.person_id == Person.id)
        .where(still_here())
        .order_by(Person.family_name, Person.given_name, Person.id)
    ).all()
    short = [_folded(row[3:7]) for row in rows]
    rest = (_folded((*row[7:], past.get(row.id))) for row in rows)
    return Told(
        ids=[row.id for row in rows],
        kinds=Postings(((row[1],) for row in rows), len(rows)),
        units=Postings(((row[2],) for row in rows), len(rows)),
        short=Vocabulary(short),
        whole=Vocabulary([f"{first} {second}" for first, second in zip(short, rest, strict=True)]),
        skilled=Postings((held.get(row.id, ()) for row in rows), len(rows)),
    )


def _folded(texts: Iterable[str | None]) -> str:
    return fold_text(" ".join(filter(None, texts))) or ""


def _past() -> dict[int, str]:
    """The titles of everyone's experience."""
    titles = sa.func.aggregate_strings(Experience.title_fr + " " + Experience.title_en, " ")
    told = Experience.person_id.not_in(narrowed(Section.EXPERIENCE))
    rows = db.session.execute(sa.select(Experience.person_id, titles).where(told).group_by(Experience.person_id))
    return {row.person_id: row[1] for row in rows}


def _held() -> dict[int, Sequence[int]]:
    """The ids of the skills that everyone holds."""
    ids = sa.func.aggregate_strings(sa.cast(HeldSkill.skill_id, sa.String), " ")
    told = HeldSkill.person_id.not_in(narrowed(Section.SKILLS))
    rows = db.session.execute(sa.select(HeldSkill.person_id, ids).where(told).group_by(HeldSkill.person_id))
    return {person_id: read_ids(text) for person_id, text in rows}
