"""Several people who act at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Thread

SECONDS = 110


def in_threads(deeds: Iterable[Callable[[], object]]) -> None:
    """Do each in a thread of its own, and return when all are done. Asserts that none waits for ever."""
    threads = [Thread(target=deed, daemon=True) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=SECONDS)
    assert not any(thread.is_alive() for thread in threads)
