"""The PostgreSQL engine keeps the contract: with words looked up in the full-text index, and with all kept as sets."""

from collections.abc import Iterator
from itertools import count

import pytest
import sqlalchemy as sa

from portal.search import postgres_writer
from portal.search.postgres_engine import PostgresEngine

from .contract import EngineContract
from .contract_changes import Factory


class TestPostgresContract(EngineContract):
    @pytest.fixture
    def make_engine(self, postgres: sa.Engine) -> Iterator[Factory]:
        engines: list[PostgresEngine] = []
        numbers = count()

        def make() -> PostgresEngine:
            engines.append(PostgresEngine(postgres, name=f"contract_{'abcdefgh'[next(numbers)]}"))
            return engines[-1]

        yield make
        for engine in engines:
            engine.drop()


class TestPostgresContractOfSets(TestPostgresContract):
    @pytest.fixture(autouse=True)
    def every_word_is_common(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgres_writer, "SAMPLED", 1)
        monkeypatch.setattr(postgres_writer, "COMMON_AT_LEAST", 1)
