"""Write the base of a generation: one segment with every document, in one pass over them and one over their terms."""

from contextlib import suppress
from pathlib import Path

from whoosh.index import TOC, clean_files

from portal.search.layout import Layout
from portal.search.model import Document
from portal.search.posting_lists import PostingLists
from portal.search.whoosh_blocks import BlockCodec
from portal.search.whoosh_layers import ENDING, LayersWriter
from portal.search.whoosh_schema import PLACED, SORT_AT, UNPLACED, build_schema
from portal.search.whoosh_storage import ClosingStorage

INDEX_NAME = "MAIN"


class BaseWriter:
    """Writes into an empty folder. Add the documents, commit, and close in any case.

    The lists of the postings hold about ``memory_mb`` at once; the rest waits on disk.
    """

    def __init__(self, storage: ClosingStorage, *, memory_mb: int) -> None:
        self._storage = storage
        self._schema = build_schema()
        self._layout = Layout()
        self._codec = BlockCodec()
        self._segment = self._codec.new_segment(storage, INDEX_NAME)
        self._columns = self._codec.per_document_writer(storage, self._segment)
        self._lists = PostingLists(Path(storage.folder), memory_mb, PLACED, UNPLACED)
        self._count = 0

    def add(self, document: Document) -> None:
        """Add a document; its id is not there yet."""
        terms = self._layout.terms_of(document)
        columns = self._columns
        columns.start_doc(self._count)
        columns.add_field("id", self._schema["id"], document.id, 0)
        columns.add_column_value("sort_at", SORT_AT, document.sort_at)
        columns.finish_doc()
        self._lists.add(self._count, terms)
        self._count += 1

    def commit(self) -> None:
        """Write the segment, then name it."""
        self._columns.close()
        fields = self._codec.field_writer(self._storage, self._segment)
        layers = LayersWriter(self._storage.create_file(self._segment.make_filename(ENDING)), self._count)
        for name, terms in self._lists.fields():
            fields.start_field(name, self._schema[name])
            for term, postings in terms:
                fields.start_term(term)
                fields._postwriter.add_list(postings)
                fields.finish_term()
                layers.add(name, term, postings)
            fields.finish_field()
        fields.close()
        layers.close()
        self._segment.set_doc_count(self._count)
        segments = [self._segment] if self._count else []
        TOC(self._schema, segments, 1).write(self._storage, INDEX_NAME)
        clean_files(self._storage, INDEX_NAME, 1, segments)

    def close(self) -> None:
        """Let go of what waited on disk, even halfway through."""
        self._lists.close()
        if not self._columns.is_closed:
            with suppress(Exception):
                self._columns.close()
        self._storage.temp_storage(f"{INDEX_NAME}.tmp").destroy()
