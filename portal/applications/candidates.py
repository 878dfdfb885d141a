"""The candidates of a mission as those who choose read them: grouped by what they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.applications import queries
from portal.applications.batch.forms import tick_of
from portal.applications.models import CLEARANCE_STATES, ENDED_STATES, ApplicationState
from portal.applications.rows import Candidate, ListedApplication, ListedMission, candidates_of, open_mission
from portal.applications.turns import Turn, turns_of
from portal.applications.workflow import APPLICATION
from portal.core import clock
from portal.core.bilingual import Text, pick
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import ngettext
from portal.missions.fit import Fit, fit_of
from portal.organization.models import Person
from portal.talents.models import Section
from portal.talents.visibility import Sight, sights_of
from portal.web.jinja import day

S = ApplicationState

GROUPS: tuple[tuple[str, Any, frozenset[S]], ...] = (
    ("to-read", _l("To read"), frozenset({S.SUBMITTED})),
    ("review", _l("Being reviewed"), frozenset({S.IN_REVIEW})),
    ("shortlist", _l("Shortlisted"), frozenset({S.SHORTLISTED})),
    ("hold", _l("On hold"), frozenset({S.ON_HOLD})),
    ("invited", _l("Invited, no answer yet"), frozenset({S.INVITED})),
    ("offers", _l("Offers waiting for an answer"), frozenset({S.OFFERED})),
    ("clearance", _l("Waiting for the manager or procurement"), CLEARANCE_STATES),
    ("confirmed", _l("Place confirmed"), frozenset({S.CONFIRMED, S.COMPLETED})),
    ("ended", _l("Applications that ended"), ENDED_STATES - {S.COMPLETED}),
)
_GROUP_OF = {state: key for key, _title, states in GROUPS for state in states}


class Row(NamedTuple):
    """One candidate: who, for which seat, what `ui.fit` draws of the match, since when they wait, the reply clock.

    `fit` is None when they do not show their skills to the reader. `tick` is what their box sends (see
    `batch.forms.tick_of`), `label` what it says. `pause` says in words that they are on pause now, else it is empty.
    `has_new` says whether they wrote something new to the reader, `can_answer` whether the reader can tell them no,
    `waits` whether an answer is owed to them by now.
    The template unpacks it in this order.
    """

    public_id: str
    tick: str
    label: str
    name: str
    initials: str
    kind: str
    unit: Text
    seat: Text
    state: S
    fit: Fit | None
    since: str
    turn: Turn
    pause: str
    has_new: bool
    can_answer: bool
    waits: bool


class Group(NamedTuple):
    """Candidates in the same state; `key` is the id of its heading."""

    key: str
    title: Any
    rows: list[Row]


class Board(NamedTuple):
    """Every group that has someone, and the places of the mission. `sights`: what was read of whom, by their ids."""

    mission: ListedMission
    groups: list[Group]
    has_several_seats: bool
    places: int
    taken: int
    filled: bool
    total: int
    sights: Mapping[int, Sight]

    @property
    def answerable(self) -> list[str]:
        """Whoever can be told that someone else is chosen, as their boxes send it."""
        return [row.tick for group in self.groups for row in group.rows if row.can_answer]

    @property
    def others(self) -> list[str]:
        """Those of the `answerable` who still wait though the mission is filled; nobody while it is not."""
        if not self.filled:
            return []
        return [row.tick for group in self.groups for row in group.rows if row.can_answer and row.waits]


def candidates_board(actor: Person, public_id: str, locale: str) -> Board:
    """Everyone who applied to a mission, in four queries whatever their number; one or two more when some of them keep
    their skills from the reader.

    Raises `NotFound` for those who may not read its candidates.
    """
    opened = open_mission(actor, public_id)
    candidates = candidates_of(actor, opened, locale)
    asked = queries.skills_asked(opened.seats)
    skill_ids = {skill.skill_id for skills in asked.values() for skill in skills}
    sights = sights_of(actor, ((one.known, one.circles) for one in candidates))
    held = queries.levels_held([id_ for id_, sight in sights.items() if Section.SKILLS in sight], skill_ids)
    titles = {key: pick(seat, "title", locale) for key, seat in opened.seats.items()}
    groups: dict[str, list[Row]] = {key: [] for key, _title, _states in GROUPS}
    today = clock.today()
    for one, turn in zip(candidates, turns_of([one.application for one in candidates], actor), strict=True):
        if Section.AVAILABILITY not in sights[one.known.id]:
            one = one._replace(pause="")
        levels = held.get(one.known.id)
        fit = fit_of(asked[one.seat_id], levels) if levels is not None else None
        row = _row(actor, one, fit, titles[one.seat_id], turn, today)
        groups[_GROUP_OF[row.state]].append(row)
    return Board(
        opened.mission,
        [Group(key, title, groups[key]) for key, title, _states in GROUPS if groups[key]],
        len(opened.seats) > 1,
        opened.places,
        opened.taken,
        opened.filled,
        len(candidates),
        sights,
    )


def _row(actor: Person, candidate: Candidate, fit: Fit | None, seat: Text, turn: Turn, today: date) -> Row:
    application, person = candidate.application, candidate.application.person
    name = person.full_name
    can_answer = APPLICATION.can(actor, application, "not_select")
    return Row(
        application.public_id,
        tick_of(application),
        _("Answer %(name)s with others", name=name),
        name,
        person.initials,
        person.kind.value,
        candidate.unit,
        seat,
        application.state,
        fit,
        _since(application, today, waits=can_answer),
        turn,
        candidate.pause,
        candidate.has_new,
        can_answer,
        application.waits_for_owner(today),
    )


def _since(application: ListedApplication, today: date, *, waits: bool) -> str:
    applied_on = clock.local_day(application.created_at)
    days = (today - applied_on).days
    if waits and days:
        return ngettext("waiting for %(num)d day", "waiting for %(num)d days", days)
    if application.state is S.INVITED:
        return _("invited on %(day)s", day=day(applied_on))
    return _("applied on %(day)s", day=day(applied_on))
