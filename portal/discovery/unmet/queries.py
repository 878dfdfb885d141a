"""Reading what was looked for in vain: only numbers large enough to tell of nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.prepared import Prepared
from portal.discovery.naming import PLACES
from portal.discovery.unmet.models import UnmetNeed
from portal.skills.models import Skill, SkillLabel, SkillState

# Below this, a number is hidden: it could tell of someone.
LEAST = 5
WEEKS = 12
MOST = 200
SHOWN = 40


@dataclass(frozen=True)
class Need:
    """Words looked for in vain, on a tab (empty: everywhere) and in a language. `weeks` has a number for each week of
    the period, the oldest first, None where it is hidden or nothing was asked. `skill` is the public id of the skill of
    the library that is named so, if any."""

    words: str
    kind: str
    language: str
    count: int
    weeks: tuple[int | None, ...]
    skill: str | None

    @property
    def place(self) -> Any:
        """Where it was looked for, in words."""
        return PLACES.get(self.kind, self.kind)


@dataclass(frozen=True)
class Period:
    """Whole weeks, the present one being the last."""

    weeks: tuple[date, ...]

    @classmethod
    def lasting(cls, count: int) -> Period:
        """The last `count` weeks."""
        last = clock.this_week()
        return cls(tuple(last - timedelta(weeks=back) for back in reversed(range(count))))


def needs_of(period: Period, *, most: int = MOST) -> tuple[list[Need], int]:
    """What was looked for in vain five times or more in a period, the `most` wanted first, and how many needs there
    are, `MOST` at the most. One query."""
    rows = _needs(len(period.weeks), most).rows(**_named(period))
    found = [
        Need(words, kind, language, int(count), tuple([_told(one) for one in weeks]), skill)
        for words, kind, language, count, skill, _total, *weeks in rows
    ]
    return found, min(rows[0][5], MOST) if rows else 0


def _told(count: int | None) -> int | None:
    return int(count) if count is not None and count >= LEAST else None


def _named(period: Period) -> dict[str, date]:
    return {f"week_{number}": week for number, week in enumerate(period.weeks)}


@lru_cache(maxsize=8)
def _needs(weeks: int, most: int) -> Prepared:
    """A row for each need: what it is, how often, the skill named so, how many needs there are, each week's count."""
    asked: list[Any] = [sa.bindparam(f"week_{number}", type_=sa.Date) for number in range(weeks)]
    total = sa.func.sum(UnmetNeed.count)
    what = (UnmetNeed.words, UnmetNeed.kind, UnmetNeed.language)
    skill = (
        sa.select(sa.func.min(Skill.public_id))
        .join(SkillLabel, SkillLabel.skill_id == Skill.id)
        .where(SkillLabel.folded == UnmetNeed.words, Skill.state == SkillState.ACTIVE)
    )
    return Prepared(
        sa.select(
            *(*what, total, skill.correlate(UnmetNeed).scalar_subquery(), sa.func.count().over()),
            *(sa.func.sum(sa.case((UnmetNeed.week == week, UnmetNeed.count))) for week in asked),
        )
        .where(UnmetNeed.week.between(asked[0], asked[-1]))
        .group_by(*what)
        .having(total >= LEAST)
        .order_by(total.desc(), *what)
        .limit(most),
        row=lambda *columns: columns,
    )


def table(needs: Sequence[Need], period: Period) -> Iterator[list[Any]]:
    """The same as rows of a spreadsheet, titles first; a number that is hidden is an empty cell."""
    yield [
        *(_("Words"), _("Looked for among"), _("Language"), _("In the library"), _("Times")),
        *(week.isoformat() for week in period.weeks),
    ]
    for need in needs:
        in_library = _("yes") if need.skill else _("no")
        yield [need.words, str(need.place), need.language, in_library, need.count, *need.weeks]
