"""Pages of a list: one query for the rows, one for the count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.core.prepared import reading
from portal.extensions import db

PER_PAGE = 20
DEEPEST = 50


@dataclass(frozen=True)
class Page:
    """One page of rows. `number` starts at 1; `total` counts all rows."""

    items: list[Any]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages can be opened."""
        return max(1, min(DEEPEST, -(-self.total // self.per_page)))


def paginate(select: sa.Select[Any], number: int, *, per_page: int = PER_PAGE, total: int | None = None) -> Page:
    """Page `number` of `select` (kept within 1 and the deepest page), as ORM objects."""
    number = max(1, min(number, DEEPEST))
    if total is None:
        total = db.session.scalar(sa.select(sa.func.count()).select_from(select.order_by(None).subquery())) or 0
    rows = db.session.scalars(select.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(list(rows), number, total, per_page)


def paged(select: Any) -> Any:
    """A select of columns whose page is chosen when it is sent, so that it can be built once: see `page_of`.

    The length of a page stands in the text: SQLite plans anew whenever a limit comes as a parameter.
    """
    return select.limit(sa.literal_column(str(PER_PAGE))).offset(sa.bindparam("rows_before", type_=sa.Integer))


def page_of(select: Any, asked: dict[str, Any], number: int, *, total: int) -> Page:
    """Page `number` (kept within 1 and the deepest page) of a `paged` select, given its parameters."""
    number = max(1, min(number, DEEPEST))
    rows = reading().execute(select, {**asked, "rows_before": (number - 1) * PER_PAGE}).all()
    return Page(list(rows), number, total)
