"""Reading what was looked for in vain: only numbers large enough to tell of nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.discovery.saved.wording import PLACES
from portal.discovery.unmet.models import UnmetNeed
from portal.extensions import db
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


def needs_of(period: Period) -> list[Need]:
    """What was looked for in vain five times or more in a period, the most wanted first. Three queries."""
    in_period = UnmetNeed.week.between(period.weeks[0], period.weeks[-1])
    total = sa.func.sum(UnmetNeed.count)
    what = (UnmetNeed.words, UnmetNeed.kind, UnmetNeed.language)
    rows = db.session.execute(
        sa.select(*what, total)
        .where(in_period)
        .group_by(*what)
        .having(total >= LEAST)
        .order_by(total.desc(), UnmetNeed.words, UnmetNeed.kind, UnmetNeed.language)
        .limit(MOST)
    ).all()
    shown = {row[0] for row in rows}
    by_week = {
        (*key, week): count
        for *key, week, count in db.session.execute(
            sa.select(*what, UnmetNeed.week, UnmetNeed.count).where(in_period, UnmetNeed.words.in_(shown))
        )
    }
    skills = _skills_named(shown)
    return [
        Need(words, kind, language, int(count), _weeks(by_week, (words, kind, language), period), skills.get(words))
        for words, kind, language, count in rows
    ]


def _weeks(by_week: Mapping[Any, int], key: tuple[str, str, str], period: Period) -> tuple[int | None, ...]:
    counts = [by_week.get((*key, week), 0) for week in period.weeks]
    return tuple(count if count >= LEAST else None for count in counts)


def _skills_named(words: set[str]) -> dict[str, str]:
    rows = db.session.execute(
        sa.select(SkillLabel.folded, sa.func.min(Skill.public_id))
        .join(Skill, Skill.id == SkillLabel.skill_id)
        .where(SkillLabel.folded.in_(words), Skill.state == SkillState.ACTIVE)
        .group_by(SkillLabel.folded)
    )
    return dict(rows.all())


def table(needs: Sequence[Need], period: Period) -> Iterator[list[Any]]:
    """The same as rows of a spreadsheet, titles first; a number that is hidden is an empty cell."""
    yield [
        *(_("Words"), _("Looked for among"), _("Language"), _("In the library"), _("Times")),
        *(week.isoformat() for week in period.weeks),
    ]
    for need in needs:
        in_library = _("yes") if need.skill else _("no")
        yield [need.words, str(need.place), need.language, in_library, need.count, *need.weeks]
