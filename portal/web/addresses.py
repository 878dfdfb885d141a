"""The addresses of pages. A list writes a hundred of them and most are the same from one page to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request
from flask.globals import app_ctx

_KEPT = 8192
_PLAIN = frozenset({str, int, type(None)})


_context = app_ctx._get_current_object  # type: ignore[attr-defined] # a proxy, typed as what it stands for


def prefix() -> str | None:
    """The path under which the portal is served, that of the base URL (`security.mount`); None outside requests."""
    try:
        kept = _context().g
    except RuntimeError:
        return None
    known: str | None = kept.get("prefix")
    if known is None and has_request_context():
        known = kept.prefix = request.script_root
    return known


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
        mounted = prefix()
        if mounted is None or endpoint[0] == ".":
            return super().url_for(endpoint, **values)
        kept = []
        for name, value in values.items():
            kind = type(value)
            if kind is list and all(type(one) is str for one in value):  # the ticked values of a facet
                value = tuple(value)
            elif kind not in _PLAIN:
                return super().url_for(endpoint, **values)
            kept.append((name, value))
        return self._path_for(mounted, endpoint, tuple(kept))

    def _write_path(self, prefix: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return super().url_for(endpoint, **dict(values))
