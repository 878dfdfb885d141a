"""Which process runs what, when the suite runs in several: each test as soon as one is free, in the order collected.

The tests of a few modules stay together, where what they share takes longer to make than they take.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/browser/test_reliability.py",
    "tests/request/bench/test_relevance.py",
    "tests/unit/search/test_postgres_faults.py",
    "tests/unit/search/test_postgres_work.py",
)


class OneByOne(LoadScopeScheduling):
    """Gives tests out one by one, and some modules whole."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module in TOGETHER else nodeid
