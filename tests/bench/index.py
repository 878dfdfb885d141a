"""The search index of the generated organization."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from flask import Flask

from portal.discovery import index


def ensure_index(app: Flask, say: Callable[[str], None]) -> None:
    """Index everything, as `portal index rebuild` does, unless that is done; say how long it took."""

    def tell(done: int, total: int) -> None:
        say(f"  indexing: {done:,} of {total:,} documents read")

    with app.app_context():
        if index.engine().health().documents:
            return
        started = perf_counter()
        count = index.rebuild(tell)
    say(f"  {f'search index, {count:,} documents':<34}{perf_counter() - started:8.1f} s")
