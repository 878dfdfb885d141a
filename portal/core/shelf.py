"""Something large made of many rows, kept in each process for as long as their mark stays the same.

What turns out small is made again on the spot, as `portal.core.edition.kept` does. What is large takes a moment: the
former one, or none at first, answers meanwhile, and a thread makes the next.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import Flask, current_app

from portal.core.edition import is_changing, present_mark

log = logging.getLogger(__name__)
T = TypeVar("T")

_SHELVES = "shelves"


@dataclass
class _State(Generic[T]):
    mark: str = ""
    kept: T | None = None
    is_making: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class Shelf(Generic[T]):
    """One thing kept for each application: made by `make`, on the spot when `is_small` says so, of rows whose writes
    turn the mark `name`.
    """

    def __init__(self, name: str, make: Callable[[], T], is_small: Callable[[], bool]) -> None:
        self.name, self._make, self._is_small = name, make, is_small

    def current(self, mark: str | None = None) -> T | None:
        """What to answer with, for one small query, or none when the caller has just read the mark. None while the
        first is being made."""
        state = self._state()
        mark = present_mark(self.name) if mark is None else mark
        if state.kept is not None and state.mark == mark:
            return state.kept
        if is_changing(self.name):
            return self._make()
        if self._is_small():
            return self._put(state, mark)
        self._make_aside(state, mark)
        return state.kept

    def present(self, mark: str | None = None) -> T:
        """As `current`; the first is made on the spot."""
        kept = self.current(mark) if self._state().kept is not None else None
        return self.make_now() if kept is None else kept

    def make_now(self) -> T:
        """The same, made on the spot whatever its size, and kept."""
        return self._put(self._state(), present_mark(self.name))

    def _state(self) -> _State[T]:
        shelves: dict[Shelf[T], _State[T]] = current_app.extensions.setdefault(_SHELVES, {})
        return shelves.setdefault(self, _State())

    def _put(self, state: _State[T], mark: str) -> T:
        # The mark was read before the rows: they can only be newer than it says, and are then read once too often.
        made = self._make()
        state.kept, state.mark = made, mark
        return made

    def _make_aside(self, state: _State[T], mark: str) -> None:
        with state.lock:
            if state.is_making:
                return
            state.is_making = True
        app: Any = current_app
        given = (app._get_current_object(), state, mark)
        threading.Thread(target=self._fill, args=given, name=self.name, daemon=True).start()

    def _fill(self, app: Flask, state: _State[T], mark: str) -> None:
        try:
            with app.app_context():
                self._put(state, mark)
        except Exception:
            log.exception("%s could not be read again; what was kept before answers", self.name)
        finally:
            state.is_making = False
