"""What every engine does alike: read one state of its index."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from portal.search.finder import find
from portal.search.model import Difference, Document, Query, Results
from portal.search.snapshot import Snapshot

Answer = TypeVar("Answer")
State = TypeVar("State", bound=Snapshot)


class SnapshotEngine(ABC, Generic[State]):
    """The half of a :class:`portal.search.engine.SearchEngine` that answers from snapshots."""

    @abstractmethod
    def _read(self, work: Callable[[State], Answer]) -> Answer:
        """Do some work on the present snapshot. Raises IndexUnavailable, and nothing else."""

    def search(self, query: Query) -> Results:
        """Answer a query. Raises IndexUnavailable, and nothing else."""
        return self._read(lambda snapshot: find(snapshot, query))

    def verify(self, ids: Iterable[str]) -> Difference:
        """Compare the ids that ought to be findable with those in the index. Raises IndexUnavailable."""
        expected = frozenset(ids)
        held = self._read(lambda snapshot: frozenset(snapshot.every_id()))
        return Difference(missing=expected - held, unexpected=held - expected)


def last_wins(updates: Iterable[Document], deletes: Iterable[str]) -> tuple[dict[str, Document], set[str]]:
    """What a batch comes to: documents by id, and the ids that go. An id both updated and deleted is deleted."""
    gone = set(deletes)
    return {document.id: document for document in updates if document.id not in gone}, gone
