"""The contract that every search engine keeps, and the two ways in which one can fail."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from portal.search.model import Difference, Document, Health, Query, Results


class SearchError(Exception):
    """Something is wrong with the search engine, never with what a person typed."""


class IndexUnavailable(SearchError):
    """The index is missing, damaged or from another version. Answer from the database, and rebuild."""


class IndexTooSlow(IndexUnavailable):
    """An answer took longer than is allowed, or nobody was free to give it. Nothing is wrong with the index."""


class IndexMissing(IndexUnavailable):
    """There is no index yet: a first start, or a folder that was deleted."""


class IndexBusy(SearchError):
    """Another process is writing to the index. Nothing was changed: try again later."""


class SearchEngine(Protocol):
    """Documents in; ids, facets and terms out."""

    def search(self, query: Query) -> Results:
        """Answer a query. Raises IndexUnavailable, and nothing else."""

    def apply(self, updates: Iterable[Document], deletes: Iterable[str] = ()) -> None:
        """Make the documents findable, replacing those with the same id, and make the deleted ids unfindable.

        All of the batch or none of it, readable and on disk when this returns; doing it twice changes nothing more.
        An id both updated and deleted is deleted. Raises IndexBusy or IndexUnavailable.
        """

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace the whole index, aside, while the former one goes on answering; return how many it holds.

        An exception raised by ``documents`` itself passes through and leaves the former index in place. Changes
        committed after ``documents`` was read must be applied again afterwards. Raises IndexBusy or IndexUnavailable.
        """

    def verify(self, ids: Iterable[str]) -> Difference:
        """Compare the ids that ought to be findable with those in the index. Raises IndexUnavailable."""

    def health(self, *, thorough: bool = False) -> Health:
        """Describe the index without ever raising; ``thorough`` also reads every byte of it."""

    def indexing(self, timeout: float) -> AbstractContextManager[None]:
        """Be the only one who indexes, wherever this index is shared, so that rows read within are never older than
        what another indexer wrote. It ends with the process, however it ends. Raises IndexBusy after ``timeout``
        seconds, IndexUnavailable.
        """

    def close(self) -> None:
        """Let go of files and memory. The engine can be used again afterwards."""
