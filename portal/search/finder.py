"""Answer a query on a snapshot: first which documents, as sets; then in which order.

The order uses what the asker may see and nothing else: how rare a word is, is counted among visible documents, so that
not even the order of the hits tells that a hidden document exists.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from operator import and_, itemgetter, or_

from portal.search.analysis import LOCALES
from portal.search.layout import SPELLED, facet_term
from portal.search.model import Hit, Query, Results
from portal.search.pairs import Steps, pairs_field, pairs_of_steps
from portal.search.question import Clause, Question, read_question
from portal.search.ranking import Layers, best_first, layers_of
from portal.search.snapshot import Counts, Effort, Snapshot
from portal.search.spelling import FEW, correct

WEIGHTS = {"title": 4.0, "skills": 3.0, "body": 1.0}
PREFIX_SHARE = 0.5
LABEL_WEIGHT = 6.0
SATURATION = 1.2
BEGINNINGS = 100

Filters = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Match:
    """Where one clause was found: the documents by part, and the terms that give it its weight.

    ``is_cut`` says that more words begin as it does than could be looked up.
    """

    clause: Clause
    parts: dict[str, int] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    flat: list[tuple[str, int, float]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def bits(self) -> int:
        """The documents that answer the clause."""
        found = 0
        for bits in self.parts.values():
            found |= bits
        return found

    def add(self, part: str, bits: int) -> None:
        """Count documents as found in a part."""
        self.parts[part] = self.parts.get(part, 0) | bits


def find(snapshot: Snapshot, query: Query) -> Results:
    """Answer a query. Whatever reading a damaged index raises passes through."""
    question = read_question(query.text)
    filters, *tries = ({**some, **_kind(query)} for some in (query.filters, *query.tries))
    snapshot.fetch(_wanted(query, (filters, *tries), question))
    visible = _visible(snapshot, query.readers)
    if query.among is not None:
        visible &= snapshot.named(query.among)
    scope = _filtered(snapshot, query, filters, visible)
    effort = Effort(sum(len(_phrase_places(clause)) for clause in question.clauses if clause.is_phrase))
    matches = [_match(snapshot, clause, visible, effort) for clause in question.clauses]
    answering, relaxed = _answering(query, question, matches, visible, scope)
    found = answering & scope
    may_be_misspelt = query.among is None and (relaxed or _are_few(found, snapshot.bits("labels", question.label)))
    return Results(
        hits=_page(snapshot, query, question, matches, found, scope, relaxed=relaxed),
        total=found.bit_count(),
        facets=_facets(snapshot, query, filters, answering & visible),
        terms=question.terms,
        page=query.number,
        relaxed=relaxed,
        did_you_mean=correct(snapshot, question, [m.bits for m in matches], scope) if may_be_misspelt else None,
        is_partial=effort.is_partial or any(match.is_cut for match in matches),
        tried=tuple([_total(snapshot, query, some, question, matches, visible) for some in tries]),
    )


def _are_few(found: int, labelled: int) -> bool:
    """Whether so few documents answer that a slip is likely: what names a skill is as it should be."""
    return not found or (found.bit_count() <= FEW and not found & labelled)


def _kind(query: Query) -> Filters:
    return {"kind": frozenset({query.kind} if query.kind is not None else ())}


def _total(
    snapshot: Snapshot, query: Query, filters: Filters, question: Question, matches: list[Match], visible: int
) -> int:
    """How many documents would answer under other filters."""
    scope = _filtered(snapshot, query, filters, visible)
    answering, _ = _answering(query, question, matches, visible, scope)
    return (answering & scope).bit_count()


def _visible(snapshot: Snapshot, readers: Iterable[str]) -> int:
    found = 0
    for token in readers:
        found |= snapshot.bits("readers", token)
    return found


def _filtered(snapshot: Snapshot, query: Query, filters: Filters, within: int, *, but: str = "") -> int:
    """The documents that hold a ticked value, or all of them, of each facet save one. Nothing ticked is no filter."""
    for name, values in filters.items():
        if name == but or not values:
            continue
        held = (snapshot.bits("facets", facet_term(name, value)) for value in values)
        within &= reduce(and_ if name in query.every else or_, held)
    return within


def _facets(snapshot: Snapshot, query: Query, filters: Filters, within: int) -> Counts:
    scopes = {
        name: _filtered(snapshot, query, filters, within, but="" if name in query.every else name)
        for name in sorted(query.counted)
    }
    counted = {}
    for name, values in snapshot.counts(scopes).items():
        seen = sorted(
            ((value, count) for value, count in values.items() if count), key=lambda pair: (-pair[1], pair[0])
        )
        if seen:
            counted[name] = dict(seen)
    return counted


def _answering(query: Query, question: Question, matches: list[Match], visible: int, scope: int) -> tuple[int, bool]:
    """The documents that answer the text, and whether « all the words » had to become « some of the words »."""
    if question.is_blank:
        return visible, False
    required = [match.bits for match in matches if not match.clause.optional]
    if not required:
        return 0, False
    everywhere, somewhere = visible, 0
    for bits in required:
        everywhere &= bits
        somewhere |= bits
    somewhere &= visible
    wanted = somewhere & scope if query.any_word or not everywhere & scope else 0
    if not wanted or wanted == everywhere & scope:
        return everywhere, False
    return somewhere, True


def _match(snapshot: Snapshot, clause: Clause, visible: int, effort: Effort) -> Match:
    match = Match(clause)
    if clause.is_phrase:
        _match_phrase(snapshot, match, visible, effort)
    else:
        _match_word(snapshot, match)
    if clause.prefix:
        _match_prefix(snapshot, match, clause.prefix)
    return match


def _match_word(snapshot: Snapshot, match: Match) -> None:
    match.terms = _places(match.clause)
    for part, name, term in match.terms:
        match.add(part, snapshot.bits(name, term))


def _match_phrase(snapshot: Snapshot, match: Match, visible: int, effort: Effort) -> None:
    places = _phrase_places(match.clause)
    found = snapshot.phrase([(name, steps) for _, name, steps in places], visible, effort)
    for (part, _, _), bits in zip(places, found, strict=True):
        match.add(part, bits)
        match.flat.append((part, bits, WEIGHTS[part]))


def _match_prefix(snapshot: Snapshot, match: Match, prefix: str) -> None:
    for part, name in (("title", "title_words"), ("skills", "skill_words")):
        begun = snapshot.beginning_with(name, prefix, BEGINNINGS + 1)
        match.is_cut |= len(begun) > BEGINNINGS
        terms = [term for term in begun[:BEGINNINGS] if SPELLED not in term]
        snapshot.fetch((name, term) for term in terms)
        bits = reduce(or_, (snapshot.bits(name, term) for term in terms), 0)
        match.add(part, bits)
        match.flat.append((part, bits, WEIGHTS[part] * PREFIX_SHARE))


def _places(clause: Clause) -> list[tuple[str, str, str]]:
    """Where a word can stand: (part, field, term)."""
    word = clause.words[0]
    forms = {locale: clause.forms(locale) for locale in LOCALES}
    places = [(part, f"{part}_{loc}", form) for part in ("title", "body") for loc in LOCALES for form in forms[loc]]
    places += [("skills", "skills", form) for form in sorted({word.folded}.union(*forms.values()))]
    if not clause.optional and not all(forms.values()):
        # « IT » is a stop word of English and a department of most organizations: in a title it can still be found.
        places.append(("title", "title_words", word.folded))
    return places


def _phrase_places(clause: Clause) -> list[tuple[str, str, Steps]]:
    """Where a phrase can stand: (part, field, its words with their distances)."""
    words = clause.words
    title, body = ([(part, f"{part}_{loc}", clause.steps(loc)) for loc in LOCALES] for part in ("title", "body"))
    whole = tuple((word.folded, word.position - words[0].position) for word in words)
    return [*title, ("skills", "skills", whole), *body]


def _wanted(query: Query, tries: Iterable[Filters], question: Question) -> Iterator[tuple[str, str]]:
    """Every (field, term) that the answer depends on, save those that only the index can name."""
    yield from (("readers", token) for token in query.readers)
    for filters in tries:
        yield from (("facets", facet_term(name, value)) for name, values in filters.items() for value in values)
    yield "labels", question.label
    for clause in question.clauses:
        if clause.is_phrase:
            for _, name, steps in _phrase_places(clause):
                yield from ((pairs_field(name), pair) for pair in pairs_of_steps(steps))
                yield from ((name, term) for term, _ in steps[:1] if len(steps) == 1)
        else:
            yield from ((name, term) for _, name, term in _places(clause))


def _page(
    snapshot: Snapshot,
    query: Query,
    question: Question,
    matches: list[Match],
    found: int,
    scope: int,
    *,
    relaxed: bool,
) -> tuple[Hit, ...]:
    if found.bit_count() <= query.offset:
        return ()
    pieces = iter([(0.0, found)])
    if query.order == "relevance" and not question.is_blank:
        pieces = best_first(_layers(snapshot, question, matches, found, scope), found, relaxed=relaxed)
    best = _best(snapshot, pieces, query.offset + query.size)[query.offset :]
    parts = _parts(matches, snapshot.size)
    return tuple(
        [
            Hit(name, score, tuple([part for part, held in parts if held[n >> 3] >> (n & 7) & 1]))
            for name, (score, n) in zip(snapshot.ids([n for _, n in best]), best, strict=True)
        ]
    )


def _best(snapshot: Snapshot, pieces: Iterable[tuple[float, int]], limit: int) -> list[tuple[float, int]]:
    """The first documents in order: by score, then the newest. The score of each, and its number."""
    scores: list[float] = []
    groups: list[int] = []
    left = limit
    for score, same in groupby(pieces, key=itemgetter(0)):
        scores.append(round(score, 6))
        groups.append(reduce(or_, (bits for _, bits in same)))
        left -= groups[-1].bit_count()
        if left <= 0:
            break
    ordered = snapshot.newest(groups, limit)
    return [(score, number) for score, numbers in zip(scores, ordered, strict=True) for number in numbers]


def _parts(matches: list[Match], size: int) -> list[tuple[str, bytes]]:
    """The documents of each part that answers, as octets: to look one up in a large number costs a copy of it."""
    found = []
    for part in WEIGHTS:
        bits = 0
        for match in matches:
            bits |= match.parts.get(part, 0)
        if bits:
            found.append((part, bits.to_bytes(size // 8 + 1, "little")))
    return found


def _layers(snapshot: Snapshot, question: Question, matches: list[Match], found: int, scope: int) -> list[Layers]:
    """What each clause adds: its worth in every part of the document, times how rare the clause is in ``scope``."""
    layers = [
        layers_of(
            [_worths(snapshot, match, part) for part in WEIGHTS],
            found,
            _rarity(match.bits & scope, scope),
            is_required=not match.clause.optional,
        )
        for match in matches
    ]
    labelled = snapshot.bits("labels", question.label) & found
    return [*layers, layers_of([[(LABEL_WEIGHT, labelled)]], found, _rarity(labelled, scope), is_required=False)]


def _worths(snapshot: Snapshot, match: Match, part: str) -> Iterator[tuple[float, int]]:
    """What a clause is worth in a part of documents, a word said often counting a little more.

    A skill has several names, and one that repeats the word in each is not held any better.
    """
    for _, name, term in (one for one in match.terms if one[0] == part):
        if part == "skills":
            yield WEIGHTS[part], snapshot.bits(name, term)
            continue
        for times, bits in snapshot.layers(name, term):
            yield WEIGHTS[part] * (SATURATION + 1) * times / (times + SATURATION), bits
    for _, bits, weight in (one for one in match.flat if one[0] == part):
        yield weight, bits


def _rarity(bits: int, scope: int) -> float:
    everything, holding = scope.bit_count(), bits.bit_count()
    return math.log(1 + (everything - holding + 0.5) / (holding + 0.5))
