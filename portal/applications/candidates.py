"""The candidates of a mission as those who choose read them: grouped by what they wait for."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from portal.applications import queries
from portal.applications.match import Match, compare
from portal.applications.models import ENDED_STATES, Application, ApplicationState
from portal.applications.turns import Turn, turn_of
from portal.applications.workflow import APPLICATION
from portal.core import clock
from portal.core.bilingual import pick
from portal.core.i18n import lazy_gettext as _l
from portal.missions.models import Mission
from portal.organization.models import Person

S = ApplicationState

GROUPS: tuple[tuple[str, Any, frozenset[S]], ...] = (
    ("to-read", _l("To read"), frozenset({S.SUBMITTED})),
    ("review", _l("Being reviewed"), frozenset({S.IN_REVIEW})),
    ("shortlist", _l("Shortlisted"), frozenset({S.SHORTLISTED})),
    ("hold", _l("On hold"), frozenset({S.ON_HOLD})),
    ("offers", _l("Offers waiting for an answer"), frozenset({S.INVITED, S.OFFERED})),
    ("clearance", _l("Waiting for the manager or procurement"), frozenset({S.ACCEPTED, S.PENDING_CLEARANCE})),
    ("confirmed", _l("Place confirmed"), frozenset({S.CONFIRMED, S.COMPLETED})),
    ("ended", _l("Applications that ended"), ENDED_STATES - {S.COMPLETED}),
)


class Row(NamedTuple):
    """One candidate: who, for which seat, the match (`counts` is what `ui.fit` draws) and in words, how many days they
    have waited, and the reply clock."""

    public_id: str
    person: Person
    unit: str
    seat: str
    state: S
    counts: tuple[int, int, int]
    match: str
    applied_on: date
    waiting_days: int
    turn: Turn
    can_answer: bool


class Group(NamedTuple):
    """Candidates in the same state; `key` is the id of its heading."""

    key: str
    title: Any
    rows: list[Row]


class Board(NamedTuple):
    """Every group that has someone, and the places of the mission."""

    groups: list[Group]
    places: int
    taken: int
    total: int

    @property
    def has_answerable(self) -> bool:
        """Whether anyone can be told that someone else is chosen."""
        return any(row.can_answer for group in self.groups for row in group.rows)


def candidates_board(actor: Person, mission: Mission, locale: str) -> Board:
    """Read everyone who applied, with three queries whatever their number."""
    applications = queries.candidates_of(mission)
    asked = queries.skills_asked({one.seat_id for one in applications})
    skill_ids = {skill.skill_id for skills in asked.values() for skill in skills}
    held = queries.levels_held([one.person_id for one in applications], skill_ids)
    rows = [_row(actor, one, compare(asked[one.seat_id], held[one.person_id]), locale) for one in applications]
    groups = [Group(key, title, [row for row in rows if row.state in states]) for key, title, states in GROUPS]
    seats = mission.seats
    return Board(
        [group for group in groups if group.rows],
        sum(seat.places for seat in seats),
        sum(seat.taken for seat in seats),
        len(rows),
    )


def _row(actor: Person, application: Application, match: Match, locale: str) -> Row:
    applied_on = clock.local_day(application.created_at)
    return Row(
        application.public_id,
        application.person,
        pick(application.person.unit, "name", locale).text,
        pick(application.seat, "title", locale).text,
        application.state,
        match.counts,
        match.in_words(),
        applied_on,
        (clock.today() - applied_on).days,
        turn_of(application, actor),
        APPLICATION.can(actor, application, "not_select"),
    )
