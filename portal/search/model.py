"""What goes into the search engine and what comes out of it.

Only plain values: the engine knows no feature, no database and no request. Callers build documents from rows and
turn the ids of a result back into rows, through their own visibility query, before showing anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Order = Literal["relevance", "newest"]

MAX_OFFSET = 1_000
MAX_PER_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    Index only what **every** reader of the document may read. Rates, evaluations, compliance papers, private notes
    and anything else that some of its readers may not see must never be put in any field: a search answers yes or no
    about each word, so whatever is indexed can be guessed word by word.

    ``readers`` are opaque tokens ("everyone", "unit:12", "person:7"); no token, no reader. ``skills`` are the labels of
    each skill in both languages with their alternatives. ``facets`` maps a facet name to the values the document
    holds; the name ``kind`` is taken. ``sort_at`` is a moment in whole seconds since 1970 (UTC).
    """

    id: str
    kind: str
    readers: frozenset[str]
    title_fr: str = ""
    title_en: str = ""
    body_fr: str = ""
    body_en: str = ""
    skills: tuple[str, ...] = ()
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort_at: int = 0

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("A document needs an id.")
        if "kind" in self.facets:
            raise ValueError("The facet name “kind” is taken: it comes from the kind of the document.")
        if isinstance(self.readers, str):
            raise ValueError("The readers are a set of tokens, not one string.")


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks. ``text`` is theirs, unchecked: any string is safe and none raises.

    A document is considered only if it shares a token with ``readers``. ``filters`` holds the values ticked by facet
    name: any of them within a facet, all of them within a facet named in ``every``, all facets together. ``counted``
    names the facets to count, ``kind`` among them or not; the others only filter. An empty ``text`` lists everything
    visible, newest first. ``page`` starts at 1; a page out of bounds is brought back within them (the offset never
    exceeds 1,000). Who orders the hits by rules of their own asks for one page of 1,000, the most there can be.
    ``any_word`` takes the documents that hold some of the words even where others hold them all. ``tries`` are
    filters to count the same text under, each in place of ``filters``. ``among`` considers no documents but those of
    some ids: whoever asks about these knows what was typed, so that no other spelling is looked for.
    """

    text: str
    locale: str
    readers: frozenset[str]
    kind: str | None = None
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    every: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    page: int = 1
    per_page: int = 20
    order: Order = "relevance"
    any_word: bool = False
    tries: tuple[Mapping[str, frozenset[str]], ...] = ()
    among: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.readers, str):
            raise ValueError("The readers are a set of tokens, not one string.")
        if isinstance(self.every, str) or isinstance(self.counted, str):
            raise ValueError("The names of facets are a set, not one string.")
        if self.order not in ("relevance", "newest"):
            raise ValueError(f"There is no order called {self.order!r}.")

    @property
    def size(self) -> int:
        """Hits on a page, between 1 and 1,000."""
        return min(max(self.per_page, 1), MAX_PER_PAGE)

    @property
    def number(self) -> int:
        """The page to show: at least 1, and such that the offset stays within 1,000."""
        return min(max(self.page, 1), MAX_OFFSET // self.size + 1)

    @property
    def offset(self) -> int:
        """Hits to pass over before the page starts."""
        return (self.number - 1) * self.size


class Hit(NamedTuple):
    """One document found. ``matched`` names where: ``title``, ``skills``, ``body``. A score orders one result only:
    it compares with nothing else and is not for display."""

    id: str
    score: float
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, with what describes the whole answer.

    ``facets`` counts only documents the person may see, for each facet of ``Query.counted``. Each is counted under the
    text and every filter but its own, so that the values that could still be ticked beside a ticked one keep their
    numbers; one of ``Query.every`` is counted under its own too, since there a value more leaves fewer documents.
    ``terms`` go to :mod:`portal.search.highlight`. ``relaxed`` says that some documents here hold only some of the
    words: none held them all, or any word was asked for. ``did_you_mean`` is the text with its likely slips corrected,
    from visible documents only. ``is_partial`` says that not everything could be looked at (a phrase whose words come
    together in thousands of documents, a beginning shared by hundreds of words): ``total`` and ``facets`` are then
    « at least ». ``tried`` holds what ``total`` would be under each of
    ``Query.tries``.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    page: int = 1
    relaxed: bool = False
    did_you_mean: str | None = None
    is_partial: bool = False
    tried: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids that ought to be in the index and are not, and ids that are there and ought not to be."""

    missing: frozenset[str]
    unexpected: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.unexpected)


@dataclass(frozen=True, slots=True)
class Health:
    """The state of an index. ``stale_share`` is the part of it (0 to 1) that holds replaced or deleted documents:
    above about 0.2 a rebuild gives speed and room back. ``reason`` says what is wrong when ``ok`` is false."""

    ok: bool
    documents: int = 0
    generation: str = ""
    stale_share: float = 0.0
    reason: str = ""
