"""What may be meant by the words of a box, group by group, each a way straight to it.

Missions and people are looked for in what this person may read, by the words of titles and names in either language,
then read again from the database as they may see them: what is in memory proposes, it never shows. Skills and their
names are the same for everyone. Where nothing is spelled as typed, small slips are forgiven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.discovery.recent.models import LONGEST_TEXT
from portal.discovery.recent.queries import recent_searches
from portal.missions.titles import TitleRow, find_titles
from portal.organization.models import Person
from portal.skills import queries as skills
from portal.skills.queries import Suggestion
from portal.skills.suggestions.words import question_words
from portal.talents.names import NameRow, find_names

EACH = 4
RECENT = 3
# One letter begins too many words to mean any.
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Suggestions:
    """What is proposed for `text`: with nothing typed, one's last searches alone."""

    text: str
    recent: Sequence[str] = ()
    missions: Sequence[TitleRow] = ()
    people: Sequence[NameRow] = ()
    skills: Sequence[Suggestion] = ()

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(map(len, (self.recent, self.missions, self.people, self.skills)))


def suggestions(person: Person, text: str, locale: str) -> Suggestions:
    """What to propose to `person` while they type. Eight queries at most."""
    text = " ".join(text[:LONGEST_TEXT].split())
    words = question_words(text)
    if not text:
        return Suggestions(text, recent=recent_searches(person))
    if not words or sum(map(len, words)) < FEWEST_LETTERS:
        return Suggestions(text)
    missions = find_titles(person, words, locale, EACH)
    people = find_names(person, words, locale, EACH)
    named = skills.suggest_at_once(text, locale, EACH)
    if not (missions or people or named):
        named = skills.suggest_at_once(text, locale, EACH, forgiving=True)
    return Suggestions(text, recent_searches(person, words)[:RECENT], missions, people, named)
