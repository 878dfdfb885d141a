"""Adding a skill to what narrows a search, by its name as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.discovery.asking import MOST_SKILLS, Ask
from portal.skills.levels import AtLeast
from portal.skills.queries import Suggestion, resolve_label, suggest

FIELD = "add_skill"
LONGEST_NAME = 100
MOST_SUGGESTED = 5


@dataclass(frozen=True)
class Added:
    """What became of a name typed. `unknown` is the one that no skill has, and `meant` those it may mean, each with the
    address of the search that asks for it. `is_done`: the address still holds a field that has had its effect."""

    unknown: str = ""
    meant: Sequence[tuple[Suggestion, dict[str, Any]]] = ()
    is_full: bool = False
    is_done: bool = False


def read_added(ask: Ask, args: Any, locale: str) -> tuple[Ask, Added]:
    """The search with the skill typed, if there is one of that name."""
    if FIELD not in args:
        return ask, Added()
    typed = args[FIELD].replace("\x00", " ").strip()[:LONGEST_NAME]
    if not typed:
        return ask, Added(is_done=True)
    if len(ask.skills) >= MOST_SKILLS:
        return ask, Added(is_full=True)
    skill = resolve_label(typed, locale)
    if skill is not None:
        return ask.with_skill(AtLeast(skill.public_id, 1)), Added(is_done=True)
    meant = suggest(typed, locale, MOST_SUGGESTED)
    return ask, Added(typed, [(one, ask.with_skill(AtLeast(one.skill.public_id, 1)).params) for one in meant])
