"""What is to be done before a mission is completed, and after: the list its owners go through at the end."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import g

from portal.allocations.time_left import time_to_settle
from portal.applications.models import Application, ApplicationState
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.prepared import Prepared
from portal.missions.extensions import completion_effects
from portal.missions.models import MissionState
from portal.missions.sheet import AnyMission
from portal.organization.models import Person
from portal.recognition.extensions import outcome_drafts
from portal.recognition.queries import count_to_attest
from portal.rooms.models import Room, RoomMember, RoomTask
from portal.rooms.sheet import RoomSheet


class Item(NamedTuple):
    """One line of the list: what it says, whether it is done, and the part of the page where it is."""

    sentence: str
    is_done: bool
    part: str = ""


def closing_list(room: RoomSheet, reader: Person) -> list[Item]:
    """For those who own the mission, while it runs and once it is completed."""
    if room.state in (MissionState.COMPLETED, MissionState.CLOSED):
        due = count_to_attest(reader, room.mission_id)
        sentence = ngettext(
            "%(num)d person waits for you to attest their part.",
            "%(num)d people wait for you to attest their part.",
            due,
        )
        return [_next_item(room), Item(sentence if due else _("Every part is attested."), not due, "recognitions")]
    return [*in_room(room), *_weeks_items(room)]


def in_room(room: RoomSheet) -> list[Item]:
    """What the room itself tells of the list, without asking for anything more."""
    left = sum(not task.is_removed and task.done_at is None for task in room.tasks)
    return [_next_item(room), _outcomes_item(room), _tasks_item(left)]


def _next_item(room: RoomSheet) -> Item:
    is_said = room.promise.said_on is not None
    return Item(_("What comes next is said.") if is_said else _("What comes next is not said yet."), is_said, "next")


def _outcomes_item(room: RoomSheet) -> Item:
    missing = [member.person.full_name for member in room.members if not member.outcome]
    return Item(_outcomes(missing), not missing, "outcomes")


def _outcomes(missing: list[str]) -> str:
    if not missing:
        return _("The outcome of each part is written.")
    return _("The outcome is still to write for: %(names)s.", names=", ".join(missing))


def _weeks_items(room: RoomSheet) -> list[Item]:
    left = [Item(sentence, is_done=False) for sentence in time_to_settle(room.mission_id)]
    return left or [Item(_("Every week worked so far is declared and confirmed."), is_done=True)]


def _tasks_item(left: int) -> Item:
    if not left:
        return Item(_("Every task is done."), is_done=True, part="tasks")
    sentence = ngettext("%(num)d task is not done.", "%(num)d tasks are not done.", left)
    return Item(sentence, is_done=False, part="tasks")


_LACKS = Prepared(
    sa.select(
        Room.next_said_on.is_(None),
        sa.select(sa.func.count())
        .select_from(RoomTask)
        .where(RoomTask.room_id == Room.id, RoomTask.done_at.is_(None), RoomTask.removed_at.is_(None))
        .scalar_subquery(),
        sa.select(sa.func.count())
        .select_from(RoomMember)
        .join(Application, Application.id == RoomMember.application_id)
        .where(
            RoomMember.room_id == Room.id,
            RoomMember.outcome == "",
            Application.state == ApplicationState.CONFIRMED,
        )
        .scalar_subquery(),
    ).where(Room.mission_id == sa.bindparam("mission_id"))
)


def lacks_of(mission_id: int) -> Any:
    """What the room of a mission lacks, in figures; None when it has no room. Asked once for each request."""
    known: dict[int, Any] = g.setdefault("room_lacks", {})
    if mission_id not in known:
        known[mission_id] = _LACKS.row(mission_id=mission_id)
    return known[mission_id]


def still_missing(mission: AnyMission) -> list[str]:
    """What the room lacks, said to the owner before the mission is completed. It never keeps them from completing it:
    people's parts are then recognised."""
    row = lacks_of(mission.id)
    if row is None:
        return []
    is_unsaid, tasks, outcomes = row
    said = [_("You have not said what comes next.")] if is_unsaid else []
    if outcomes:
        said.append(
            ngettext(
                "The outcome of %(num)d part is not written yet.",
                "The outcome of %(num)d parts is not written yet.",
                outcomes,
            )
        )
    if tasks:
        said.append(ngettext("%(num)d task of the room is not done.", "%(num)d tasks of the room are not done.", tasks))
    return said


_OUTCOME = Prepared(
    sa.select(RoomMember.outcome, RoomMember.outcome_lang).where(
        RoomMember.application_id == sa.bindparam("application_id"), RoomMember.outcome != ""
    )
)


def outcome_in_room(application_id: int) -> tuple[str, str] | None:
    """The line written in the room about someone's part, and its language: the attestation begins with it."""
    row = _OUTCOME.row(application_id=application_id)
    return (row.outcome, row.outcome_lang) if row is not None else None


if still_missing not in completion_effects:
    completion_effects.append(still_missing)
if outcome_in_room not in outcome_drafts:
    outcome_drafts.append(outcome_in_room)
