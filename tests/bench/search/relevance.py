"""nDCG@10 of each way to search, over the judged searches: one table, the two halves of the judgements and each topic.

Rivals are asked twice: for every word, as their documentation does, and for any word, as an engine that never wants to
say « nothing » does. Ours is what the search page shows, then the engine's answer alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import mean

import sqlalchemy as sa

from portal.search import Query, SearchEngine
from portal.search.postgres_engine import PostgresEngine
from portal.search.whoosh_engine import WhooshEngine
from portal.search.widening import further_hits
from tests.bench.search.demo import READERS, Content, demo_content
from tests.bench.search.judged import HALVES, LOOKED_AT, Judged, judged_searches, ndcg
from tests.bench.search.rivals.fts5 import Fts5
from tests.bench.search.rivals.naive_whoosh import NaiveWhoosh
from tests.postgres import Server

Find = Callable[[str], Sequence[str]]
Scores = dict[str, list[float]]

OURS = "Whoosh, the page"
ALONE = "Whoosh, the answer alone"
POSTGRESQL = "PostgreSQL, the page"
OF_THE_PORTAL = (OURS, ALONE, POSTGRESQL)
NAIVE = "Whoosh, naive"
FTS5 = "SQLite FTS5"
ANY = ", any word"


def asked_of(engine: SearchEngine, locale: str = "fr") -> Find:
    """What our engine finds: the documents that answer, nothing else."""

    def find(text: str) -> Sequence[str]:
        hits = engine.search(Query(text, locale, READERS, per_page=LOOKED_AT)).hits
        return [hit.id for hit in hits]

    return find


def shown_by(engine: SearchEngine, locale: str = "fr") -> Find:
    """What the search page shows: a short answer is followed by documents that hold some of the words, and an empty
    one gives way to that of the correction."""

    def find(text: str) -> Sequence[str]:
        query = Query(text, locale, READERS, per_page=LOOKED_AT)
        results = engine.search(query)
        if not results.total and results.did_you_mean:
            query = replace(query, text=results.did_you_mean)
            results = engine.search(query)
        return [hit.id for hit in (*results.hits, *further_hits(engine, query, results))]

    return find


@contextmanager
def ways(content: Content) -> Iterator[dict[str, Find]]:
    """Every way to search, on the same documents."""
    with tempfile.TemporaryDirectory(prefix="relevance-") as name, ExitStack() as stack:
        folder = Path(name)
        ours = WhooshEngine(folder / "ours")
        stack.callback(ours.close)
        server = Server()
        stack.callback(server.stop)
        server.start()
        database = sa.create_engine(server.url)
        stack.callback(database.dispose)
        scaled = PostgresEngine(database)
        for engine in (ours, scaled):
            engine.rebuild(content.documents)
        naive, fts5 = NaiveWhoosh(folder / "naive"), Fts5(folder / "fts5.db")
        stack.callback(fts5.close)
        naive.build(content.readable)
        fts5.build(content.readable)
        yield {
            OURS: shown_by(ours),
            ALONE: asked_of(ours),
            POSTGRESQL: shown_by(scaled),
            NAIVE: lambda text: naive.find(text, limit=LOOKED_AT),
            NAIVE + ANY: lambda text: naive.find(text, every_word=False, limit=LOOKED_AT),
            FTS5: lambda text: fts5.find(text, READERS, beginning=True, limit=LOOKED_AT),
            FTS5 + ANY: lambda text: fts5.find(text, READERS, every_word=False, beginning=True, limit=LOOKED_AT),
        }


def score(searches: Sequence[Judged], finds: dict[str, Find], keys: dict[str, str]) -> Scores:
    """The nDCG@10 of every search, by way to search."""
    return {
        name: [ndcg([keys.get(found, found) for found in find(one.text)], one.grades) for one in searches]
        for name, find in finds.items()
    }


def table(searches: Sequence[Judged], scores: Scores) -> str:
    """The means, by half, by topic, and of all."""
    groups: list[tuple[str, Callable[[Judged], bool]]] = [("all", lambda one: True)]
    groups += [(half, lambda one, half=half: one.half == half) for half in HALVES]
    groups += [(topic, lambda one, topic=topic: one.topic == topic) for topic in sorted({s.topic for s in searches})]
    lines = [f"{'nDCG@10':<26}" + "".join(f"{name:>10}" for name, _ in groups)]
    lines.append(f"{'searches':<26}" + "".join(f"{sum(map(belongs, searches)):>10}" for _, belongs in groups))
    for name, found in scores.items():
        means = [mean(value for one, value in zip(searches, found, strict=True) if take(one)) for _, take in groups]
        lines.append(f"{name:<26}" + "".join(f"{value:>10.3f}" for value in means))
    return "\n".join(lines)


def measure() -> tuple[list[Judged], Scores]:
    """Ask every judged search of every way to search."""
    searches, content = judged_searches(), demo_content()
    with ways(content) as finds:
        return searches, score(searches, finds, content.keys)


def worst(searches: Sequence[Judged], scores: Scores, half: str, count: int = 15) -> str:
    """The searches of a half that ours answers worst, beside the best of the others."""
    others = [name for name in scores if name not in OF_THE_PORTAL]
    rows = sorted(
        (scores[OURS][place], max(scores[name][place] for name in others), one.topic, one.text)
        for place, one in enumerate(searches)
        if one.half == half
    )
    return "\n".join(f"{ours:>8.3f}{other:>8.3f}  {topic:<10}{text}" for ours, other, topic, text in rows[:count])
