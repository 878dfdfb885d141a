"""A folder of Whoosh files that can always be closed.

Whoosh leaves its files open when opening or writing an index fails half-way; a portal that lives for months through
damaged disks and rebuilds would run out of them.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex


class ClosingStorage(FileStorage):
    """A file storage that remembers what it opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file to read."""
        return self._remember(super().open_file(name, **options))

    def create_file(self, name: str, **options: Any) -> Any:
        """Open a file to write."""
        return self._remember(super().create_file(name, **options))

    def close_files(self) -> None:
        """Close whatever is still open."""
        for file in self._opened:
            with suppress(Exception):
                file.close()
        self._opened.clear()

    def _remember(self, file: Any) -> Any:
        self._opened.append(file)
        return file


class PromptIndex(FileIndex):
    """An index that opens at once or fails at once: Whoosh's own tries again for half a second, on a lost file too."""

    def reader(self, reuse: Any = None) -> Any:
        """Open the latest commit to read. Raises anything, on damaged files; ``reuse`` is not."""
        info = self._read_toc()
        return self._reader(self.storage, info.schema, info.segments, info.generation)
