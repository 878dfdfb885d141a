"""The search index of the generated organization."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from flask import Flask

from portal.discovery import index


def build_index(app: Flask, say: Callable[[str], None]) -> None:
    """Index everything, as `portal index rebuild` does, and say how long it took."""
    started = perf_counter()
    with app.app_context():
        count = index.rebuild()
    say(f"  {f'search index, {count:,} documents':<34}{perf_counter() - started:8.1f} s")
