"""The embedded search engine: Whoosh, in a folder of its own, for one machine.

Reading goes through one snapshot a process, refreshed as soon as the index has changed. Writing takes turns, between
processes too. See ``whoosh_folders`` for the files, ``whoosh_writer`` for the segments, ``finder`` for answers.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from portal.search.engine import IndexUnavailable
from portal.search.model import Document, Health
from portal.search.reading import Answer, SnapshotEngine, last_wins
from portal.search.whoosh_folders import (
    create_generation,
    current_generation,
    damaged_files,
    indexer_lock,
    prepare_root,
    publish,
    require_private,
    sweep,
    write_lock,
)
from portal.search.whoosh_snapshot import Snapshot
from portal.search.whoosh_writer import change_generation, failures_as_unavailable, write_generation

ATTEMPTS = 3


class WhooshEngine(SnapshotEngine[Snapshot]):
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

    def health(self, *, thorough: bool = False) -> Health:
        """Describe the index without ever raising; ``thorough`` also opens it anew and reads every byte of the large
        segment."""
        if thorough:
            self.close()
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
        fresh, gone = last_wins(updates, deletes)
        if not fresh and not gone:
            return
        require_private(self._root)
        with write_lock(self._root, self._lock_timeout):
            folder = current_generation(self._root)
            with failures_as_unavailable():
                change_generation(folder, fresh.values(), gone | set(fresh))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Write a new generation and put it in use. See the contract. Raises IndexBusy, IndexUnavailable.

        The generation it replaces is kept until the next rebuild, for the searches that are still reading it.
        """
        prepare_root(self._root)
        with write_lock(self._root, self._lock_timeout):
            with failures_as_unavailable():
                former = _name_or_none(self._root)
                sweep(self._root, keep={former} if former else set())
                folder = create_generation(self._root)
            try:
                count = write_generation(folder, documents, memory_mb=self._memory_mb)
                with failures_as_unavailable():
                    _require_readable(folder, count)
                    publish(folder)
            except BaseException:
                if _name_or_none(self._root) != folder.name:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
        return count

    def indexing(self, timeout: float) -> AbstractContextManager[None]:
        """Be the only indexer of this machine. Raises IndexBusy after ``timeout`` seconds, IndexUnavailable."""
        return indexer_lock(self._root, timeout)

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
            known.close()


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
