"""The addresses of pages. A list writes a hundred of them and most are the same from one page to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request

_KEPT = 8192
_PLAIN = frozenset({str, int, type(None)})


class Portal(Flask):
    """A Flask application that remembers the paths it has written.

    A path follows from the endpoint, its values and the prefix under which the portal is served, and from nothing else:
    nothing here adds defaults to an address from the request. Absolute addresses are always made anew.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._path_for = lru_cache(maxsize=_KEPT)(self._write_path)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As `Flask.url_for`."""
        plain = all(type(value) in _PLAIN for value in values.values())
        if not plain or endpoint[0] == "." or not has_request_context():
            return super().url_for(endpoint, **values)
        return self._path_for(request.script_root, endpoint, tuple(values.items()))

    def _write_path(self, prefix: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return super().url_for(endpoint, **dict(values))
