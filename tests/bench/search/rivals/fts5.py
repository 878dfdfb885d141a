"""SQLite's FTS5 as its documentation shows it: accents removed, ranked by bm25, the rest in an ordinary table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from portal.search import Document
from portal.search.analysis import words
from tests.bench.search.synthetic import FACETS

TEXTS = ("title_fr", "title_en", "body_fr", "body_en", "skills")
PAGE = 20
SCHEMA = f"""
CREATE VIRTUAL TABLE docs USING fts5({", ".join(TEXTS)}, tokenize = "unicode61 remove_diacritics 2", prefix = '3');
CREATE TABLE about (number INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, sort_at INTEGER, {" TEXT, ".join(FACETS)});
CREATE TABLE readers (number INTEGER, token TEXT, PRIMARY KEY (token, number)) WITHOUT ROWID;
"""
FROM = "FROM docs CROSS JOIN about ON about.number = docs.rowid"  # the words first, whatever the planner thinks
FOUND = "docs MATCH ? AND EXISTS (SELECT 1 FROM readers WHERE token IN ({tokens}) AND number = docs.rowid)"
MOST_LETTERS = 200
NOTHING = '""'


class Fts5:
    """An index in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._connection: sqlite3.Connection | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this process."""
        if self._connection is None:
            self._connection = sqlite3.connect(self.file)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("CREATE VIRTUAL TABLE temp.known USING fts5vocab(main, docs, row)")
        return self._connection

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def build(self, documents: Iterable[Document]) -> None:
        """Write the documents."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.executescript(SCHEMA)
            for number, document in enumerate(documents, 1):
                _insert(connection, number, document)

    def update(self, document: Document) -> None:
        """Replace a document."""
        with self.connection as connection:
            row = connection.execute("SELECT number FROM about WHERE id = ?", [document.id]).fetchone()
            if row:
                for table, column in (("docs", "rowid"), ("about", "number"), ("readers", "number")):
                    connection.execute(f"DELETE FROM {table} WHERE {column} = ?", row)
            _insert(connection, row[0] if row else None, document)

    def find(
        self,
        text: str,
        readers: Iterable[str],
        *,
        every_word: bool = True,
        beginning: bool = False,
        filters: Mapping[str, str] = {},
        limit: int = PAGE,
    ) -> list[str]:
        """The ids of what answers, the best first. `beginning`: the last word may be unfinished."""
        match = question(text, every_word=every_word, beginning=beginning)
        tokens = list(readers)
        also = "".join(f" AND about.{name} = ?" for name in filters)
        select = f"SELECT about.id {FROM} WHERE {_found(tokens)}{also}"
        values = [match, *tokens, *filters.values(), limit]
        return [row[0] for row in self.connection.execute(f"{select} ORDER BY bm25(docs) LIMIT ?", values)]

    def counts(self, text: str, readers: Iterable[str], facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many of what answers hold each value."""
        tokens = list(readers)
        source = f"{FROM} WHERE {_found(tokens)}"
        return {
            name: dict(
                self.connection.execute(
                    f"SELECT {name}, COUNT(*) {source} GROUP BY {name}", [question(text), *tokens]
                ).fetchall()
            )
            for name in facets
        }

    def marked(self, text: str, readers: Iterable[str]) -> list[tuple[str, ...]]:
        """The ids of the first page, with a title and an excerpt whose words are marked."""
        tokens = list(readers)
        excerpts = ", ".join(f"snippet(docs, {place}, '[', ']', '…', 24)" for place in range(4))
        select = f"SELECT about.id, {excerpts} {FROM} WHERE {_found(tokens)}"
        values = [question(text), *tokens, PAGE]
        return self.connection.execute(f"{select} ORDER BY bm25(docs) LIMIT ?", values).fetchall()

    def suggest(self, word: str) -> str | None:
        """The commonest known word one letter away that starts alike."""
        start = word[:1]
        known = self.connection.execute(
            "SELECT term FROM temp.known WHERE term >= ? AND term < ? ORDER BY doc DESC", [start, chr(ord(start) + 1)]
        )
        return next((term for (term,) in known if _is_near(word, term)), None)


def question(text: str, *, every_word: bool = True, beginning: bool = False) -> str:
    """What is typed as FTS5 wants it: words between quotes, a star after a word that may be unfinished, no more than
    our own engine reads."""
    quoted = [f'"{word.folded}"' for word in words(text[:MOST_LETTERS].replace("\0", " ")) if word.folded]
    if beginning and quoted:
        quoted[-1] += "*"
    return (" " if every_word else " OR ").join(dict.fromkeys(quoted)) or NOTHING


def _found(tokens: Sequence[str]) -> str:
    return FOUND.format(tokens=",".join("?" * len(tokens)))


def _insert(connection: sqlite3.Connection, number: int | None, document: Document) -> None:
    texts = [*(getattr(document, name) for name in TEXTS[:-1]), "\n".join(document.skills)]
    number = connection.execute(
        f"INSERT INTO docs (rowid, {', '.join(TEXTS)}) VALUES (?, ?, ?, ?, ?, ?)", [number, *texts]
    ).lastrowid
    facets = [next(iter(document.facets.get(name, ())), None) for name in FACETS]
    marks = ", ".join("?" * (4 + len(FACETS)))
    connection.execute(
        f"INSERT INTO about VALUES ({marks})", [number, document.id, document.kind, document.sort_at, *facets]
    )
    connection.executemany("INSERT INTO readers VALUES (?, ?)", [(number, token) for token in document.readers])


def _is_near(word: str, other: str) -> bool:
    """Whether one letter was added, dropped or changed."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    at = next((i for i, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), len(word))
    return word[at + 1 :] == other[at + 1 :] or word[at:] == other[at + 1 :] or word[at + 1 :] == other[at:]
