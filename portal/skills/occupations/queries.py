"""Reading occupations."""

from __future__ import annotations

import sqlalchemy as sa

from portal.extensions import db
from portal.skills.occupations.models import Occupation


def count_by_source() -> dict[str, int]:
    """How many occupations come from each vocabulary."""
    rows = db.session.execute(sa.select(Occupation.source, sa.func.count(Occupation.id)).group_by(Occupation.source))
    return {row.source: row[1] for row in rows}
