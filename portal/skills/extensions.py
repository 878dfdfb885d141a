"""Where higher features add to a skill's page without the library knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.organization.models import Person
from portal.skills.models import Skill


@dataclass(frozen=True)
class Figure:
    """A number about a skill: what it counts, and where its rows are."""

    number: int
    label: Any
    href: str = ""


# Called with (actor, skill, the skill's label in the reader's language): who reads, and about what.
skill_figures: list[Callable[[Person, Skill, str], list[Figure]]] = []


def figures_for(actor: Person, skill: Skill, label: str) -> list[Figure]:
    """What other features count about this skill, for this reader."""
    return [figure for count in skill_figures for figure in count(actor, skill, label)]
