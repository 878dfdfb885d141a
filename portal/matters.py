"""What notices are about in each feature: who may still read it, and which events ask something that still waits."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.allocations import queries as allocations
from portal.allocations import time_queries
from portal.allocations.models import Authorization, TimeEntry
from portal.applications import queries as applications
from portal.applications.inviting.queries import invitations_to_answer
from portal.applications.models import Application
from portal.applications.offering import queries as self_offers
from portal.applications.offering.models import SelfOffer
from portal.applications.sight import titles_of
from portal.engagements import queries as engagements
from portal.engagements.models import Engagement
from portal.missions import queries as missions
from portal.missions.models import Mission, MissionState
from portal.missions.proposing import queries as proposals
from portal.missions.proposing.models import MissionProposal
from portal.missions.questions import queries as questions
from portal.missions.questions.models import Question
from portal.missions.transferring import queries as transfers
from portal.missions.transferring.models import MissionTransfer
from portal.notices.matters import Matter, register, titles
from portal.recognition import queries as recognition
from portal.recognition.models import Recognition
from portal.rooms import queries as rooms
from portal.rooms.models import Room, RoomTask


def _to_validate(reader: Any) -> Any:
    if not missions.validates(reader):
        return sa.select(Mission.id).where(sa.false())
    return missions.to_validate_by(reader).with_only_columns(Mission.id)


def _to_change(reader: Any) -> Any:
    return sa.select(Mission.id).where(
        Mission.id.in_(missions.owned_ids(reader)), Mission.state == MissionState.CHANGES_REQUESTED
    )


def _to_attest(reader: Any) -> Any:
    return sa.select(Recognition.mission_id).where(recognition.attestable_by(reader))


register(
    Matter(
        Mission,
        missions.visible_to,
        {
            "missions/submitted": _to_validate,
            "missions/changes_requested": _to_change,
            "recognition/to_attest": _to_attest,
        },
        mission_id=lambda mission: int(mission.id),
    ),
    Matter(MissionProposal, proposals.visible_to, {"proposals/asked": proposals.proposals_to_answer}),
    Matter(MissionTransfer, transfers.visible_to, {"transfers/asked": transfers.transfers_to_answer}),
    Matter(Question, questions.visible_to, {"missions/question_asked": questions.questions_to_answer}),
    Matter(
        Application,
        applications.visible_to,
        {
            "inviting/invited": invitations_to_answer,
            "applications/offered": applications.offers_to_answer,
            "applications/submitted": applications.candidates_to_answer,
            "inviting/taken_up": applications.candidates_to_answer,
            "answering/late": applications.candidates_to_answer,
            "alternates/next": applications.candidates_to_answer,
        },
    ),
    Matter(
        Authorization,
        allocations.visible_to,
        {
            "allocations/requested": allocations.requests_to_decide,
            "allocations/counter_declined": allocations.requests_to_decide,
            "allocations/countered": allocations.terms_to_answer,
            "allocations/half_accepted": allocations.terms_to_answer,
        },
    ),
    Matter(SelfOffer, self_offers.visible_to, mission_id=lambda offer: None),
    Matter(TimeEntry, time_queries.visible_to),
    Matter(
        Engagement,
        engagements.visible_to,
        {
            "engagements/opened": lambda reader: engagements.engagements_to_decide(reader).with_only_columns(
                Engagement.id
            )
        },
    ),
    Matter(
        Recognition,
        recognition.visible_to,
        {
            "recognition/reminder": lambda reader: recognition.ids_where(recognition.attestable_by(reader)),
            "recognition/to_record": lambda reader: recognition.ids_where(recognition.recordable_by(reader)),
            "recognition/recorded": lambda reader: recognition.ids_where(recognition.publishable_by(reader)),
        },
    ),
    Matter(
        Room,
        rooms.visible_to,
        {
            "rooms/promise_due": rooms.promises_to_keep,
            "rooms/note_due": rooms.notes_to_write,
            "rooms/brief_to_rate": rooms.briefs_to_rate,
        },
    ),
    Matter(
        RoomTask,
        rooms.tasks_visible_to,
        {"rooms/task_given": rooms.tasks_to_do, "rooms/task_due": rooms.tasks_to_do},
        mission_id=lambda task: int(task.room.mission_id),
    ),
    stands_in=missions.AnyReader.like,
)
if titles_of not in titles:
    titles.append(titles_of)
