"""What the search page shows of each thing found: text read from the database, with the words that answered marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from portal import policies
from portal.core.bilingual import Text
from portal.core.i18n import gettext as _
from portal.discovery.answers import Answer, Found
from portal.discovery.documents import TALENT
from portal.discovery.rows import MissionRow, RowSkill, TalentRow, briefs, past_titles, skills_held
from portal.organization.models import Person
from portal.search import highlight, highlight_all, mentions

EXCERPT = 200
SHOWN_SKILLS = 5

Pieces = list[tuple[str, bool]]


class Marked(NamedTuple):
    """A text in pieces, those that answered being marked, and its language where that is not the page's."""

    pieces: Pieces
    lang: str | None

    @property
    def has_marks(self) -> bool:
        """Whether any of the words asked stands in it."""
        return any(is_match for _text, is_match in self.pieces)


class Chip(NamedTuple):
    """A skill to show: asked by a mission (`is_held` says whether the reader holds it) or held by a person. `lang` is
    that of the label where it is not the page's."""

    label: str
    lang: str | None
    level: int
    is_held: bool | None


@dataclass(frozen=True, slots=True)
class Card:
    """One thing found, ready to be drawn. `least` and `most`: the percents that the places of a mission ask."""

    found: Found
    title: Marked
    unit: Text
    excerpt: Marked | None
    why: str
    chips: list[Chip]
    least: int = 0
    most: int = 0


def cards(actor: Person, answer: Answer, locale: str) -> list[Card]:
    """What to draw for each thing found. Three queries at most, whatever the page holds."""
    return _Cards(actor, answer, locale).draw() if answer.found else []


class _Cards:
    """The texts behind a page of answers, as far as the reader may read them."""

    def __init__(self, actor: Person, answer: Answer, locale: str) -> None:
        self._answer, self._terms, self._locale = answer, frozenset(answer.terms), locale
        self._in_full = policies.is_employee(actor)
        talents = [one.row.id for one in answer.found if one.kind == TALENT]
        self._skills = skills_held({*talents, actor.id})
        self._held = {skill.skill_id for skill in self._skills[actor.id]}
        self._answers: dict[int, bool] = {}
        self._mission_places = {"title": _("the title"), "skills": _("the skills asked"), "body": _("the brief")}
        self._talent_places = {
            "title": _("the name or the headline"),
            "skills": _("the skills"),
            "body": _("the summary or the experience"),
        }

    def draw(self) -> list[Card]:
        """The cards, in the order of the answer."""
        summaries: dict[int, Marked | None] = {}
        silent = []
        for one in self._answer.found:
            if isinstance(one.row, MissionRow):
                summary = summaries[one.row.id] = self._best([one.row.summary.read(self._locale)])
                if summary is None or ("body" in one.where and not summary.has_marks):
                    silent.append(one.row.id)
        quoted = briefs(silent)
        to_quote = [one.row.id for one in self._answer.found if one.kind == TALENT and self._is_elsewhere(one)]
        past = past_titles(to_quote) if self._in_full else {}
        return [
            self._mission_card(one, one.row, summaries[one.row.id], quoted.get(one.row.id, ()))
            if isinstance(one.row, MissionRow)
            else self._talent_card(one, one.row, past.get(one.row.id, ()))
            for one in self._answer.found
        ]

    def _is_elsewhere(self, one: Found) -> bool:
        """Whether the words may stand in someone's experience: the index says where it found them, the database not."""
        return self._answer.from_database or "body" in one.where

    def _mission_card(self, one: Found, mission: MissionRow, summary: Marked | None, brief: Sequence[Any]) -> Card:
        quoted = self._best(text.read(self._locale) for text in brief)
        asked: dict[int, RowSkill] = {}
        for skill in mission.skills:
            known = asked.get(skill.skill_id)
            if known is None or known.level < skill.level:
                asked[skill.skill_id] = skill
        return Card(
            found=one,
            title=self._whole(mission.title.read(self._locale)),
            unit=mission.unit.read(self._locale),
            excerpt=quoted if quoted is not None and (summary is None or quoted.has_marks) else summary,
            why=_why(one.where, self._mission_places),
            chips=[self._chip(skill, self._holds(skill)) for skill in self._shown(asked.values())],
            least=min(mission.percents, default=0),
            most=max(mission.percents, default=0),
        )

    def _talent_card(self, one: Found, person: TalentRow, past: Sequence[Any]) -> Card:
        """A person: name, then the most telling of what may be read."""
        texts = [person.headline.read(self._locale)]
        if self._in_full:
            texts += [person.summary.read(self._locale), Text(person.job_title, "fr")]
            texts += [title.read(self._locale) for title in past]
        return Card(
            found=one,
            title=self._whole(Text(person.face.full_name, self._locale)),
            unit=person.unit.read(self._locale),
            excerpt=self._best(texts),
            why=_why(one.where, self._talent_places),
            chips=[self._chip(skill) for skill in self._shown(self._skills[person.id])],
        )

    def _holds(self, skill: RowSkill) -> bool | None:
        """Whether the reader holds a skill; nothing for who has declared none."""
        return skill.skill_id in self._held if self._held else None

    def _chip(self, skill: RowSkill, is_held: bool | None = None) -> Chip:
        label = skill.label(self._locale)
        return Chip(label.text, self._foreign(label.lang), skill.level, is_held)

    def _foreign(self, lang: str) -> str | None:
        return lang if lang != self._locale else None

    def _shown(self, skills: Iterable[RowSkill]) -> list[RowSkill]:
        """The skills that a row shows: those with a word asked in their name first."""
        first: list[RowSkill] = []
        others: list[RowSkill] = []
        for skill in skills:
            (first if self._is_asked(skill) else others).append(skill)
        return [*first, *others][:SHOWN_SKILLS]

    def _is_asked(self, skill: RowSkill) -> bool:
        """Whether a word asked stands in the name of a skill; looked up once for all who hold it."""
        answer = self._answers.get(skill.skill_id)
        if answer is None:
            names = ((skill.label_fr, "fr"), (skill.label_en, "en"))
            answer = any(name and mentions(name, self._terms, lang) for name, lang in names)
            self._answers[skill.skill_id] = answer
        return answer

    def _whole(self, text: Text) -> Marked:
        return Marked(highlight_all(text.text, self._terms, text.lang), self._foreign(text.lang))

    def _best(self, texts: Iterable[Text]) -> Marked | None:
        """The first text where a word answers, else the first text there is."""
        first: Marked | None = None
        for text in texts:
            if not text:
                continue
            marked = Marked(highlight(text.text, self._terms, text.lang, EXCERPT), self._foreign(text.lang))
            if marked.has_marks:
                return marked
            first = first or marked
        return first


def _why(where: Collection[str], words: dict[str, Any]) -> str:
    """Where the words were found, as a sentence; nothing when the database answered, which does not say."""
    places = [words[part] for part in ("title", "skills", "body") if part in where]
    return _("Found in: %(places)s", places=", ".join(places)) if places else ""
