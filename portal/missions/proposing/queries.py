"""Reading what was proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from portal.core import clock
from portal.core.audit import Event
from portal.core.errors import NotFound
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.models import Mission, MissionState
from portal.missions.proposing.models import MissionProposal, ProposalState
from portal.organization.models import Person

MOST = 100
_author, _sponsor = aliased(Person), aliased(Person)


class Listed(NamedTuple):
    """A proposal in a list; `other` is who wrote it, or who is asked."""

    public_id: str
    title: str
    language: str
    other: str
    state: ProposalState
    until: date


def visible_to(actor: Any) -> sa.Select[Any]:
    """The proposals that someone wrote or was asked to sponsor. They are nobody else's."""
    return sa.select(MissionProposal).where(
        sa.or_(MissionProposal.author_id == actor.id, MissionProposal.sponsor_id == actor.id)
    )


def get_visible(actor: Person, public_id: str) -> MissionProposal:
    """One proposal with its people and its mission. Raises `NotFound` for a stranger as for a missing one."""
    found: MissionProposal | None = db.session.scalar(
        visible_to(actor)
        .where(MissionProposal.public_id == public_id)
        .options(
            joinedload(MissionProposal.author).joinedload(Person.unit),
            joinedload(MissionProposal.sponsor),
            joinedload(MissionProposal.mission),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def may_read_mission(actor: Person, proposal: MissionProposal) -> bool:
    """Whether someone may open what became of a proposal."""
    if proposal.mission_id is None:
        return False
    readable = missions.visible_to(actor).where(Mission.id == proposal.mission_id)
    return db.session.scalar(readable.with_only_columns(Mission.id)) is not None


def proposals_to_answer(actor: Any) -> sa.Select[int]:
    """The ids of the proposals that wait for this person's answer."""
    return sa.select(MissionProposal.id).where(
        MissionProposal.sponsor_id == actor.id, MissionProposal.state == ProposalState.ASKED
    )


def list_written(actor: Person) -> list[Listed]:
    """What someone proposed, the latest first."""
    return _list(MissionProposal.author_id == actor.id, _sponsor)


def list_received(actor: Person) -> list[Listed]:
    """What someone was asked to sponsor, what waits first."""
    return _list(MissionProposal.sponsor_id == actor.id, _author)


def _list(which: sa.ColumnElement[bool], other: Any) -> list[Listed]:
    waits = sa.case((MissionProposal.state == ProposalState.ASKED, 0), else_=1)
    rows = db.session.execute(
        sa.select(
            *(
                MissionProposal.public_id,
                MissionProposal.title,
                MissionProposal.language,
                other.given_name,
                other.family_name,
            ),
            *(MissionProposal.state, MissionProposal.until),
        )
        .join(_author, _author.id == MissionProposal.author_id)
        .join(_sponsor, _sponsor.id == MissionProposal.sponsor_id)
        .where(which)
        .order_by(waits, MissionProposal.id.desc())
        .limit(MOST)
    )
    return [
        Listed(key, title, language, f"{given} {family}", state, until)
        for key, title, language, given, family, state, until in rows
    ]


def count_waiting(author: Person) -> int:
    """How many proposals of someone wait for an answer."""
    waiting = sa.select(sa.func.count(MissionProposal.id)).where(
        MissionProposal.author_id == author.id, MissionProposal.state == ProposalState.ASKED
    )
    return db.session.scalar(waiting) or 0


def waiting_with(person: Person) -> Sequence[MissionProposal]:
    """The proposals that wait and that someone wrote, or is asked to answer."""
    mine = sa.or_(MissionProposal.author_id == person.id, MissionProposal.sponsor_id == person.id)
    waiting = (
        sa.select(MissionProposal)
        .where(mine, MissionProposal.state == ProposalState.ASKED)
        .order_by(MissionProposal.id)
    )
    return db.session.scalars(waiting).all()


def over_by_now() -> Sequence[int]:
    """The ids of the proposals whose last day is past."""
    over = (MissionProposal.state == ProposalState.ASKED, MissionProposal.until < clock.today())
    return db.session.scalars(sa.select(MissionProposal.id).where(*over).order_by(MissionProposal.id)).all()


def proposal_of(mission: Mission) -> MissionProposal | None:
    """What a mission came from, if someone proposed it."""
    return db.session.scalar(sa.select(MissionProposal).where(MissionProposal.mission_id == mission.id))


def why_not(proposal: MissionProposal) -> str:
    """What was answered to a proposal that was declined."""
    if proposal.state is not ProposalState.DECLINED:
        return ""
    said = sa.select(Event.text).where(
        Event.subject_type == MissionProposal.__tablename__, Event.subject_id == proposal.id, Event.action == "decline"
    )
    return db.session.scalar(said.order_by(Event.id.desc()).limit(1)) or ""


def stage_of(mission: Mission) -> str:
    """How far what became of a proposal is, for who may not read it yet: written, published or ended."""
    if mission.state in (MissionState.DRAFT, MissionState.SUBMITTED, MissionState.CHANGES_REQUESTED):
        return "written"
    return "ended" if mission.published_at is None else "published"
