"""Missions by the beginnings of the words of their titles, for whoever is typing one.

In memory until a mission is written; while a long list is read anew, the former one answers. It proposes only: what is
shown is read again from the database, and who may read it is decided there too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.bits import bits_of, members
from portal.core.few import FEW, few
from portal.core.i18n import LOCALES
from portal.core.postings import Beginnings
from portal.core.prepared import Prepared, reading
from portal.core.shelf import Shelf
from portal.missions.catalogue import Known, Value
from portal.missions.edition import NAME
from portal.missions.filters import STATE_GROUPS
from portal.missions.models import Mission, MissionState
from portal.missions.queries import AnyReader, standing_of, visible_to
from portal.organization.models import Person, Unit
from portal.skills.folding import fold
from portal.skills.suggestions.words import words_of

MOST_AT_ONCE = 2_000  # missions: a few hundredths of a second


@dataclass(frozen=True)
class Titles(Known):
    """The words of the titles in every language, and the first of each."""

    words: Beginnings
    firsts: Beginnings

    def found(self, words: Sequence[str], among: int) -> Iterator[int]:
        """The ids of the missions of a set where each of these words begins one of a title. Those that take people come
        first, and among them those whose title begins with what was typed; then the newest."""
        for word in words:
            among &= self.words.beginning(word)
        begun = self.firsts.beginning(words[0])
        is_open = self.of(*(("state", state) for state in STATE_GROUPS["open"]))
        tiers = (is_open & begun, is_open & ~begun, begun & ~is_open, ~begun & ~is_open)
        return (self.ids[place] for place in chain.from_iterable(members(among & tier) for tier in tiers))


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A mission by name."""

    public_id: str
    title: Text
    unit: Text
    state: MissionState


def find_titles(actor: Person, words: Sequence[str], locale: str, limit: int) -> list[TitleRow]:
    """At most `limit` missions that `actor` may read where each of these folded words begins a word of the title, in
    any language and any order. Two queries."""
    standing = standing_of(actor)
    titles = _SHELF.present(standing.edition)
    ids = [*islice(titles.found(words, titles.readable(actor, standing)), limit)]
    rows = {row.id: row for row in _rows(AnyReader.like(actor)).rows(me=actor.id, **few(ids))} if ids else {}
    return [
        TitleRow(
            row.public_id,
            choose(row.title_fr, row.title_en, locale),
            choose(row.name_fr, row.name_en, locale),
            row.state,
        )
        for row in (rows[id_] for id_ in ids if id_ in rows)
    ]


@lru_cache(maxsize=32)
def _rows(reader: AnyReader) -> Prepared:
    texts = (Mission.title_fr, Mission.title_en, Unit.name_fr, Unit.name_en)
    missions = visible_to(reader.as_person).join(Unit, Unit.id == Mission.unit_id).where(Mission.id.in_(FEW))
    return Prepared(missions.with_only_columns(Mission.id, Mission.public_id, Mission.state, *texts))


def _is_small() -> bool:
    return (reading().scalar(sa.select(sa.func.count()).select_from(Mission)) or 0) <= MOST_AT_ONCE


def _read() -> Titles:
    rows = reading().execute(_missions()).all()
    size = len(rows)
    sets: dict[Value, list[int]] = defaultdict(list)
    words, firsts = [], []
    for place, (_id, _published, state, stage, folded) in enumerate(rows):
        sets["state", state].append(place)
        sets["stage", stage].append(place)
        titles = [words_of(fold(title)) for title in folded.split("\n", len(LOCALES))[: len(LOCALES)]]
        words.append([*chain.from_iterable(titles)])
        firsts.append([title[0] for title in titles if title])
    return Titles(
        ids=[row[0] for row in rows],
        positions={row[0]: place for place, row in enumerate(rows)},
        published=bits_of((place for place, row in enumerate(rows) if row[1]), size),
        sets={value: bits_of(places, size) for value, places in sets.items()},
        words=Beginnings(words, size),
        firsts=Beginnings(firsts, size),
    )


def _missions() -> Any:
    texts = [sa.type_coerce(column, sa.String) for column in (Mission.state, Mission.stage)]
    return sa.select(Mission.id, Mission.published_at.is_not(None), *texts, Mission.folded).order_by(
        sa.func.coalesce(Mission.published_at, Mission.created_at).desc(), Mission.id.desc()
    )


_SHELF = Shelf(NAME, _read, _is_small)
