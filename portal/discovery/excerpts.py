"""What the search page shows of each thing found: text read from the database, with the words that answered marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from portal import policies
from portal.core import bilingual
from portal.core.i18n import gettext as _
from portal.discovery.answers import Answer, Found
from portal.discovery.documents import TALENT
from portal.extensions import db
from portal.missions.models import BRIEF_FIELDS, Mission, SeatSkill
from portal.organization.models import Person
from portal.search import highlight, highlight_all
from portal.skills.models import Skill
from portal.talents.models import Experience, HeldSkill
from portal.talents.queries import best_skills, blank_profile

EXCERPT = 200
SHOWN_SKILLS = 5

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Marked:
    """A text in pieces, those that answered being marked, and the language it is in."""

    pieces: Pieces
    lang: str

    @property
    def has_marks(self) -> bool:
        """Whether any of the words asked stands in it."""
        return any(is_match for _text, is_match in self.pieces)


@dataclass(frozen=True)
class Chip:
    """A skill to show: asked by a mission (`held` says whether the reader holds it) or held by a person."""

    skill: Skill
    level: int
    held: bool | None = None


@dataclass(frozen=True)
class Card:
    """One thing found, ready to be drawn."""

    found: Found
    title: Marked
    excerpt: Marked | None
    why: str
    chips: list[Chip] = field(default_factory=list)


def cards(actor: Person, answer: Answer, locale: str) -> list[Card]:
    """What to draw for each thing found. Two queries at most, whatever the page holds."""
    people = [one.subject.id for one in answer.found if one.kind == TALENT]
    skills = best_skills({*people, actor.id}) if answer.found else {}
    levels = {held.skill_id: held.level for held in skills.get(actor.id, [])}
    texts = _Texts(actor, answer, skills, locale)
    return [
        texts.talent_card(one, one.subject)
        if isinstance(one.subject, Person)
        else _mission_card(one, one.subject, answer.terms, levels, locale)
        for one in answer.found
    ]


def _mission_card(one: Found, mission: Mission, terms: Collection[str], levels: dict[int, int], locale: str) -> Card:
    brief = [bilingual.pick(mission.brief, name, locale) for name in BRIEF_FIELDS] if mission.brief else []
    asked: dict[int, SeatSkill] = {}
    for seat_skill in (skill for seat in mission.seats for skill in seat.skills):
        known = asked.get(seat_skill.skill_id)
        if known is None or known.level < seat_skill.level:
            asked[seat_skill.skill_id] = seat_skill
    chips = [Chip(row.skill, row.level, row.skill_id in levels if levels else None) for row in asked.values()]
    return Card(
        found=one,
        title=_whole(bilingual.pick(mission, "title", locale), terms),
        excerpt=_best([bilingual.pick(mission, "summary", locale), *brief], terms),
        why=_why(one.where, {"title": _("the title"), "skills": _("the skills asked"), "body": _("the brief")}),
        chips=chips[:SHOWN_SKILLS],
    )


class _Texts:
    """The texts of the people on a page, as far as the reader may read them."""

    def __init__(self, actor: Person, answer: Answer, skills: dict[int, list[HeldSkill]], locale: str) -> None:
        self._terms, self._locale = answer.terms, locale
        self._in_full = policies.is_employee(actor)
        self._skills = skills
        self._past: dict[int, list[Experience]] = {}
        # The database does not say where it found the words; the index does, and often it is elsewhere.
        to_quote = [
            one.subject.id
            for one in answer.found
            if one.kind == TALENT and (answer.from_database or "body" in one.where)
        ]
        if self._in_full and to_quote:
            for past in db.session.scalars(sa.select(Experience).where(Experience.person_id.in_(to_quote))):
                self._past.setdefault(past.person_id, []).append(past)

    def talent_card(self, one: Found, person: Person) -> Card:
        """A person: name, then the most telling of what may be read."""
        profile = one.profile or blank_profile(person.id)
        texts = [bilingual.pick(profile, "headline", self._locale)]
        if self._in_full:
            texts += [bilingual.pick(profile, "summary", self._locale), bilingual.Text(person.job_title, "fr")]
            texts += [bilingual.pick(past, "title", self._locale) for past in self._past.get(person.id, [])]
        places = {
            "title": _("the name or the headline"),
            "skills": _("the skills"),
            "body": _("the summary or the experience"),
        }
        return Card(
            found=one,
            title=_whole(bilingual.Text(person.full_name, self._locale), self._terms),
            excerpt=_best(texts, self._terms),
            why=_why(one.where, places),
            chips=self._chips(person.id),
        )

    def _chips(self, person_id: int) -> list[Chip]:
        """The best skills, those that answer first."""
        held = self._skills.get(person_id, [])
        ordered = sorted(held, key=lambda row: not self._answers(row.skill))
        return [Chip(row.skill, row.level) for row in ordered[:SHOWN_SKILLS]]

    def _answers(self, skill: Skill) -> bool:
        return any(
            _whole(bilingual.Text(getattr(skill, f"label_{lang}"), lang), self._terms).has_marks
            for lang in ("fr", "en")
        )


def _whole(text: bilingual.Text, terms: Collection[str]) -> Marked:
    return Marked(highlight_all(text.text, terms, text.lang), text.lang)


def _best(texts: Iterable[bilingual.Text], terms: Collection[str]) -> Marked | None:
    """The first text where a word answers, else the first text there is."""
    first: Marked | None = None
    for text in texts:
        if not text:
            continue
        marked = Marked(highlight(text.text, terms, text.lang, EXCERPT), text.lang)
        if marked.has_marks:
            return marked
        first = first or marked
    return first


def _why(where: tuple[str, ...], words: dict[str, Any]) -> str:
    """Where the words were found, as a sentence; nothing when the database answered, which does not say."""
    places = [words[part] for part in ("title", "skills", "body") if part in where]
    return _("Found in: %(places)s", places=", ".join(places)) if places else ""
