"""What is written about people, kept in memory to be looked through when no index answers, until someone is written.

Nothing here is shown: who was found is read again from the database, as the reader may see them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa

from portal import policies
from portal.core import clock
from portal.core.bits import members
from portal.core.edition import kept, present_mark
from portal.core.folding import fold_text
from portal.core.postings import Postings, Vocabulary
from portal.extensions import db
from portal.organization.models import Person, Unit
from portal.organization.queries import still_here
from portal.skills.levels import met_by
from portal.skills.models import Skill
from portal.skills.words import Word, holding, read_ids
from portal.talents.availability.free import Away, Said, free_values
from portal.talents.availability.models import Pause
from portal.talents.edition import NAME
from portal.talents.models import Experience, HeldSkill, Profile, Section
from portal.talents.visibility import if_open, is_open, narrowed

Value = tuple[str, str]
FREE = frozenset({"free", "month"})


@dataclass(frozen=True)
class Told:
    """People, at positions by name: what they are narrowed by, what is written about them, their skills.

    `values` are those of the search index: ("contract", "employee"), ("unit", its public id), ("skill", "id:2"); `free`
    those of availability, which only employees may look for.

    `short` is what everyone may read, `whole` what employees may: the same rule as `talents.queries.visible_to`, and
    nothing of a section that is not for everyone inside.
    """

    ids: Sequence[int]
    values: Postings[Value]
    free: Postings[Value]
    short: Vocabulary
    whole: Vocabulary
    skilled: Postings[int]

    def having(self, actor: Person, facet: str, values: Collection[str]) -> int:
        """The people who have one of these values of a facet, as far as `actor` may know."""
        if facet not in FREE:
            return self.values.having((facet, value) for value in values)
        return self.free.having((facet, value) for value in values) if policies.is_employee(actor) else 0

    def found(self, actor: Person, words: Sequence[Word]) -> int:
        """The people about whom `actor` may read every word."""
        found = (1 << len(self.ids)) - 1
        texts = self.whole if policies.is_employee(actor) else self.short
        for word in words:
            found &= holding(word, texts, self.skilled)
        return found

    def page(self, found: int, *, start: int, count: int) -> list[int]:
        """The ids of a page of people, by name."""
        return [self.ids[place] for place in islice(members(found), start, start + count)]


def told() -> Told:
    """What is written as the database stands: one small query, and a reading of everyone after a write, or on another
    day: who is free changes with it."""
    mark = present_mark(NAME)
    return kept(NAME, f"{mark} {clock.today()}" if mark else "", _read)


def _read() -> Told:
    past, held, rated, free = _past(), _held(), _rated(), _free()
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
        values=Postings(([("contract", row[1]), ("unit", row[2]), *rated.get(row.id, ())] for row in rows), len(rows)),
        free=Postings((free.get(row.id, ()) for row in rows), len(rows)),
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


def _rated() -> dict[int, list[Value]]:
    """The skills that everyone holds, at the level that counts and at each one below."""
    found: dict[int, list[Value]] = defaultdict(list)
    told = HeldSkill.person_id.not_in(narrowed(Section.SKILLS))
    rows = sa.select(HeldSkill.person_id, Skill.public_id, HeldSkill.counted_level).join(HeldSkill.skill).where(told)
    for person_id, public_id, level in db.session.execute(rows):
        found[person_id] += (("skill", value) for value in met_by(public_id, level))
    return found


def _free() -> dict[int, list[Value]]:
    """How much of the week people are free, and when, for those who tell it to everyone inside."""
    today = clock.today()
    pauses: dict[int, list[Away]] = defaultdict(list)
    ahead = sa.select(Pause.person_id, Pause.starts_on, Pause.ends_on).where(Pause.ends_on >= today)
    for person_id, first, last in db.session.execute(ahead):
        pauses[person_id].append(Away(first, last))
    said = sa.select(
        Profile.person_id, Profile.availability_share, Profile.available_from, Profile.available_until
    ).where(is_open(Section.AVAILABILITY), Profile.availability_share > 0)
    return {row[0]: list(free_values(Said(*row[1:]), pauses[row[0]], today)) for row in db.session.execute(said)}
