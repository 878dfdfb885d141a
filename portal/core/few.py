"""Lists of ids as so many parameters: a prepared statement has single values, and a page never shows more rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from portal.core.pagination import PER_PAGE

MOST = PER_PAGE + 4
_NOBODY = 0  # no row has this id
_NAMES = tuple(f"id_{number}" for number in range(MOST))

FEW: Any = [sa.bindparam(name, type_=sa.Integer) for name in _NAMES]


def few(ids: Collection[int]) -> dict[str, int]:
    """The values of `FEW`, as in `column.in_(FEW)`, for these ids. Raises `ValueError` over `MOST`."""
    if len(ids) > MOST:
        raise ValueError(f"{len(ids)} ids, where {MOST} have a place")
    return dict(zip(_NAMES, [*ids, *[_NOBODY] * (MOST - len(ids))], strict=True))
