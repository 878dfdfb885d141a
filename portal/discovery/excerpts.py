"""What the search page shows of each thing found: text read from the database, with the words that answered marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from typing import Any, NamedTuple

from markupsafe import escape

from portal import policies
from portal.core.bilingual import Text
from portal.core.i18n import gettext as _
from portal.discovery.answers import Answer, Found
from portal.discovery.documents import MISSION, TALENT
from portal.discovery.rows import MissionRow, Pair, RowSkill, TalentRow, briefs, past_titles, skills_held
from portal.missions import wording
from portal.missions.chips import Chip, chip_of
from portal.missions.labels import STATES, TONES
from portal.organization.faces import Face
from portal.organization.models import Person
from portal.search import highlight, highlight_all, mentioning

EXCERPT = 200
SHOWN_SKILLS = 5

Pieces = tuple[tuple[str, bool], ...]


class Marked(NamedTuple):
    """A text in pieces, those that answered being marked, and its language where that is not the page's."""

    pieces: Pieces
    lang: str | None

    @property
    def has_marks(self) -> bool:
        """Whether any of the words asked stands in it."""
        return any(is_match for _text, is_match in self.pieces)

    def __html__(self) -> str:
        """What a template shows of it."""
        drawn = "".join(
            [f"<mark>{escape(text)}</mark>" if is_match else escape(text) for text, is_match in self.pieces]
        )
        return f'<span lang="{self.lang}">{drawn}</span>' if self.lang else drawn


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
    why: str


class TalentCard(NamedTuple):
    """Someone found, in the same way."""

    face: Face
    unit: Marked
    title: Marked
    excerpt: Marked | None
    chips: tuple[Chip, ...]
    why: str


Card = MissionCard | TalentCard


def cards(actor: Person, answer: Answer, locale: str, *, asked: Set[int] = frozenset()) -> list[Card]:
    """What to draw for each thing found; `asked` are the ids of the skills that narrow the answers. Three queries at
    most, whatever the page holds."""
    return _Cards(actor, answer, locale, asked).draw() if answer.found else []


class _Cards:
    """The texts behind a page of answers, as far as the reader may read them."""

    def __init__(self, actor: Person, answer: Answer, locale: str, asked: Set[int]) -> None:
        self._asked = asked
        self._answer, self._terms, self._locale = answer, frozenset(answer.terms), locale
        self._in_full = policies.is_employee(actor)
        talents = [one.row.id for one in answer.found if one.kind == TALENT]
        self._skills = skills_held(actor, {*talents, actor.id})
        self._held = {skill.skill_id for skill in self._skills[actor.id]}
        self._mentions = mentioning(self._terms, "fr"), mentioning(self._terms, "en")
        self._answers: dict[int, bool] = {}
        self._mission_places = {"title": _("the title"), "skills": _("the skills asked"), "body": _("the brief")}
        self._talent_places = {
            "title": _("the name or the headline"),
            "skills": _("the skills"),
            "body": _("the summary or the experience"),
        }

    def draw(self) -> list[Card]:
        """The cards, in the order of the answer."""
        said = [(one, self._best(self._texts(one.row))) for one in self._answer.found]
        silent = [one for one, best in said if self._says_more(one, best)]
        more = {
            MISSION: briefs([one.row.id for one in silent if one.kind == MISSION]),
            TALENT: past_titles([one.row.id for one in silent if one.kind == TALENT]),
        }
        return [self._card(one, self._quoted(best, more[one.kind].get(one.row.id, ()))) for one, best in said]

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

    def _quoted(self, best: Marked | None, more: Iterable[Pair]) -> Marked | None:
        """The excerpt to show: from what the row says, or from `more` where the words stand there."""
        quoted = self._best([text.read(self._locale) for text in more])
        return quoted if quoted is not None and (best is None or quoted.has_marks) else best

    def _card(self, one: Found, excerpt: Marked | None) -> Card:
        row = one.row
        return (
            self._mission_card(one, row, excerpt)
            if isinstance(row, MissionRow)
            else self._talent_card(one, row, excerpt)
        )

    def _mission_card(self, one: Found, mission: MissionRow, excerpt: Marked | None) -> MissionCard:
        asked: dict[int, RowSkill] = {}
        for skill in mission.skills:
            known = asked.get(skill.skill_id)
            if known is None or known.level < skill.level:
                asked[skill.skill_id] = skill
        return MissionCard(
            public_id=mission.public_id,
            about=self._about(mission),
            title=self._whole(mission.title.read(self._locale)),
            excerpt=excerpt,
            chips=tuple([self._chip(skill, self._holds(skill)) for skill in self._shown(asked.values())]),
            why=_why(one.where, self._mission_places),
        )

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

    def _talent_card(self, one: Found, person: TalentRow, excerpt: Marked | None) -> TalentCard:
        return TalentCard(
            face=person.face,
            unit=self._plain(person.unit.read(self._locale)),
            title=self._whole(Text(person.face.full_name, self._locale)),
            excerpt=excerpt,
            chips=tuple([self._chip(skill, self._answers_by(skill)) for skill in self._shown(self._skills[person.id])]),
            why=_why(one.where, self._talent_places),
        )

    def _holds(self, skill: RowSkill) -> bool | None:
        """Whether the reader holds a skill; nothing for who has declared none."""
        return skill.skill_id in self._held if self._held else None

    def _answers_by(self, skill: RowSkill) -> bool | None:
        """Whether someone is found by this skill; not told of their others."""
        return self._answers[skill.skill_id] or None

    def _chip(self, skill: RowSkill, is_held: bool | None = None) -> Chip:
        return chip_of(skill.label(self._locale), skill.level, self._locale, is_held=is_held)

    def _foreign(self, lang: str) -> str | None:
        return lang if lang != self._locale else None

    def _shown(self, skills: Iterable[RowSkill]) -> list[RowSkill]:
        """The skills that a row shows: those asked, or with a word asked in their name, first."""
        first: list[RowSkill] = []
        others: list[RowSkill] = []
        known = self._answers
        for skill in skills:
            answer = known.get(skill.skill_id)
            if answer is None:
                answer = known[skill.skill_id] = self._is_asked(skill)
            (first if answer else others).append(skill)
        return [*first, *others][:SHOWN_SKILLS]

    def _is_asked(self, skill: RowSkill) -> bool:
        """Whether a skill is asked, or a word asked stands in its name: the same for all who hold it."""
        in_french, in_english = self._mentions
        return skill.skill_id in self._asked or in_french(skill.label_fr) or in_english(skill.label_en)

    def _plain(self, text: Text) -> Marked:
        return Marked(((text.text, False),), self._foreign(text.lang))

    def _whole(self, text: Text) -> Marked:
        return Marked(tuple(highlight_all(text.text, self._terms, text.lang)), self._foreign(text.lang))

    def _best(self, texts: Iterable[Text]) -> Marked | None:
        """The first text where a word answers, else the first text there is."""
        first: Marked | None = None
        for text in texts:
            if not text:
                continue
            pieces = highlight(text.text, self._terms, text.lang, EXCERPT)
            marked = Marked(tuple(pieces), self._foreign(text.lang))
            if marked.has_marks:
                return marked
            first = first or marked
        return first


def _why(where: Collection[str], words: dict[str, Any]) -> str:
    """Where the words were found, as a sentence; nothing when the database answered, which does not say."""
    places = [words[part] for part in ("title", "skills", "body") if part in where]
    return _("Found in: %(places)s", places=", ".join(places)) if places else ""
