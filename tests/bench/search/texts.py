"""What the portal's database holds of the documents: the text of the hits is read from there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from portal.search import Document
from tests.bench.search.synthetic import language_of


class Text(NamedTuple):
    """What is shown of a document."""

    lang: str
    title: str
    body: str


class Texts:
    """The texts of documents, in a file."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @staticmethod
    def write(file: Path, documents: Iterable[Document]) -> None:
        """Write the texts of some documents."""
        rows = ((document.id, *_text_of(document)) for document in documents)
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("CREATE TABLE texts (id TEXT PRIMARY KEY, lang TEXT, title TEXT, body TEXT)")
            connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", rows)

    def read(self, ids: Sequence[str]) -> dict[str, Text]:
        """The texts of some documents, by id."""
        select = f"SELECT id, lang, title, body FROM texts WHERE id IN ({','.join('?' * len(ids))})"
        return {identity: Text(*text) for identity, *text in self._connection.execute(select, list(ids))}


def _text_of(document: Document) -> Text:
    lang = language_of(document)
    return Text(lang, getattr(document, f"title_{lang}"), getattr(document, f"body_{lang}"))
