"""People by the beginnings of their names, for whoever is typing one: as `missions.titles` for missions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.bits import members
from portal.core.few import FEW, few
from portal.core.postings import Beginnings, Postings
from portal.core.prepared import Prepared, reading
from portal.core.shelf import Shelf
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.organization.queries import still_here
from portal.skills.folding import fold
from portal.skills.suggestions.words import words_of
from portal.talents.edition import NAME
from portal.talents.models import Profile
from portal.talents.queries import here

MOST_AT_ONCE = 2_000  # people: a few hundredths of a second


@dataclass(frozen=True)
class Names:
    """People at positions by name, with the words of their names and their units."""

    ids: Sequence[int]
    words: Beginnings
    units: Postings[int]

    def found(self, words: Sequence[str], unit_id: int) -> Iterator[int]:
        """The ids of the people of whose names each of these words begins one. Those whose names are the words come
        first, then the people of a unit, then by name."""
        begun = exact = (1 << len(self.ids)) - 1
        for word in words:
            begun &= self.words.beginning(word)
            exact &= self.words.whole(word)
        near = self.units.having((unit_id,))
        tiers = (exact, near & ~exact, ~near & ~exact)
        return (self.ids[place] for place in chain.from_iterable(members(begun & tier) for tier in tiers))


@dataclass(frozen=True, slots=True)
class NameRow:
    """A person by name, and what everyone reads of them."""

    face: Face
    headline: Text
    unit: Text


def find_names(actor: Person, words: Sequence[str], locale: str, limit: int) -> list[NameRow]:
    """At most `limit` people whose profile `actor` may open (`queries.visible_to`: whoever has not left) and of whose
    names each of these folded words begins one, in any order. Two queries."""
    ids = [*islice(_SHELF.present().found(words, actor.unit_id), limit)]
    rows = {row.id: row for row in _ROWS.rows(**few(ids))} if ids else {}
    return [
        NameRow(
            Face(row.public_id, row.given_name, row.family_name, row.kind),
            choose(row.headline_fr, row.headline_en, locale),
            choose(row.name_fr, row.name_en, locale),
        )
        for row in (rows[id_] for id_ in ids if id_ in rows)
    ]


_ROWS = Prepared(
    here()
    .join(Unit, Unit.id == Person.unit_id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .where(Person.id.in_(FEW))
    .with_only_columns(Person.id, *face_columns(), Profile.headline_fr, Profile.headline_en, Unit.name_fr, Unit.name_en)
)


def _is_small() -> bool:
    return (reading().scalar(sa.select(sa.func.count()).select_from(Person)) or 0) <= MOST_AT_ONCE


def _read() -> Names:
    rows = reading().execute(
        sa.select(Person.id, Person.unit_id, Person.given_name, Person.family_name)
        .where(still_here())
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    ids, units, words = [], [], []
    for id_, unit_id, given, family in rows:
        ids.append(id_)
        units.append((unit_id,))
        words.append(words_of(fold(f"{given} {family}")))
    return Names(ids, Beginnings(words, len(ids)), Postings(units, len(ids)))


_SHELF = Shelf(NAME, _read, _is_small)
