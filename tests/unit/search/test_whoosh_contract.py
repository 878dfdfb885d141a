"""The Whoosh engine keeps the contract."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from portal.search.whoosh_engine import WhooshEngine

from .contract import EngineContract
from .contract_changes import Factory


class TestWhooshContract(EngineContract):
    @pytest.fixture
    def make_engine(self, tmp_path: Path) -> Iterator[Factory]:
        engines: list[WhooshEngine] = []
        numbers = count()

        def make() -> WhooshEngine:
            engines.append(WhooshEngine(tmp_path / f"index-{next(numbers)}"))
            return engines[-1]

        yield make
        for engine in engines:
            engine.close()
