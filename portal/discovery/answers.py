"""Answering a search: from the index, each hit read again from the database; or from the database alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.discovery.asking import PER_PAGE, Ask
from portal.discovery.documents import MISSION, TALENT, read_document_id
from portal.discovery.index import engine, is_late_to_hide, request_rebuild
from portal.discovery.readers import readers_of
from portal.discovery.rows import MissionRow, TalentRow, mission_rows, talent_rows
from portal.discovery.told import told
from portal.missions import reading as missions
from portal.missions.filters import Filters
from portal.organization.models import Person
from portal.search import Hit, IndexUnavailable, Results
from portal.search.model import MAX_OFFSET
from portal.search.question import read_question, telling_words
from portal.skills.words import words_of

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """Something the reader may open. `where` names the parts that answered: `title`, `skills`, `body`."""

    kind: str
    row: MissionRow | TalentRow
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A page of what was found. `counts` by facet and value; empty when the database answered alone.

    `relaxed`: nothing has all the words, these have some. `suggestion`: the words as they were probably meant.
    """

    found: list[Found]
    total: int
    page: int
    counts: Counts = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    relaxed: bool = False
    suggestion: str | None = None
    from_database: bool = False
    is_broken: bool = False

    @property
    def pages(self) -> int:
        """How many pages can be opened."""
        return max(1, min(MAX_OFFSET // PER_PAGE + 1, -(-self.total // PER_PAGE)))


class StaleIndex(Exception):
    """The index proposed something that this person may not see, or that is gone: it is a moment late."""


def answer(actor: Person, ask: Ask, locale: str) -> Answer:
    """Answer a search, whatever state the index is in.

    When the index is broken the worker is asked to build it again. When it is late (a hit may no longer be seen, or it
    still holds a section that someone narrowed) the database answers in its place: not even a count then tells of what
    is hidden.
    """
    if is_late_to_hide():
        return _from_database(actor, ask, locale)
    try:
        return _from_index(actor, ask, locale)
    except IndexUnavailable:
        request_rebuild()
        return replace(_from_database(actor, ask, locale), is_broken=True)
    except StaleIndex:
        return _from_database(actor, ask, locale)


def _from_index(actor: Person, ask: Ask, locale: str) -> Answer:
    readers = readers_of(actor)
    results = engine().search(ask.query(readers, locale))
    return Answer(
        found=_read_again(actor, results.hits),
        total=results.total,
        page=results.page,
        counts=results.facets,
        by_kind=_by_kind(ask, readers, locale, results),
        terms=results.terms,
        relaxed=results.relaxed,
        suggestion=_suggestion(actor, ask, locale, results),
    )


def _by_kind(ask: Ask, readers: frozenset[str], locale: str, results: Results) -> Mapping[str, int]:
    """The counts of the tabs: under the filters that every tab offers, since changing tabs drops the others."""
    if all(not values or name == "unit" for name, values in ask.filters.items()):
        return results.facets.get("kind", {})
    plain = Ask(text=ask.text, unit=ask.unit)
    return engine().search(replace(plain.query(readers, locale), per_page=1)).facets.get("kind", {})


def _suggestion(actor: Person, ask: Ask, locale: str, results: Results) -> str | None:
    """The likely spelling, if it leads to something this person may open today."""
    better = results.did_you_mean
    if better is None:
        return None
    hits = engine().search(replace(ask, text=better, page=1).query(readers_of(actor), locale)).hits
    try:
        return better if _read_again(actor, hits) else None
    except StaleIndex:
        return None


def _read_again(actor: Person, hits: Sequence[Hit]) -> list[Found]:
    """The hits as rows that `actor` may see, in the order of the hits. Raises `StaleIndex` when one is not there.

    The whole document of a person is not for externals, whatever the index says: it would tell what it holds.
    """
    if actor.is_external and any(hit.id.startswith(f"{TALENT}:") for hit in hits):
        raise StaleIndex
    named = [(read_document_id(hit.id), hit) for hit in hits]
    read = {
        MISSION: _missions(actor, [row for (kind, row), _ in named if kind == MISSION]),
        TALENT: _people([row for (kind, row), _ in named if kind == TALENT]),
    }
    found = []
    for (kind, row), hit in named:
        if row not in read[kind]:
            raise StaleIndex
        found.append(Found(kind, read[kind][row].row, hit.matched))
    return found


def _missions(actor: Person, ids: list[int]) -> dict[int, Found]:
    return {row_id: Found(MISSION, row) for row_id, row in mission_rows(actor, ids).items()}


def _people(ids: list[int]) -> dict[int, Found]:
    return {row_id: Found(TALENT, row) for row_id, row in talent_rows(ids).items()}


def _from_database(actor: Person, ask: Ask, locale: str) -> Answer:
    """The same question put to what is written: every word that tells something, without case or accents, in what this
    person may read."""
    words = words_of(telling_words(ask.text))
    reading = missions.read(actor, words, locale)
    asked = Filters(share=ask.share, open_to=ask.open_to, unit=ask.unit)
    kept = reading.kept(asked, but=("state",))
    everyone = told()
    people = everyone.found(actor, words, ask.contract, ask.unit)
    counts = {MISSION: kept.bit_count(), TALENT: people.bit_count()}
    shown = [ask.kind] if ask.kind else [MISSION, TALENT]
    page = min(ask.page, MAX_OFFSET // PER_PAGE + 1)
    start = (page - 1) * PER_PAGE
    found: list[Found] = []
    if MISSION in shown:
        ids = reading.ids(kept, start=start, count=PER_PAGE)
        rows = _missions(actor, ids)
        found += [rows[one] for one in ids if one in rows]
        start = max(0, start - counts[MISSION])
    if TALENT in shown:
        ids = everyone.page(people, start=start, count=PER_PAGE - len(found))
        rows = _people(ids)
        found += [rows[one] for one in ids if one in rows]
    return Answer(
        found=found,
        total=sum(counts[kind] for kind in shown),
        page=page,
        by_kind=counts,
        terms=read_question(ask.text).terms,
        from_database=True,
    )
