"""The embedded search engine: Whoosh, in a folder of its own, for one machine.

A rebuild writes one large segment in a new generation; it is never merged in place, since a reader of another process
would lose files it opens late. Changes since then are small segments, merged among themselves when there are ten.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from portal.search.engine import IndexUnavailable, SearchError
from portal.search.model import Difference, Document, Health, Query, Results
from portal.search.whoosh_finder import find
from portal.search.whoosh_folders import (
    create_generation,
    current_generation,
    damaged_files,
    file_names,
    prepare_root,
    publish,
    require_private,
    sweep,
    sync_files,
    write_lock,
    write_manifest,
)
from portal.search.whoosh_schema import build_schema, encode, fields_of
from portal.search.whoosh_snapshot import Snapshot

SMALL_SEGMENT = 2_000
SMALL_SEGMENTS = 10
ATTEMPTS = 3

Answer = TypeVar("Answer")


class WhooshEngine:
    """A :class:`portal.search.engine.SearchEngine` over a folder. One instance serves all the threads of a process.

    ``lock_timeout`` is how many seconds a writer waits for another; ``memory_mb`` bounds what a rebuild holds at once.
    """

    def __init__(self, root: Path | str, *, lock_timeout: float = 5.0, memory_mb: int = 64) -> None:
        self._root = Path(root)
        self._lock_timeout = lock_timeout
        self._memory_mb = memory_mb
        self._reading = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._process = os.getpid()

    def search(self, query: Query) -> Results:
        """Answer a query. Raises IndexUnavailable, and nothing else."""
        return self._read(lambda snapshot: find(snapshot, query))

    def verify(self, ids: Iterable[str]) -> Difference:
        """Compare the ids that ought to be findable with those in the index. Raises IndexUnavailable."""
        expected = frozenset(ids)
        held = self._read(lambda snapshot: frozenset(snapshot.ids()))
        return Difference(missing=expected - held, unexpected=held - expected)

    def health(self, *, thorough: bool = False) -> Health:
        """Describe the index without ever raising; ``thorough`` also reads every byte of the large segment."""
        try:
            state = self._read(lambda s: Health(True, s.everything.bit_count(), s.folder.name, round(s.stale_share, 4)))
            damaged = damaged_files(self._root / state.generation) if thorough else []
        except (IndexUnavailable, OSError) as error:
            return Health(False, reason=str(error))
        if damaged:
            return Health(False, state.documents, state.generation, state.stale_share, "A file has changed on disk.")
        return state

    def apply(self, updates: Iterable[Document], deletes: Iterable[str] = ()) -> None:
        """Put documents in, or take them out, in one commit. See the contract. Raises IndexBusy, IndexUnavailable."""
        gone = set(deletes)
        fresh = {document.id: document for document in updates if document.id not in gone}
        if not fresh and not gone:
            return
        require_private(self._root)
        with write_lock(self._root, self._lock_timeout):
            folder = current_generation(self._root)
            with _failures_as_unavailable():
                _commit_changes(folder, fresh, gone | set(fresh))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Write a new generation and put it in use. See the contract. Raises IndexBusy, IndexUnavailable.

        The generation it replaces is kept until the next rebuild, for the searches that are still reading it.
        """
        prepare_root(self._root)
        with write_lock(self._root, self._lock_timeout):
            with _failures_as_unavailable():
                former = _name_or_none(self._root)
                sweep(self._root, keep={former} if former else set())
                folder = create_generation(self._root)
            try:
                count = self._write_generation(folder, documents)
                with _failures_as_unavailable():
                    _require_readable(folder, count)
                    publish(folder)
            except BaseException:
                if _name_or_none(self._root) != folder.name:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
        return count

    def close(self) -> None:
        """Let go of files and memory. The engine can be used again afterwards."""
        with self._reading:
            self._forget()

    def _read(self, work: Callable[[Snapshot], Answer]) -> Answer:
        """Do some work on an up-to-date snapshot. A writer may replace files meanwhile, hence the fresh attempts."""
        with self._reading:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return work(self._fresh())
                except Exception as error:
                    self._forget()
                    if attempt == ATTEMPTS:
                        if isinstance(error, IndexUnavailable):
                            raise
                        raise IndexUnavailable("The search index is damaged.") from error
        raise AssertionError("unreachable")

    def _fresh(self) -> Snapshot:
        require_private(self._root)
        folder = current_generation(self._root)
        known = self._snapshot
        if known is not None and self._process == os.getpid() and known.folder == folder and known.is_latest:
            known.require_intact()
            return known
        same_folder = known is not None and known.folder == folder
        memories = known.memories if known is not None and same_folder else None
        self._forget()
        self._snapshot = Snapshot(folder, memories)
        self._process = os.getpid()
        return self._snapshot

    def _forget(self) -> None:
        known, self._snapshot = self._snapshot, None
        if known is not None:
            with suppress(Exception):
                known.close()

    def _write_generation(self, folder: Path, documents: Iterable[Document]) -> int:
        """Write the documents; when an id comes twice the first stands, and the next change will correct it."""
        written: set[str] = set()
        with _failures_as_unavailable():
            index = FileIndex.create(FileStorage(str(folder)), build_schema())
            writer = _writer(index, limitmb=self._memory_mb, compound=False)
        try:
            for document in documents:
                if document.id in written:
                    continue
                with _failures_as_unavailable():
                    writer.add_document(**fields_of(document))
                written.add(document.id)
            with _failures_as_unavailable():
                writer.commit(merge=False)
                write_manifest(folder)
        except BaseException:
            with suppress(Exception):
                writer.cancel()
            raise
        return len(written)


@contextmanager
def _failures_as_unavailable() -> Iterator[None]:
    """Turn whatever goes wrong while writing into IndexUnavailable."""
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise IndexUnavailable("The search index could not be written.") from error


def _name_or_none(root: Path) -> str | None:
    try:
        return current_generation(root).name
    except IndexUnavailable:
        return None


def _require_readable(folder: Path, count: int) -> None:
    """Open what was just written, before anybody depends on it."""
    snapshot = Snapshot(folder)
    try:
        if snapshot.everything.bit_count() != count:
            raise IndexUnavailable("The new search index does not hold what was put into it.")
    finally:
        snapshot.close()


def _commit_changes(folder: Path, fresh: dict[str, Document], replaced: set[str]) -> None:
    known = file_names(folder)
    index = FileIndex(FileStorage(str(folder)))
    writer = _writer(index, limitmb=16, compound=True)
    try:
        for number in _numbers(index, replaced):
            writer.delete_document(number)
        for document in fresh.values():
            writer.add_document(**fields_of(document))
        writer.commit(mergetype=_merge_small_segments)
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise
    sync_files(folder, known=known)


def _writer(index: Any, *, limitmb: int, compound: bool) -> Any:
    """A Whoosh writer without Whoosh's own lock: ours is held already, and is released whatever a commit leaves."""
    return index.writer(_lk=False, limitmb=limitmb, compound=compound)


def _numbers(index: Any, ids: set[str]) -> list[int]:
    """The documents that hold these ids now."""
    reader = index.reader()
    try:
        numbers: list[int] = []
        for identity in ids:
            term = encode(identity)
            if ("id", term) in reader:
                numbers += reader.postings("id", term).all_ids()
        return numbers
    finally:
        reader.close()


def _merge_small_segments(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: never the base (not compound), and the small changes only once there are ten of them."""
    alive = [segment for segment in segments if segment.doc_count() or not segment.is_compound()]
    small = [segment for segment in alive if segment.is_compound() and segment.doc_count() < SMALL_SEGMENT]
    if len(small) < SMALL_SEGMENTS:
        return alive
    for segment in small:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in alive if segment not in small]
