"""A mission as a line of the list, everything on it in words and in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from portal.core import clock
from portal.core.bilingual import Text, pick
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import ngettext
from portal.missions import wording
from portal.missions.cards import Card, card_of
from portal.missions.chips import Chip, chip_of
from portal.missions.fit import Fit
from portal.missions.labels import STATES, TONES
from portal.missions.models import Audience, MissionState, SeatSkill
from portal.missions.rows import AskedSkill, ListedMission
from portal.organization.models import Person
from portal.web.jinja import day

# A mission for employees says nothing of it: most are.
_ADDRESSED: dict[Audience, Any] = {
    Audience.BOTH: _l("Employees and externals"),
    Audience.EXTERNALS: _l("For externals"),
}


class Place(NamedTuple):
    """What the place that suits the reader best asks, and what all of them do. `shares` is empty where all take one
    share of the week; `fit` is None for those who would not apply."""

    percent: int
    shares: str
    weeks: str
    free: str
    skills: tuple[Chip, ...]
    more_skills: int
    fit: Fit | None
    fit_words: str


class Line(NamedTuple):
    """One line, in nothing but plain values: two that are equal are drawn the same. `tags` are pairs of words and tone;
    `closing` is empty when the end of applications is far."""

    public_id: str
    tags: tuple[tuple[str, str], ...]
    closing: str
    unit: Text
    where: str
    title: Text
    summary: Text
    place: Place | None


def lines_of(actor: Person, missions: Sequence[ListedMission], held: Mapping[int, int], locale: str) -> list[Line]:
    """The lines of these missions for `actor`, who holds skills at these levels ({skill id: level})."""
    return [_line(card_of(mission, actor, held), mission, held, locale) for mission in missions]


def _line(card: Card, mission: ListedMission, held: Mapping[int, int], locale: str) -> Line:
    return Line(
        public_id=mission.public_id,
        tags=_tags(card, mission, locale),
        closing=_closing(card),
        unit=pick(mission.unit, "name", locale),
        where=wording.where(mission),
        title=pick(mission, "title", locale),
        summary=pick(mission, "summary", locale),
        place=_place(card, held, locale),
    )


def _place(card: Card, held: Mapping[int, int], locale: str) -> Place | None:
    if card.seat is None or card.first_week is None or card.last_week is None:
        return None
    applies = card.fit is not None
    return Place(
        percent=card.seat.percent,
        shares=wording.shares(card.least, card.most),
        weeks=_("from %(first)s to %(last)s", first=day(card.first_week), last=day(clock.week_end(card.last_week))),
        free=wording.places(card.free, card.places),
        skills=tuple([_asked(asked, applies, held, locale) for asked in card.skills]),
        more_skills=card.more_skills,
        fit=card.fit,
        fit_words=card.fit.in_words() if card.fit else "",
    )


def _asked(asked: AskedSkill | SeatSkill, applies: bool, held: Mapping[int, int], locale: str) -> Chip:
    is_held = held.get(asked.skill_id, 0) >= asked.level if applies else None
    return chip_of(pick(asked, "label", locale), asked.level, locale, is_held=is_held)


def _tags(card: Card, mission: ListedMission, locale: str) -> tuple[tuple[str, str], ...]:
    tags = [(str(STATES[mission.state]), TONES.get(mission.state, ""))]
    if mission.state is MissionState.PUBLISHED and not card.is_taking:
        tags = [(_("Takes no applications"), "")]
    if mission.audience in _ADDRESSED:
        tags.append((str(_ADDRESSED[mission.audience]), ""))
    if mission.pilot:
        tags.append((_("Pilot: %(name)s", name=pick(mission.pilot, "name", locale).text), ""))
    return tuple(tags)


def _closing(card: Card) -> str:
    if card.closes_in is None or not card.is_taking:
        return ""
    if not card.closes_in:
        return _("Closes today")
    return ngettext("Closes in %(num)d day", "Closes in %(num)d days", card.closes_in)
