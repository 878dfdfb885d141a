"""Answering a search: from the index, each hit read again from the database; or from the database alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.core.reindex import MISSION, TALENT, is_late_to_hide
from portal.discovery.asking import FIT, MOST_FITTED, PER_PAGE, RELEVANCE, SHARED, Ask
from portal.discovery.documents import read_document_id
from portal.discovery.fitting import by_fit
from portal.discovery.index import engine, request_rebuild
from portal.discovery.readers import readers_of
from portal.discovery.rows import MissionRow, TalentRow, mission_rows, talent_rows
from portal.discovery.told import told
from portal.discovery.ways import Ways, at_levels, shorter_texts, without_one
from portal.missions import reading as missions
from portal.missions.filters import Filters
from portal.organization.models import Person
from portal.search import Hit, IndexTooSlow, IndexUnavailable, Query, Results
from portal.search.model import MAX_OFFSET
from portal.search.question import read_question, telling_words
from portal.search.widening import further_hits
from portal.skills.words import Word, words_of

log = logging.getLogger(__name__)
_LATE = "It is a moment late."

Counts = Mapping[str, Mapping[str, int]]
# The most answers that can be turned to, page after page.
MOST_READ = MAX_OFFSET + PER_PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """Something the reader may open. `where` names the parts that answered: `title`, `skills`, `body`."""

    kind: str
    row: MissionRow | TalentRow
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A page of what was found. `counts` by facet and value; empty when the database answered alone. `before`: how many
    there would be without any filter. `most`: how many can be turned to in this order.

    `relaxed`: nothing has all the words, these have some. `suggestion`: the words as they were probably meant.
    `further`: what follows a short answer without being counted in it, and holds some of the words; where nothing at
    all was found, what answers the suggestion. `is_partial`: there may be more than what was counted.
    """

    found: list[Found]
    total: int
    page: int
    counts: Counts = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    relaxed: bool = False
    suggestion: str | None = None
    further: Answer | None = None
    before: int = 0
    most: int = MOST_READ
    from_database: bool = False
    is_broken: bool = False
    is_partial: bool = False
    ways: Ways = field(default_factory=Ways)

    @property
    def pages(self) -> int:
        """How many pages can be opened."""
        return max(1, -(-min(self.total, self.most) // PER_PAGE))

    @property
    def is_capped(self) -> bool:
        """Whether there are more answers than can be put in this order."""
        return self.total > self.most


class StaleIndex(Exception):
    """The index proposed something that this person may not see, or that is gone: it is a moment late."""


def answer(actor: Person, ask: Ask, locale: str) -> Answer:
    """Answer a search, whatever state the index is in.

    When the index is broken the worker is asked to build it again. When it is late (a hit may no longer be seen, or it
    still holds a section that someone narrowed) the database answers in its place: not even a count then tells of what
    is hidden. It does too when the index has no time.
    """
    if is_late_to_hide():
        return _from_database(actor, ask, locale)
    try:
        return _from_index(actor, ask, locale)
    except (IndexTooSlow, StaleIndex) as error:
        log.info("search: answered without the index. %s", error)
        return _from_database(actor, ask, locale)
    except IndexUnavailable as error:
        request_rebuild(error)
        return replace(_from_database(actor, ask, locale), is_broken=True)


def _from_index(actor: Person, ask: Ask, locale: str) -> Answer:
    readers = readers_of(actor)
    levels, without = at_levels(ask), without_one(ask)
    tries = tuple([one.filters for one in (*levels.values(), *without.values())])
    query = ask.query(readers, locale)
    results = engine().search(replace(query, tries=tries))
    suggestion, suggested = _suggestion(actor, ask, locale, results)
    fitted = _fitting(actor, ask, results.hits) if ask.sort == FIT else None
    hits, page = fitted or (results.hits, results.page)
    by_kind, before = _counts_beside(ask, readers, locale, results)
    return Answer(
        found=_read_again(actor, hits),
        total=results.total,
        page=page,
        before=before,
        counts=results.facets,
        by_kind=by_kind,
        terms=results.terms,
        relaxed=results.relaxed,
        suggestion=suggestion,
        further=_others(actor, query, results) if ask.sort == RELEVANCE and results.total else suggested,
        most=MOST_FITTED if ask.sort == FIT else MOST_READ,
        is_partial=results.is_partial,
        ways=Ways(
            levels=dict(zip(levels, results.tried[: len(levels)], strict=True)),
            without=dict(zip(without, results.tried[len(levels) :], strict=True)),
            shorter=_shorter(ask, readers, locale) if results.relaxed or not results.total else {},
        ),
    )


def _shorter(ask: Ask, readers: frozenset[str], locale: str) -> dict[str, int]:
    """The texts with a word less that something answers as a whole, and how much, the most first."""
    found = {text: _count(replace(ask, text=text), readers, locale) for text in shorter_texts(ask.text)}
    kept = {text: results.total for text, results in found.items() if results.total and not results.relaxed}
    return dict(sorted(kept.items(), key=lambda pair: -pair[1]))


def _fitting(actor: Person, ask: Ask, hits: Sequence[Hit]) -> tuple[list[Hit], int]:
    """The page asked of these hits once they are in order by fit, and its number."""
    known = {read_document_id(hit.id)[1]: hit for hit in hits}
    page = min(ask.page, max(1, -(-len(known) // PER_PAGE)))
    ids = by_fit(actor, ask, list(known))[(page - 1) * PER_PAGE : page * PER_PAGE]
    return [known[row_id] for row_id in ids], page


def _counts_beside(ask: Ask, readers: frozenset[str], locale: str, results: Results) -> tuple[Mapping[str, int], int]:
    """The counts of the tabs, under the filters that every tab offers, since changing tabs drops the others; and how
    many answers there would be without any filter."""
    if not ask.filters:
        return results.facets.get("kind", {}), results.total
    plain = _count(ask.unfiltered(), readers, locale)
    shared = ask.on_tab(ask.kind)
    if not shared.filters:
        return plain.facets.get("kind", {}), plain.total
    is_same = SHARED.issuperset(ask.filters)
    return (results if is_same else _count(shared, readers, locale)).facets.get("kind", {}), plain.total


def _count(ask: Ask, readers: frozenset[str], locale: str) -> Results:
    query = ask.query(readers, locale)
    return engine().search(replace(query, per_page=1, order="newest", counted=frozenset({"kind"})))


def _others(actor: Person, query: Query, results: Results) -> Answer | None:
    """What follows a short answer."""
    found = _read_again(actor, further_hits(engine(), query, results))
    return Answer(found, len(found), 1, terms=results.terms) if found else None


def _suggestion(actor: Person, ask: Ask, locale: str, results: Results) -> tuple[str | None, Answer | None]:
    """The likely spelling and what it finds, if it leads to something this person may open today."""
    better = results.did_you_mean
    if better is None:
        return None, None
    meant = engine().search(replace(ask, text=better, page=1).query(readers_of(actor), locale))
    try:
        found = _read_again(actor, meant.hits[:PER_PAGE])
    except StaleIndex:
        return None, None
    return (better, Answer(found, meant.total, 1, terms=meant.terms)) if found else (None, None)


def _read_again(actor: Person, hits: Sequence[Hit]) -> list[Found]:
    """The hits as rows that `actor` may see, in the order of the hits. Raises `StaleIndex` when one is not there.

    The whole document of a person is not for externals, whatever the index says: it would tell what it holds.
    """
    if actor.is_external and any(hit.id.startswith(f"{TALENT}:") for hit in hits):
        raise StaleIndex(_LATE)
    named = [(read_document_id(hit.id), hit) for hit in hits]
    read = {
        MISSION: _missions(actor, [row for (kind, row), _ in named if kind == MISSION]),
        TALENT: _people([row for (kind, row), _ in named if kind == TALENT]),
    }
    found = []
    for (kind, row), hit in named:
        if row not in read[kind]:
            raise StaleIndex(_LATE)
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
    books = {MISSION: _missions_book(actor, words, locale), TALENT: _people_book(actor, words)}
    on_tabs = {kind: book.narrowed(ask.on_tab(kind)) for kind, book in books.items()}
    shown = [ask.kind] if ask.kind else [MISSION, TALENT]
    kept = {kind: books[kind].narrowed(ask) for kind in shown}
    most = MOST_FITTED if ask.sort == FIT else MOST_READ
    page = min(ask.page, most // PER_PAGE)
    ids = _page_of(actor, ask, books, kept, page)
    rows = {
        MISSION: _missions(actor, [row for kind, row in ids if kind == MISSION]),
        TALENT: _people([row for kind, row in ids if kind == TALENT]),
    }
    return Answer(
        found=[rows[kind][row] for kind, row in ids if row in rows[kind]],
        total=sum(found.bit_count() for found in kept.values()),
        page=page,
        before=sum(books[kind].found.bit_count() for kind in shown),
        by_kind={kind: found.bit_count() for kind, found in on_tabs.items()},
        terms=read_question(ask.text).terms,
        from_database=True,
        most=most,
        ways=Ways(without={value: _total(books, one) for value, one in without_one(ask).items()}),
    )


def _total(books: Mapping[str, _Book], ask: Ask) -> int:
    return sum(books[kind].narrowed(ask).bit_count() for kind in ([ask.kind] if ask.kind else [MISSION, TALENT]))


@dataclass(frozen=True)
class _Book:
    """What one person may read of one kind of things, without an index: those that hold the words, those that have one
    of some values of a facet, and the ids of a page of a set."""

    found: int
    having: Callable[[str, Collection[str]], int]
    ids: Callable[[int, int, int], list[int]]

    def narrowed(self, ask: Ask) -> int:
        """Those with the words that pass the filters."""
        found = self.found
        for facet, values in ask.filters.items():
            wanted = [values] if facet != "skill" or ask.any_skill else [frozenset({value}) for value in values]
            for some in wanted:
                found &= self.having(facet, some)
        return found


def _missions_book(actor: Person, words: Sequence[Word], locale: str) -> _Book:
    reading = missions.read(actor, words, locale)
    return _Book(
        reading.kept(Filters(), but=("state",)),
        reading.having,
        lambda kept, start, count: reading.ids(kept, start=start, count=count),
    )


def _people_book(actor: Person, words: Sequence[Word]) -> _Book:
    everyone = told()
    return _Book(
        everyone.found(actor, words),
        lambda facet, values: everyone.having(actor, facet, values),
        lambda kept, start, count: everyone.page(kept, start=start, count=count),
    )


def _page_of(
    actor: Person, ask: Ask, books: Mapping[str, _Book], kept: Mapping[str, int], page: int
) -> list[tuple[str, int]]:
    """The kinds and ids of a page: missions first, then people."""
    start = (page - 1) * PER_PAGE
    if ask.sort == FIT:
        best = by_fit(actor, ask, books[ask.kind].ids(kept[ask.kind], 0, MOST_FITTED))
        return [(ask.kind, row) for row in best[start : start + PER_PAGE]]
    found: list[tuple[str, int]] = []
    for kind, those in kept.items():
        found += [(kind, row) for row in books[kind].ids(those, start, PER_PAGE - len(found))]
        start = max(0, start - those.bit_count())
    return found
