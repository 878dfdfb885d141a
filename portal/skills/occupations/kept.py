"""Every occupation and its skills in memory, kept in each process until an import or a change of the library.

ESCO's 3,000 occupations and 129,000 relations are read in about half a second, beside the page that asked; a question
then takes a third of a millisecond.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.edition import watch
from portal.core.prepared import reading
from portal.core.shelf import Shelf
from portal.extensions import db
from portal.matching.patterns import Link, Patterns
from portal.skills.occupations.models import Occupation, OccupationSkill
from portal.skills.occupations.words import title_key

NAME = "occupations"
MOST_AT_ONCE = 300  # occupations: about 0.03 s

watch(NAME, (Occupation, OccupationSkill))


@dataclass(frozen=True)
class Kept:
    """Occupations by number, and their skills as patterns. `titles` are the occupations that a title names, by
    `title_key`; `labels` are French and English.
    """

    patterns: Patterns
    labels: Sequence[tuple[str, str]]
    titles: Mapping[str, Sequence[int]]

    def named(self, titles: Iterable[str]) -> set[int]:
        """The occupations that job titles name."""
        return {number for title in titles for number in self.titles.get(title_key(title), ())}

    def label(self, number: int, locale: str) -> Text:
        """What an occupation is called."""
        return choose(*self.labels[number], locale)


def current() -> Kept | None:
    """The occupations to answer with, for one small query. None while many are read for the first time."""
    return _SHELF.current()


def read_now() -> Kept:
    """The occupations as they stand, read on the spot however many, and kept."""
    return _SHELF.make_now()


def _is_small() -> bool:
    return (db.session.scalar(sa.select(sa.func.count(Occupation.id))) or 0) <= MOST_AT_ONCE


def read() -> Kept:
    """Every occupation, read from the database."""
    connection = reading()
    labels: list[tuple[str, str]] = []
    numbers: dict[int, int] = {}
    titles: defaultdict[str, list[int]] = defaultdict(list)
    # The portal’s own first, which they stay among equals.
    occupations = sa.select(
        Occupation.id, Occupation.label_fr, Occupation.label_en, Occupation.names_fr, Occupation.names_en
    ).order_by(Occupation.source.desc(), Occupation.id)
    for occupation_id, french, english, names_fr, names_en in connection.execute(occupations):
        number = numbers[occupation_id] = len(labels)
        labels.append((french, english))
        for key in {title_key(name) for name in (french, english, *f"{names_fr}\n{names_en}".split("\n"))} - {""}:
            titles[key].append(number)
    links = connection.execute(
        sa.select(OccupationSkill.occupation_id, OccupationSkill.skill_id, OccupationSkill.is_essential)
    )
    patterns = Patterns(
        Link(numbers[occupation_id], skill_id, essential) for occupation_id, skill_id, essential in links
    )
    return Kept(patterns, labels, titles)


_SHELF = Shelf(NAME, read, _is_small)
