"""Reading the public catalogue. What the public reads starts from `shown`: what is not there now is not read at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.few import FEW, few
from portal.core.pagination import DEEPEST, PER_PAGE, Page
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import OPEN_STATES, Audience, Brief, Mission, Seat, SeatSkill, Stage
from portal.public.models import OF_BRIEF, OF_MISSION, WORDS, PublicCatalogue, PublicMission
from portal.public.sheets import AskedOutside, PublicPlace, PublicSheet
from portal.skills.models import Skill

_ON = sa.exists().where(PublicCatalogue.is_on)
# Concatenated, so that no engine begins with the index of states: far more missions are open than are shown outside.
_STATE = sa.type_coerce(Mission.state, sa.String) + ""
_FREE_OUTSIDE = (Seat.taken < Seat.places, Seat.audience != Audience.EMPLOYEES)


def _as_agreed() -> Iterable[sa.ColumnElement[bool]]:
    """The words are still those that its owner agreed to."""
    yield from (getattr(Mission, name) == getattr(PublicMission, name) for name in OF_MISSION)
    yield from (getattr(Brief, name) == getattr(PublicMission, name) for name in OF_BRIEF)


def _of_today() -> sa.BindParameter[Any]:
    return sa.bindparam("today", type_=sa.Date, callable_=clock.today)


def shown(*columns: Any) -> sa.Select[Any]:
    """These columns of the missions that the public reads at this moment: `rules.is_for_everyone`, published outside by
    someone who owns them, in the words that they read, while the catalogue is on.
    """
    return (
        sa.select(*columns)
        .select_from(PublicMission)
        .join(Mission, Mission.id == PublicMission.mission_id)
        .join(Brief, Brief.mission_id == Mission.id)
        .where(
            _ON,
            _STATE.in_(sorted(OPEN_STATES)),
            Mission.stage == Stage.OPEN,
            Mission.accepts_applications,
            sa.or_(Mission.closes_on.is_(None), Mission.closes_on >= _of_today()),
            sa.exists().where(Seat.mission_id == Mission.id, *_FREE_OUTSIDE),
            *_as_agreed(),
        )
    )


class Standing(NamedTuple):
    """How the setting stands. Its version is 0 when nobody ever decided."""

    version: int
    is_on: bool
    organization: str


_STANDING = Prepared(
    sa.select(PublicCatalogue.version, PublicCatalogue.is_on, PublicCatalogue.organization), row=Standing
)


def standing() -> Standing:
    """Whether there is a public catalogue, and by which name the organization is known there."""
    return _STANDING.row() or Standing(0, False, "")


_COLUMNS = (
    Mission.id,
    Mission.public_id,
    *(Mission.remote, Mission.language, Mission.closes_on),
    *(PublicMission.published_at, PublicMission.agreed_at),
    *(getattr(PublicMission, name) for name in WORDS),
)
_LATEST = (PublicMission.published_at.desc(), Mission.id.desc())
_ALL = Prepared(shown(*_COLUMNS).order_by(*_LATEST))
_ONE = Prepared(shown(*_COLUMNS).where(Mission.public_id == sa.bindparam("public_id")))
_COUNT = Prepared(shown(sa.func.count().label("missions")))
# Which words are still those agreed to is found once, for the page and for the count; then the page is read.
_KEYS = (
    shown(Mission.id.label("id"), sa.func.count().over().label("missions"))
    .order_by(*_LATEST)
    .limit(sa.literal_column(str(PER_PAGE)))
    .offset(sa.bindparam("rows_before", type_=sa.Integer))
    .subquery()
)
_PAGE = Prepared(
    sa.select(_KEYS.c.missions, *_COLUMNS)
    .select_from(_KEYS)
    .join(Mission, Mission.id == _KEYS.c.id)
    .join(PublicMission, PublicMission.mission_id == _KEYS.c.id)
    .order_by(*_LATEST)
)
_PLACES = Prepared(
    sa.select(
        *(Seat.mission_id, Seat.id, Seat.percent, Seat.first_week, Seat.last_week),
        *(Skill.label_fr, Skill.label_en),
    )
    .outerjoin(SeatSkill, SeatSkill.seat_id == Seat.id)
    .outerjoin(Skill, Skill.id == SeatSkill.skill_id)
    .where(Seat.mission_id.in_(FEW), *_FREE_OUTSIDE)
    .order_by(Seat.id, SeatSkill.id)
)


def every_mission() -> list[PublicSheet]:
    """All that the public reads now, the latest published first."""
    return _sheets(_ALL.rows())


def page_of_missions(number: int) -> Page:
    """The same, a page at a time."""
    number = max(1, min(number, DEEPEST))
    rows = _PAGE.rows(rows_before=(number - 1) * PER_PAGE)
    total = rows[0][0] if rows else count_missions()
    return Page(list(_sheets([row[1:] for row in rows])), number, total)


def get_mission(public_id: str) -> PublicSheet:
    """One of them. Raises `NotFound` for one that the public does not read now, as for a missing one."""
    sheets = _sheets(_ONE.rows(public_id=public_id))
    if not sheets:
        raise NotFound
    return sheets[0]


def count_missions() -> int:
    """How many the public reads now."""
    count: int = _COUNT.row().missions
    return count


def _sheets(rows: Sequence[Any]) -> list[PublicSheet]:
    """Each with its free places. One whose last place was taken since its row was read is left out."""
    sheets = {}
    for key, public_id, remote, language, closes_on, since, agreed_at, *words in rows:
        sheets[key] = PublicSheet(
            public_id=public_id,
            remote=remote,
            language=language,
            closes_on=closes_on,
            since=since,
            agreed_at=agreed_at,
            **dict(zip(WORDS, words, strict=True)),
        )
    for start in range(0, len(rows), PER_PAGE):
        _place({row[0]: sheets[row[0]] for row in rows[start : start + PER_PAGE]})
    return [sheet for sheet in sheets.values() if sheet.places]


def _place(sheets: dict[int, PublicSheet]) -> None:
    """Give each mission its free places, and each place its skills."""
    last = None
    for mission_id, seat_id, percent, first_week, last_week, label_fr, label_en in _PLACES.rows(**few(sheets)):
        if seat_id != last:
            sheets[mission_id].places.append(PublicPlace(percent, first_week, last_week))
            last = seat_id
        if label_fr is not None:
            sheets[mission_id].places[-1].skills.append(AskedOutside(label_fr, label_en))


_OF_ONE = Prepared(
    sa.select(
        _ON.label("is_on"),
        PublicMission.published_at,
        PublicMission.agreed_at,
        shown(PublicMission.mission_id)
        .where(Mission.public_id == sa.bindparam("public_id"))
        .exists()
        .label("is_shown"),
    )
    .select_from(sa.select(sa.literal(1).label("one")).subquery())
    .outerjoin(PublicMission, PublicMission.mission_id == sa.bindparam("mission_id"))
)


def outside_of(mission_id: int, public_id: str) -> Any:
    """For the page of a mission, in one small query: whether the catalogue is on (`is_on`), when this one was published
    there and its words agreed to (`published_at`, `agreed_at`, None if not), and whether the public reads it now.
    """
    return _OF_ONE.row(mission_id=mission_id, public_id=public_id)


def publication_of(mission_id: int) -> PublicMission | None:
    """What its owner agreed to, if they did."""
    return db.session.get(PublicMission, mission_id, populate_existing=True)
