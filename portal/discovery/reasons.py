"""Why something answers: in which of its parts, and the text itself where the page shows it in the other language only.

The index finds in both languages, a page is read in one: a mission found by its French title on an English page would
show nothing of what answered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from portal.core.bilingual import Text
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import other_locale
from portal.discovery.marking import Marked, Marker
from portal.discovery.rows import Pair, RowSkill, SkillName

PARTS = ("title", "skills", "body")

# By the language that the page is not in.
_IN_OTHER: dict[str, dict[str, Any]] = {
    "fr": {
        "title": _l("In the French title:"),
        "headline": _l("In the French headline:"),
        "summary": _l("In the French summary:"),
        "profile": _l("In their French summary:"),
        "brief": _l("In the French brief:"),
        "experience": _l("In the experience, in French:"),
    },
    "en": {
        "title": _l("In the English title:"),
        "headline": _l("In the English headline:"),
        "summary": _l("In the English summary:"),
        "profile": _l("In their English summary:"),
        "brief": _l("In the English brief:"),
        "experience": _l("In the experience, in English:"),
    },
}


class Reason(NamedTuple):
    """A sentence, and the text that it announces, if any."""

    said: str
    text: Marked | None = None


# What a text is, as a key of the table above, and the text.
Told = tuple[str, Pair]


class Reasons:
    """Says why the things of one answer were found. `named` says in which language a word asked stands in the name of
    a skill, if in any."""

    def __init__(self, marker: Marker, named: Callable[[RowSkill], str | None]) -> None:
        self._marker, self._named = marker, named
        self._other = other_locale(marker.locale)

    def in_other_language(self, texts: Iterable[Told]) -> Reason | None:
        """The first of these texts where a word answers in the language that the page is not in."""
        for what, pair in texts:
            text = pair.hidden_from(self._marker.locale)
            if text and (marked := self._marker.excerpt(text)).has_marks:
                return Reason(str(_IN_OTHER[self._other][what]), marked)
        return None

    def through_skill(self, skills: Iterable[RowSkill], others: Collection[SkillName]) -> Reason | None:
        """The skill through which something was found, where its name on the page does not show it. `others` are the
        further names of these skills."""
        found: RowSkill | None = None
        for skill in skills:
            lang = self._named(skill)
            if lang == self._marker.locale:
                return None
            if lang is not None and found is None:
                found = skill
        if found is not None:
            return self._in_other_name(found)
        for name in others:
            marked = self._marker.whole(Text(name.text, name.lang))
            if marked.has_marks:
                label = name.label(self._marker.locale).text
                return Reason(_("Through the skill “%(skill)s”, also called:", skill=label), marked)
        return None

    def _in_other_name(self, skill: RowSkill) -> Reason | None:
        label = skill.label(self._marker.locale).text
        text = Pair(skill.label_fr, skill.label_en).hidden_from(self._marker.locale)
        if not text:
            return None
        said = (
            _("Through the skill “%(skill)s”, in French:", skill=label)
            if self._other == "fr"
            else _("Through the skill “%(skill)s”, in English:", skill=label)
        )
        return Reason(said, self._marker.whole(text))


def sentences(
    where: Collection[str], words: Mapping[str, str], told: Mapping[str, Reason | None]
) -> tuple[Reason, ...]:
    """Where the words were found: the parts that the page shows in one sentence (none when the database answered, which
    does not say), then each of those it does not."""
    places = [words[part] for part in PARTS if part in where and not told.get(part)]
    first = (Reason(_("Found in: %(places)s", places=", ".join(places))),) if places else ()
    return (*first, *[reason for part in PARTS if (reason := told.get(part))])
