"""One state of an index, as the finder reads it, whatever engine keeps it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.search.pairs import Steps

Counts = Mapping[str, Mapping[str, int]]
Place = tuple[str, Steps]
"""A field where a phrase may stand, and its terms there, each at its distance from the first; none, and it cannot."""


@dataclass(slots=True)
class Effort:
    """What one search spends on looking into documents for its phrases: words can be looked up, their places cannot.

    ``looks`` is how many places of phrases are still to be looked at, ``spent`` is in what the engine counts in.
    ``is_partial`` says that documents which might hold a phrase were not looked at.
    """

    looks: int
    spent: int = 0
    is_partial: bool = False

    def share(self, most: int) -> int:
        """What the next look may spend when the whole search may spend ``most``: what others save is shared out."""
        share = (most - self.spent) // self.looks
        self.looks -= 1
        return share


class Snapshot(Protocol):
    """An inverted index at one commit: which documents hold a term of a field (see ``layout``), as sets (see ``sets``).

    Documents are numbered from 0; a number means nothing in another snapshot.
    """

    @property
    def size(self) -> int:
        """All numbers are below, deleted documents included."""

    def fetch(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Say which (field, term) will be asked for soon, so that what lies far away is read together."""

    def bits(self, field: str, term: str) -> int:
        """The set of documents that hold a term."""

    def layers(self, field: str, term: str) -> Iterator[tuple[float, int]]:
        """Yield (times, documents) for a term that has places; deleted documents may be among them."""

    def phrase(self, places: Sequence[Place], among: int, effort: Effort) -> list[int]:
        """The documents of a set that hold a phrase, for each place; among too many, as far as ``effort`` goes."""

    def beginning_with(self, field: str, start: str, limit: int) -> list[str]:
        """The terms of a field with a beginning, in order; about ``limit`` of them."""

    def resembling(self, field: str, word: str) -> Iterable[str]:
        """Terms of a field among which are those within one slip of a word, its first letter taken as right."""

    def counts(self, scopes: Mapping[str, int]) -> Counts:
        """How many documents of a set hold each value of a facet, for some facets, each with its set."""

    def newest(self, groups: Sequence[int], limit: int) -> list[list[int]]:
        """The documents of each set in turn, the newest first, ``limit`` in all."""

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents that ``newest`` gave."""

    def named(self, ids: Iterable[str]) -> int:
        """The set of the documents of some ids."""

    def every_id(self) -> Iterator[str]:
        """Yield the id of every document."""
