"""Names that say the same in almost the same words: titles of a job, and skills."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.skills.folding import fold
from portal.skills.suggestions.words import words_of

# Beginnings of words that are compared: “ingénieure” and “ingénieur” begin alike, “manage” and “management” too.
TITLE_STEM, SKILL_STEM = 8, 6
_ASIDE = re.compile(r"\([^)]*\)")
_EMPTY = frozenset("a an and at by for from in of on or the to with as".split()) | frozenset(
    "a au aux avec d de des du en et l la le les ou par pour sur un une".split()
)
_RANK = frozenset("senior junior lead principal principale confirme confirmee expert experte experimente".split())
_DOING = frozenset("use using perform execute apply utiliser effectuer appliquer realiser".split())


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """What is compared of a job title: its words without rank, gender or order. Empty when nothing is left."""
    stems = _stems(title, _EMPTY | _RANK, TITLE_STEM)
    return " ".join(sorted({stem.rstrip("es") or stem for stem in stems}))


# People hold and lack the same few thousand skills.
@lru_cache(maxsize=8192)
def skill_key(label: str) -> str:
    """What is compared of a skill's name: its words without what every skill could say, in no order."""
    return " ".join(_stems(label, _EMPTY | _DOING, SKILL_STEM)) or fold(label)


def _stems(text: str, without: frozenset[str], size: int) -> list[str]:
    words = words_of(_ASIDE.sub(" ", fold(text)).replace("'", " "))
    return sorted({word[:size] for word in words if word not in without})
