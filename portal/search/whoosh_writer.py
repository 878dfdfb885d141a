"""Write Whoosh segments. The caller holds the lock of the index.

A rebuild writes one large segment, the base, as separate files: Whoosh would copy a compound one into memory at every
opening. The base is never merged in place, since a reader of another process would lose files it opens late. Changes
are small compound segments, merged among themselves once there are ten.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.reading import SegmentReader

from portal.search.engine import IndexUnavailable, SearchError
from portal.search.layout import Layout, encode
from portal.search.model import Document
from portal.search.whoosh_base import BaseWriter
from portal.search.whoosh_folders import file_names, note_changes, sync_files, write_manifest
from portal.search.whoosh_schema import fields_of
from portal.search.whoosh_storage import ClosingStorage, PromptIndex

SMALL_SEGMENT = 2_000
SMALL_SEGMENTS = 10
CHANGES_MB = 16


@contextmanager
def failures_as_unavailable() -> Iterator[None]:
    """Turn whatever goes wrong while writing into IndexUnavailable."""
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise IndexUnavailable("The search index could not be written.") from error


def write_generation(folder: Path, documents: Iterable[Document], *, memory_mb: int) -> int:
    """Write the documents as the base of a new generation; return how many there are.

    When an id comes twice the first stands, and the next change will correct it. What ``documents`` raises passes
    through; everything else is IndexUnavailable.
    """
    written: set[str] = set()
    with _closing(folder) as storage:
        with failures_as_unavailable():
            base = BaseWriter(storage, memory_mb=memory_mb)
        try:
            for document in documents:
                if document.id not in written:
                    with failures_as_unavailable():
                        base.add(document)
                    written.add(document.id)
            with failures_as_unavailable():
                base.commit()
        finally:
            base.close()
    with failures_as_unavailable():
        write_manifest(folder)
    return len(written)


def change_generation(folder: Path, fresh: Iterable[Document], replaced: set[str]) -> None:
    """Take the ``replaced`` ids out and put the fresh documents in, in one commit that is on disk at the end."""
    known = file_names(folder)
    with _closing(folder) as storage:
        index = PromptIndex(storage)
        layout = Layout()
        with _writing(index) as writer:
            for number in _numbers(index, replaced):
                writer.delete_document(number)
            for document in fresh:
                writer.add_document(**fields_of(document, layout))
            writer.commit(mergetype=_merge_small_segments)
    note_changes(folder, known=known)
    sync_files(folder, known=known)


@contextmanager
def _closing(folder: Path) -> Iterator[ClosingStorage]:
    storage = ClosingStorage(folder)
    try:
        yield storage
    finally:
        storage.close_files()


@contextmanager
def _writing(index: Any) -> Iterator[Any]:
    """A writer, cancelled if anything fails. It does without Whoosh's own lock, which a failed commit keeps."""
    with failures_as_unavailable():
        writer = index.writer(_lk=False, limitmb=CHANGES_MB, compound=True)
    try:
        yield writer
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise


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
    """A merge policy of Whoosh: return the segments to keep, having added the others to the writer."""
    alive = [segment for segment in segments if segment.doc_count() or not segment.is_compound()]
    small = [segment for segment in alive if segment.is_compound() and segment.doc_count() < SMALL_SEGMENT]
    if len(small) < SMALL_SEGMENTS:
        return alive
    for segment in small:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in alive if not any(segment is merged for merged in small)]
