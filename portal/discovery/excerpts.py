"""What the search page shows of each thing found: text read from the database, with the words that answered marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from portal import policies
from portal.core.bilingual import Text
from portal.core.i18n import gettext as _
from portal.core.reindex import MISSION, TALENT
from portal.discovery.answers import Answer, Found
from portal.discovery.marking import Marked, Marker
from portal.discovery.reasons import Reason, Reasons, Told, sentences
from portal.discovery.rows import (
    MissionRow,
    Pair,
    RowSkill,
    SkillName,
    TalentRow,
    briefs,
    names_asked,
    names_held,
    past_titles,
    skills_held,
)
from portal.missions import wording
from portal.missions.chips import Chip, chip_of
from portal.missions.labels import STATES, TONES
from portal.organization.faces import Face
from portal.organization.models import Person
from portal.search import mentioning

SHOWN_SKILLS = 5


class About(NamedTuple):
    """What is said of a mission whatever was asked. `percent` is the most that a place takes, 0 without any; `shares`
    is empty where all places take one share of the week."""

    state: str
    tone: str
    unit: Text
    place: str
    percent: int
    shares: str


class MissionCard(NamedTuple):
    """A mission found, ready to be drawn: nothing but plain values, as what is drawn once needs."""

    public_id: str
    about: About
    title: Marked
    excerpt: Marked | None
    chips: tuple[Chip, ...]
    why: tuple[Reason, ...]


class TalentCard(NamedTuple):
    """Someone found, in the same way."""

    face: Face
    unit: Marked
    title: Marked
    excerpt: Marked | None
    chips: tuple[Chip, ...]
    why: tuple[Reason, ...]


Card = MissionCard | TalentCard


def cards(actor: Person, answer: Answer, locale: str, *, asked: Set[int] = frozenset()) -> list[Card]:
    """What to draw for each thing found; `asked` are the ids of the skills that narrow the answers. Three queries at
    most, whatever the page holds."""
    return _Cards(actor, answer, locale, asked).draw() if answer.found else []


class _Cards:
    """The texts behind a page of answers, as far as the reader may read them."""

    def __init__(self, actor: Person, answer: Answer, locale: str, asked: Set[int]) -> None:
        self._asked = asked
        self._answer, self._locale = answer, locale
        self._marker = Marker(answer.terms, locale)
        self._reasons = Reasons(self._marker, self._named)
        self._in_full = policies.is_employee(actor)
        talents = [one.row.id for one in answer.found if one.kind == TALENT]
        self._skills = skills_held(actor, {*talents, actor.id})
        self._held = {skill.skill_id for skill in self._skills[actor.id]}
        self._mentions = {lang: mentioning(self._marker.terms, lang) for lang in ("fr", "en")}
        self._names: dict[int, str | None] = {}
        self._mission_places = {"title": _("the title"), "skills": _("the skills asked"), "body": _("the brief")}
        self._talent_places = {
            "title": _("the name or the headline"),
            "skills": _("the skills"),
            "body": _("the summary or the experience"),
        }

    def draw(self) -> list[Card]:
        """The cards, in the order of the answer."""
        said = [(one, self._marker.best(self._texts(one.row))) for one in self._answer.found]
        silent = [one for one, best in said if self._says_more(one, best)]
        more = {MISSION: briefs(_ids(silent, MISSION)), TALENT: past_titles(_ids(silent, TALENT))}
        hidden = [one for one in self._answer.found if self._hides_a_skill(one)]
        names = {MISSION: names_asked(_ids(hidden, MISSION)), TALENT: names_held(_ids(hidden, TALENT))}
        return [
            self._card(one, best, more[one.kind].get(one.row.id, ()), names[one.kind].get(one.row.id, ()))
            for one, best in said
        ]

    def _texts(self, row: MissionRow | TalentRow) -> list[Text]:
        """What a row says itself, the most telling first, as far as the reader may read it."""
        if isinstance(row, MissionRow):
            return [row.summary.read(self._locale)]
        headline = row.headline.read(self._locale)
        return [headline, row.summary.read(self._locale), Text(row.job_title, "fr")] if self._in_full else [headline]

    def _says_more(self, one: Found, best: Marked | None) -> bool:
        """Whether the words may stand in a brief, or in someone's experience: the index says where it found them, the
        database does not. A mission without a summary is told by its brief."""
        if best is not None and best.has_marks:
            return False
        if one.kind == MISSION:
            return best is None or "body" in one.where
        return self._in_full and (self._answer.from_database or "body" in one.where)

    def _hides_a_skill(self, one: Found) -> bool:
        """Whether something was found by a skill, under another name than the two that the library prefers."""
        return "skills" in one.where and not any(self._named(skill) for skill in self._skills_of(one.row))

    def _skills_of(self, row: MissionRow | TalentRow) -> list[RowSkill]:
        return row.skills if isinstance(row, MissionRow) else self._skills[row.id]

    def _quoted(self, best: Marked | None, more: Iterable[Pair]) -> Marked | None:
        """The excerpt to show: from what the row says, or from `more` where the words stand there."""
        quoted = self._marker.best([text.read(self._locale) for text in more])
        return quoted if quoted is not None and (best is None or quoted.has_marks) else best

    def _card(self, one: Found, best: Marked | None, more: Collection[Pair], names: Collection[SkillName]) -> Card:
        row, excerpt = one.row, self._quoted(best, more)
        return (
            self._mission_card(one, row, excerpt, more, names)
            if isinstance(row, MissionRow)
            else self._talent_card(one, row, excerpt, more, names)
        )

    def _mission_card(
        self,
        one: Found,
        mission: MissionRow,
        excerpt: Marked | None,
        more: Iterable[Pair],
        names: Collection[SkillName],
    ) -> MissionCard:
        asked: dict[int, RowSkill] = {}
        for skill in mission.skills:
            known = asked.get(skill.skill_id)
            if known is None or known.level < skill.level:
                asked[skill.skill_id] = skill
        title = self._marker.whole(mission.title.read(self._locale))
        hidden: dict[str, Sequence[Told]] = {}
        if not title.has_marks:
            hidden["title"] = [("title", mission.title)]
        if excerpt is None or not excerpt.has_marks:
            hidden["body"] = [("summary", mission.summary), *[("brief", text) for text in more]]
        return MissionCard(
            public_id=mission.public_id,
            about=self._about(mission),
            title=title,
            excerpt=excerpt,
            chips=tuple([self._chip(skill, self._holds(skill)) for skill in self._shown(asked.values())]),
            why=self._why(one, hidden, names, self._places_of(mission, hidden)),
        )

    def _places_of(self, mission: MissionRow, hidden: Collection[str]) -> Mapping[str, str]:
        """What the parts of a mission are called. Its brief is found by where it takes place, too."""
        if "body" in hidden and self._mentions[self._locale](mission.place):
            return {**self._mission_places, "body": _("the place")}
        return self._mission_places

    def _about(self, mission: MissionRow) -> About:
        least, most = min(mission.percents, default=0), max(mission.percents, default=0)
        return About(
            state=str(STATES[mission.state]),
            tone=TONES.get(mission.state, ""),
            unit=mission.unit.read(self._locale),
            place=mission.place,
            percent=most,
            shares=wording.shares(least, most),
        )

    def _talent_card(
        self, one: Found, person: TalentRow, excerpt: Marked | None, more: Iterable[Pair], names: Collection[SkillName]
    ) -> TalentCard:
        name = self._marker.whole(Text(person.face.full_name, self._locale))
        hidden: dict[str, Sequence[Told]] = {}
        if not name.has_marks and not self._marker.excerpt(person.headline.read(self._locale)).has_marks:
            hidden["title"] = [("headline", person.headline)]
        if self._in_full and (excerpt is None or not excerpt.has_marks):
            hidden["body"] = [("profile", person.summary), *[("experience", text) for text in more]]
        return TalentCard(
            face=person.face,
            unit=self._marker.plain(person.unit.read(self._locale)),
            title=name,
            excerpt=excerpt,
            chips=tuple([self._chip(skill, self._answers_by(skill)) for skill in self._shown(self._skills[person.id])]),
            why=self._why(one, hidden, names, self._talent_places),
        )

    def _why(
        self, one: Found, hidden: Mapping[str, Sequence[Told]], names: Collection[SkillName], places: Mapping[str, str]
    ) -> tuple[Reason, ...]:
        """Why something answers. `hidden`: the texts, by part, that the page may show in the other language only. The
        database does not say which parts answered: all may have."""
        told = {
            part: self._reasons.in_other_language(texts)
            for part, texts in hidden.items()
            if part in one.where or self._answer.from_database
        }
        if "skills" in one.where:
            told["skills"] = self._reasons.through_skill(self._skills_of(one.row), names)
        return sentences(one.where, places, told)

    def _holds(self, skill: RowSkill) -> bool | None:
        """Whether the reader holds a skill; nothing for who has declared none."""
        return skill.skill_id in self._held if self._held else None

    def _answers_by(self, skill: RowSkill) -> bool | None:
        """Whether someone is found by this skill; not told of their others."""
        return self._is_asked(skill) or None

    def _chip(self, skill: RowSkill, is_held: bool | None = None) -> Chip:
        return chip_of(skill.label(self._locale), skill.level, self._locale, is_held=is_held)

    def _shown(self, skills: Iterable[RowSkill]) -> list[RowSkill]:
        """The skills that a row shows: those asked, or with a word asked in their name, first."""
        first: list[RowSkill] = []
        others: list[RowSkill] = []
        for skill in skills:
            (first if self._is_asked(skill) else others).append(skill)
        return [*first, *others][:SHOWN_SKILLS]

    def _is_asked(self, skill: RowSkill) -> bool:
        """Whether a skill is asked, or a word asked stands in its name: the same for all who hold it."""
        return skill.skill_id in self._asked or self._named(skill) is not None

    def _named(self, skill: RowSkill) -> str | None:
        """In which language a word asked stands in the name of a skill: the page's, rather than the other."""
        known = self._names
        if skill.skill_id not in known:
            labels = {"fr": skill.label_fr, "en": skill.label_en}
            langs = [lang for lang, label in labels.items() if self._mentions[lang](label)]
            known[skill.skill_id] = self._locale if self._locale in langs else next(iter(langs), None)
        return known[skill.skill_id]


def _ids(found: Iterable[Found], kind: str) -> list[int]:
    return [one.row.id for one in found if one.kind == kind]
