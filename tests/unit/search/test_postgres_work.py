"""What a search may cost on PostgreSQL, in statements and in documents visited, however it is asked."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from portal.search import IndexTooSlow, postgres_snapshot, postgres_writer
from portal.search.postgres_engine import PostgresEngine
from portal.search.postgres_snapshot import PostgresSnapshot

from .documents import document, query
from .hostile import HOSTILE

WORDS = "données projet équipe plateforme modèle clients service personne mois python manager audit".split()
MANY = 400
STATEMENTS = 12


@pytest.fixture(scope="module")
def engine(postgres: sa.Engine) -> Iterator[PostgresEngine]:
    engine = PostgresEngine(postgres, name="work")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(postgres_writer, "SAMPLED", 1)
        patched.setattr(postgres_writer, "COMMON_AT_LEAST", 50)
        engine.rebuild(document(f"d{n}", " ".join(WORDS[n % 5 :]), body_fr=" ".join(WORDS)) for n in range(MANY))
    yield engine
    engine.drop()


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Sequence[Any]]]:
    """The statements of a search, and their rows."""
    seen: list[tuple[str, Sequence[Any]]] = []
    rows = PostgresSnapshot.rows

    def noted(self: PostgresSnapshot, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        seen.append((statement, parameters))
        return rows(self, statement, parameters)

    monkeypatch.setattr(PostgresSnapshot, "rows", noted)
    return seen


ASKED = (*HOSTILE, " ".join(WORDS), f"xylophone {' '.join(WORDS)}")


@pytest.mark.parametrize("text", ASKED, ids=range(len(ASKED)))
def test_any_text_takes_a_dozen_statements_and_a_bounded_number_of_terms(
    engine: PostgresEngine, visits: list[tuple[str, Sequence[Any]]], text: str
) -> None:
    engine.search(query(text, page=10**12))
    assert len(visits) <= STATEMENTS
    asked = [parameters[0] for statement, parameters in visits if statement == postgres_snapshot.SETS_NAMED]
    assert sum(map(len, asked)) <= 400


def test_common_words_visit_no_document_but_those_shown(
    engine: PostgresEngine, visits: list[tuple[str, Sequence[Any]]]
) -> None:
    assert engine.search(query(" ".join(WORDS[5:]))).total == MANY
    looked_up = [parameters[0] for statement, parameters in visits if statement == postgres_snapshot.POSTINGS]
    kept = {name for names in looked_up for name in names}
    assert not kept & {f"c{word}" for word in ("python", "audit", "projet")}


def test_phrases_of_two_words_look_into_no_document(
    engine: PostgresEngine, visits: list[tuple[str, Sequence[Any]]]
) -> None:
    assert engine.search(query('"données projet" "projet équipe"')).total == MANY
    assert not [1 for statement, _ in visits if statement == postgres_snapshot.SIDE_BY_SIDE]


def test_longer_phrases_look_into_a_bounded_number_of_documents_and_say_so(
    engine: PostgresEngine, visits: list[tuple[str, Sequence[Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = engine.search(query('"données projet équipe" "modèle clients service" "personne mois python"'))
    assert (whole.total, whole.is_partial) == (MANY, False)
    visits.clear()
    monkeypatch.setattr(postgres_snapshot, "PHRASED", 50)
    part = engine.search(query('"données projet équipe" "modèle clients service" "personne mois python"'))
    looked_at = [len(parameters[0]) for statement, parameters in visits if statement == postgres_snapshot.SIDE_BY_SIDE]
    assert sum(looked_at) == 50
    assert part.is_partial


def test_an_index_that_is_kept_waiting_says_so(postgres: sa.Engine) -> None:
    """Whoever reads that it was too slow does not take it for damaged."""
    engine = PostgresEngine(postgres)
    engine.rebuild([document("one", "Robot")])
    for setting in ("statement_timeout", "lock_timeout"):
        hurried = sa.create_engine(postgres.url, connect_args={"options": f"-c {setting}=50ms"})
        with postgres.begin() as connection:
            connection.execute(sa.text("LOCK TABLE search_index IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(IndexTooSlow):
                PostgresEngine(hurried).search(query("robot"))
        assert PostgresEngine(hurried).search(query("robot")).total == 1
        hurried.dispose()
    engine.drop()
