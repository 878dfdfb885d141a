"""Opens every contestant on the same documents, built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp

from portal.search.postgres_engine import PostgresEngine
from portal.search.whoosh_engine import WhooshEngine
from tests.bench.search.cached import ROOT, built
from tests.bench.search.contestants import Contestant, Embedded, Ours, Plain
from tests.bench.search.kept_server import KeptServer, connect, time_of_its_process
from tests.bench.search.rivals.fts5 import Fts5
from tests.bench.search.rivals.naive_whoosh import NaiveWhoosh
from tests.bench.search.synthetic import Corpus
from tests.bench.search.texts import Texts


def _files(beginning: str) -> list[str]:
    """The files of an engine that what it writes depends on: all but the one that only reads."""
    folder = ROOT / "portal" / "search"
    names = sorted(path.name for path in folder.glob(f"{beginning}_*.py"))
    return [f"portal/search/{name}" for name in names if name != f"{beginning}_snapshot.py"]


TEXTS, WHOOSH, POSTGRESQL, NAIVE, FTS5 = "texts", "whoosh", "postgresql", "naive-whoosh", "fts5"
CORPUS = "tests/bench/search/synthetic.py"
READ = tuple(f"portal/search/{name}.py" for name in ("analysis", "apart", "layout", "pairs", "question", "stopwords"))
SOURCES = {
    WHOOSH: (CORPUS, *READ, "portal/search/posting_lists.py", *_files("whoosh")),
    POSTGRESQL: (CORPUS, *READ, *_files("postgres")),
    NAIVE: (CORPUS, "tests/bench/search/rivals/naive_whoosh.py"),
    FTS5: (CORPUS, "tests/bench/search/rivals/fts5.py"),
    TEXTS: (CORPUS, "tests/bench/search/texts.py"),
}

Say = Callable[[str], None]


@contextmanager
def contest(size: int, say: Say) -> Iterator[list[Contestant]]:
    """Everyone, on copies of the kept indexes: what is measured also writes."""
    corpus = Corpus(size)
    with ExitStack() as stack:

        def copied(name: str, build: Callable[[Path], object]) -> Path:
            kept = built(name, size, SOURCES[name], build, say)
            folder = Path(mkdtemp(prefix=f"bench-{name}-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            return Path(shutil.copytree(kept, folder, dirs_exist_ok=True))

        texts = Texts(copied(TEXTS, lambda folder: Texts.write(folder / "texts.db", corpus)) / "texts.db")
        stack.callback(texts.close)
        ours = WhooshEngine(copied(WHOOSH, lambda folder: _build_ours(folder, corpus)) / "index")
        stack.callback(ours.close)
        kept = built(POSTGRESQL, size, SOURCES[POSTGRESQL], lambda folder: _build_in_postgresql(folder, corpus), say)
        server = KeptServer()
        stack.callback(server.stop)
        server.resume(kept)
        database = connect(server)
        stack.callback(database.dispose)
        plain = Plain(copied(NAIVE, lambda folder: NaiveWhoosh(folder / "index").build(corpus)) / "index")
        embedded = Embedded(copied(FTS5, lambda folder: Fts5(folder / "fts5.db").build(corpus)) / "fts5.db")
        stack.callback(embedded.close)
        yield [
            Ours("Whoosh, ours", ours, texts),
            Ours("PostgreSQL, ours", PostgresEngine(database), texts, time_of_its_process(database)),
            plain,
            embedded,
        ]


def _build_ours(folder: Path, corpus: Corpus) -> None:
    engine = WhooshEngine(folder / "index")
    engine.rebuild(corpus)
    engine.close()


def _build_in_postgresql(folder: Path, corpus: Corpus) -> None:
    server = KeptServer()
    server.start()
    try:
        database = connect(server)
        PostgresEngine(database).rebuild(corpus)
        database.dispose()
    except BaseException:
        server.stop()
        raise
    server.keep(folder)
