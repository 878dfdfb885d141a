"""Reading who is asked to take missions over, and which missions nobody owns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal import policies
from portal.core import clock
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.consequences import ENDED_STATES
from portal.missions.labels import STATES
from portal.missions.models import Mission, MissionState, Seat
from portal.missions.queries import owned_ids
from portal.missions.transferring.models import MissionTransfer, TransferState
from portal.organization.models import Person, Unit

MOST = 200
_to = sa.orm.aliased(Person)


class Question(NamedTuple):
    """A question that waits for someone's answer, in their list."""

    public_id: str
    title: Text
    unit: Text
    by: str
    until: date


class Ownerless(NamedTuple):
    """A mission that nobody owns, for the list of human resources. `asked` is who may take it over, until a day."""

    public_id: str
    title: Text
    unit: Text
    state: str
    former: str
    since: date
    seated: int
    asked: str
    until: date | None


def visible_to(actor: Person) -> sa.Select[Any]:
    """The questions that someone was asked or asked, and those about the missions they own; all, for human resources.

    Not of a draft, which is its owners' alone.
    """
    mine = sa.or_(
        MissionTransfer.to_id == actor.id,
        MissionTransfer.asked_by_id == actor.id,
        MissionTransfer.former_id == actor.id,
        MissionTransfer.mission_id.in_(owned_ids(actor)),
    )
    if policies.is_hr(actor):
        drafts = sa.select(Mission.id).where(Mission.state == MissionState.DRAFT)
        mine = sa.or_(mine, MissionTransfer.mission_id.not_in(drafts))
    return sa.select(MissionTransfer).where(mine)


def get_visible(actor: Person, public_id: str) -> MissionTransfer:
    """One question with what its page shows. Raises `NotFound` for a stranger as for a missing one."""
    mission = joinedload(MissionTransfer.mission)
    found: MissionTransfer | None = db.session.scalar(
        visible_to(actor)
        .where(MissionTransfer.public_id == public_id)
        .options(
            mission.options(joinedload(Mission.owner), joinedload(Mission.co_owner), joinedload(Mission.unit)),
            mission.options(joinedload(Mission.brief), selectinload(Mission.seats)),
            joinedload(MissionTransfer.former),
            joinedload(MissionTransfer.to),
            joinedload(MissionTransfer.asked_by),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def transfers_to_answer(actor: Any) -> sa.Select[int]:
    """The ids of the questions that wait for this person's answer."""
    return sa.select(MissionTransfer.id).where(
        MissionTransfer.to_id == actor.id, MissionTransfer.state == TransferState.ASKED
    )


def list_asked(actor: Person, locale: str) -> list[Question]:
    """The missions that someone is asked to take over, the first to be answered first."""
    rows = db.session.execute(
        sa.select(
            *(MissionTransfer.public_id, Mission.title_fr, Mission.title_en, Unit.name_fr, Unit.name_en),
            *(Person.given_name, Person.family_name, MissionTransfer.until),
        )
        .join(Mission, Mission.id == MissionTransfer.mission_id)
        .join(Unit, Unit.id == Mission.unit_id)
        .join(Person, Person.id == MissionTransfer.asked_by_id)
        .where(MissionTransfer.id.in_(transfers_to_answer(actor)))
        .order_by(MissionTransfer.until, MissionTransfer.id)
        .limit(MOST)
    )
    return [
        Question(key, choose(title_fr, title_en, locale), choose(unit_fr, unit_en, locale), f"{given} {family}", until)
        for key, title_fr, title_en, unit_fr, unit_en, given, family, until in rows
    ]


def asked_of(mission: Mission) -> MissionTransfer | None:
    """The question about a mission that waits, if any."""
    return db.session.scalar(
        sa.select(MissionTransfer).where(
            MissionTransfer.mission_id == mission.id, MissionTransfer.state == TransferState.ASKED
        )
    )


def asked_of_person(person: Person) -> Sequence[MissionTransfer]:
    """The questions that wait for someone's answer."""
    return db.session.scalars(
        sa.select(MissionTransfer)
        .where(MissionTransfer.id.in_(transfers_to_answer(person)))
        .order_by(MissionTransfer.mission_id)
    ).all()


def over_by_now() -> Sequence[int]:
    """The ids of the questions whose last day is past, or whose mission has ended."""
    over = sa.or_(MissionTransfer.until < clock.today(), Mission.state.in_(ENDED_STATES))
    return db.session.scalars(
        sa.select(MissionTransfer.id)
        .join(MissionTransfer.mission)
        .where(MissionTransfer.state == TransferState.ASKED, over)
        .order_by(MissionTransfer.id)
    ).all()


def ownerless_ids() -> sa.Select[int]:
    """The ids of the missions that nobody owns and that have not ended. A draft is nobody else's concern."""
    return sa.select(Mission.id).where(
        Mission.ownerless_on.is_not(None), Mission.state.not_in((*ENDED_STATES, MissionState.DRAFT))
    )


_TAKEN = sa.select(sa.func.coalesce(sa.func.sum(Seat.taken), 0)).where(Seat.mission_id == Mission.id).scalar_subquery()
_OWNERLESS = Prepared(
    sa.select(
        *(Mission.public_id, Mission.title_fr, Mission.title_en, Unit.name_fr, Unit.name_en, Mission.state),
        *(Person.given_name, Person.family_name, Mission.ownerless_on, _TAKEN.label("seated")),
        *(_to.given_name.label("to_given"), _to.family_name.label("to_family"), MissionTransfer.until),
    )
    .join(Unit, Unit.id == Mission.unit_id)
    .join(Person, Person.id == Mission.owner_id)
    .outerjoin(
        MissionTransfer,
        sa.and_(MissionTransfer.mission_id == Mission.id, MissionTransfer.state == TransferState.ASKED),
    )
    .outerjoin(_to, _to.id == MissionTransfer.to_id)
    .where(Mission.id.in_(ownerless_ids()))
    .order_by(Mission.ownerless_on, Mission.id)
    .limit(MOST)
)


def list_ownerless(locale: str) -> list[Ownerless]:
    """The missions that nobody owns, those left longest first."""
    return [
        Ownerless(
            row.public_id,
            choose(row.title_fr, row.title_en, locale),
            choose(row.name_fr, row.name_en, locale),
            str(STATES[row.state]),
            f"{row.given_name} {row.family_name}",
            row.ownerless_on,
            row.seated,
            f"{row.to_given or ''} {row.to_family or ''}".strip(),
            row.until,
        )
        for row in _OWNERLESS.rows()
    ]


def table(missions: Sequence[Ownerless]) -> Iterator[list[Any]]:
    """The same as rows of a spreadsheet, titles first."""
    yield [
        *(_("Mission"), _("Unit"), _("State"), _("Owned by"), _("Without an owner since")),
        *(_("Places taken"), _("Asked to take it over"), _("Answer by")),
    ]
    for one in missions:
        yield [one.title.text, one.unit.text, one.state, one.former, one.since, one.seated, one.asked, one.until]
