"""What the tabs and the filters of a search are called, on the page and wherever a kept search is described."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.core.months import first_day
from portal.core.prepared import Prepared
from portal.core.reindex import MISSION, TALENT
from portal.discovery.asking import MOST_VALUES, Ask
from portal.missions import board
from portal.organization.models import Unit
from portal.organization.queries import units
from portal.pilots.models import Pilot, PilotState
from portal.skills.levels import AtLeast, read_at_least
from portal.skills.models import Skill, SkillState
from portal.talents.availability import free
from portal.talents.labels import KINDS as TALENTS
from portal.talents.labels import LEVEL_WORD
from portal.web.jinja import month

# Where a search looks, by its tab.
PLACES: dict[str, Any] = {
    "": _l("Missions and people"),
    MISSION: _l("Missions"),
    TALENT: _l("People"),
}
VALUES: dict[str, dict[str, Any]] = {
    **board.VALUE_WORDS,
    "contract": {kind.value: label for kind, label in TALENTS.items()},
    "free": {"": _l("Any share"), **{str(share): _l("At least %(percent)s%%", percent=share) for share in free.SHARES}},
}

# What a value is called, by facet and value.
Names = Mapping[tuple[str, str], str]


class AskedSkill(NamedTuple):
    """A skill that narrows the answers, and the level (1 to 4) that is enough."""

    id: int
    public_id: str
    label: Text
    level: int

    @property
    def name(self) -> tuple[tuple[str, str], str]:
        """Its facet and value, and what they are called."""
        said = _("%(skill)s, at least “%(level)s”", skill=self.label.text, level=LEVEL_WORD[self.level])
        return ("skill", str(AtLeast(self.public_id, self.level))), said


# As many as a facet ever names, as single values: see `portal.core.few`.
_FEW: Any = [sa.bindparam(f"id_{number}", type_=sa.String) for number in range(MOST_VALUES)]
NAMED_UNITS = units().with_only_columns(Unit.public_id, Unit.name_fr, Unit.name_en)
# A pilot in preparation and a skill that the library does not have yet have names that not everyone may read.
_SOME: Mapping[str, Prepared] = {
    "unit": Prepared(NAMED_UNITS.where(Unit.public_id.in_(_FEW))),
    "pilot": Prepared(
        sa.select(Pilot.public_id, Pilot.name_fr, Pilot.name_en).where(
            Pilot.public_id.in_(_FEW), Pilot.state != PilotState.DRAFT
        )
    ),
    "skill": Prepared(
        sa.select(Skill.public_id, Skill.label_fr, Skill.label_en, Skill.id).where(
            Skill.public_id.in_(_FEW), Skill.state == SkillState.ACTIVE
        )
    ),
}


def value_names(facet: str, values: Collection[str]) -> Mapping[str, str]:
    """What some values of a facet, skills apart, are called; all its values, when they are few and ours. One query for
    twenty units or pilots."""
    if facet in VALUES:
        return VALUES[facet]
    if facet == "month":
        return {one: month(first_day(one)) for one in sorted(values)}
    if facet == "place":
        return {one: one for one in values}
    return named(_rows(facet, values))


def named(rows: Iterable[Any]) -> dict[str, str]:
    """The names of rows (public id, name in French, name in English), in the reader's language."""
    lang = language()
    return {row[0]: choose(row[1], row[2], lang).text for row in rows}


def asked_skills(asked: Sequence[AtLeast]) -> list[AskedSkill]:
    """Those of these skills that the library has, in the same order. One query for twenty."""
    known = {row[0]: row for row in _rows("skill", {one.public_id for one in asked})}
    lang = language()
    return [
        AskedSkill(known[id_][3], id_, choose(known[id_][1], known[id_][2], lang), level)
        for id_, level in asked
        if id_ in known
    ]


def _rows(facet: str, values: Collection[str]) -> Iterator[Any]:
    wanted = list(values)
    for start in range(0, len(wanted), MOST_VALUES):
        few = wanted[start : start + MOST_VALUES]
        padded = [*few, *[""] * (MOST_VALUES - len(few))]
        yield from _SOME[facet].rows(**{f"id_{number}": value for number, value in enumerate(padded)})


def names_of(asks: Iterable[Ask]) -> Names:
    """What every filter of some searches is called. One query for twenty units, twenty pilots, or twenty skills."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for ask in asks:
        for facet, value in ask.chosen():
            wanted[facet].add(value)
    skills = [one for value in sorted(wanted.pop("skill", ())) for one in read_at_least([value], most=1)]
    found = dict(skill.name for skill in asked_skills(skills))
    for facet, values in wanted.items():
        found |= {(facet, value): str(label) for value, label in value_names(facet, values).items()}
    return found


def filters_in_words(ask: Ask, names: Names) -> list[tuple[str, str, str]]:
    """Every filter in the order of the page: facet, value, and what is said of it. One whose name may not be read, or
    that is gone, is there all the same."""
    return [(facet, value, _said(facet, names.get((facet, value)))) for facet, value in ask.chosen()]


def _said(facet: str, name: str | None) -> str:
    if name is None:
        return _("A filter")
    # A share of the week would not be understood alone.
    return _("Free: ") + name if facet == "free" else name
