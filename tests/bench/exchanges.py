"""What people ask and tell each other around missions: questions and who follows, conversations of candidates, what
externals propose, what people offer to do, missions without an owner, and what is published outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.applications.offering.models import STANDS, SelfOffer, SelfOfferSkill, SelfOfferState, folded_words
from portal.applications.thread.models import Message
from portal.core import clock
from portal.missions.following.models import MissionFollow
from portal.missions.models import OPEN_STATES, Audience, Brief, Mission, MissionState, Stage
from portal.missions.proposing.models import WAITS, MissionProposal, ProposalState
from portal.missions.questions.models import Question
from portal.missions.transferring.models import QUESTION, MissionTransfer, TransferState
from portal.public.models import OF_BRIEF, OF_MISSION, PublicCatalogue, PublicMission
from tests.bench.chance import Chance
from tests.bench.missions import Work
from tests.bench.people import Staff, Talent
from tests.bench.writer import Writer

MOST_QUESTIONS, MOST_FOLLOWED, MESSAGES = 30, 120, 12
OWNERLESS_EVERY, SPONSORS, PROPOSERS_EVERY = 60, 40, 5
OFFERING_EVERY, SKILLS_OFFERED = 20, 3
OFFERED = "Listen to those who write to us", "Ten years at the desk taught me what people never write."
_TALKED_TO = (ApplicationState.SHORTLISTED, ApplicationState.ON_HOLD, ApplicationState.OFFERED)
_LEAVABLE = (MissionState.PUBLISHED, MissionState.STAFFED, MissionState.IN_PROGRESS, MissionState.PAUSED)


def build_exchanges(
    writer: Writer, chance: Chance, staff: Staff, works: Sequence[Work], skill_ids: Sequence[int]
) -> None:
    """Once missions and applications are written."""
    opened = [work for work in works if work.state is MissionState.PUBLISHED]
    _ask(writer, chance, staff, opened)
    _follow(writer, chance, staff, opened)
    _converse(writer, chance)
    _propose(writer, chance, staff)
    _offer_themselves(writer, chance, staff, skill_ids)
    _leave_without_owner(writer, chance, staff, works)
    writer.flush()
    _publish_outside(writer)


def _ask(writer: Writer, chance: Chance, staff: Staff, opened: Sequence[Work]) -> None:
    """Up to four on each mission, two thirds of them answered; as many as there ever are on the busiest."""
    for number, work in enumerate(opened):
        for _ in range(MOST_QUESTIONS if number == 0 else chance.randint(0, 4)):
            asked_at = clock.now() - timedelta(days=chance.randint(1, 40))
            is_answered = chance.happens(0.66)
            writer.add(
                Question,
                id=writer.key(Question),
                public_id=chance.public_id(),
                mission_id=work.id,
                asked_by_id=_other(chance, staff.employees, work.owner).id,
                text="Is the work done with the data of one year, or of all of them?",
                answer="Of the last three years: the earlier ones are in another format." if is_answered else "",
                answered_by_id=work.owner.id if is_answered else None,
                answered_at=asked_at + timedelta(days=1) if is_answered else None,
                removed_at=None,
                created_at=asked_at,
            )


def _follow(writer: Writer, chance: Chance, staff: Staff, opened: Sequence[Work]) -> None:
    """One employee in three follows a few missions; the first follows as many as anyone does."""
    for number, talent in enumerate(staff.employees[::3]):
        count = min(len(opened), MOST_FOLLOWED if number == 0 else chance.randint(1, 4))
        for work in chance.sample(opened, count):
            if talent.id not in (work.owner.id, work.co_owner.id if work.co_owner else None):
                writer.add(MissionFollow, mission_id=work.id, person_id=talent.id, created_at=clock.now())


def _converse(writer: Writer, chance: Chance) -> None:
    """A conversation with each candidate whose turn has come."""
    talked_to = (
        sa.select(Application.id, Application.person_id, Mission.owner_id)
        .join(Mission, Mission.id == Application.mission_id)
        .where(Application.state.in_(_TALKED_TO))
        .order_by(Application.id)
    )
    for application_id, person_id, owner_id in writer.connection.execute(talked_to).all():
        for number in range(chance.randint(0, MESSAGES)):
            writer.add(
                Message,
                id=writer.key(Message),
                public_id=chance.public_id(),
                application_id=application_id,
                by_id=person_id if number % 2 else owner_id,
                text="Would Tuesday morning suit you, for half an hour?",
                taken_back_at=None,
                created_at=clock.now() - timedelta(hours=MESSAGES - number),
            )


def _propose(writer: Writer, chance: Chance, staff: Staff) -> None:
    """One external in five, to a few employees who are asked often."""
    sponsors = staff.employees[:SPONSORS]
    for number, talent in enumerate(staff.externals[::PROPOSERS_EVERY]):
        is_waiting = number % 3 == 0
        writer.add(
            MissionProposal,
            id=writer.key(MissionProposal),
            public_id=chance.public_id(),
            author_id=talent.id,
            sponsor_id=sponsors[number % len(sponsors)].id,
            language=talent.locale,
            title="Tell customers before they complain",
            objective="The delay is known an hour before anyone writes to us.",
            deliverables="",
            percent=20,
            first_week=clock.this_week() + timedelta(weeks=4),
            last_week=clock.this_week() + timedelta(weeks=11),
            state=ProposalState.ASKED if is_waiting else ProposalState.DECLINED,
            until=clock.today() + WAITS,
            mission_id=None,
            created_at=clock.now() - timedelta(days=2),
        )


def _offer_themselves(writer: Writer, chance: Chance, staff: Staff, skill_ids: Sequence[int]) -> None:
    """One person in twenty, each with a few skills."""
    for talent in staff.everyone[::OFFERING_EVERY]:
        key, first = writer.key(SelfOffer), clock.this_week() + timedelta(weeks=chance.randint(0, 12))
        writer.add(
            SelfOffer,
            id=key,
            public_id=chance.public_id(),
            person_id=talent.id,
            language=talent.locale,
            title=OFFERED[0],
            text=OFFERED[1],
            folded=folded_words(*OFFERED),
            percent=chance.choice((10, 20, 40)),
            first_week=first,
            last_week=first + timedelta(weeks=8),
            state=SelfOfferState.OPEN,
            until=clock.today() + STANDS,
            warned_on=None,
            created_at=clock.now() - timedelta(days=chance.randint(0, 50)),
        )
        for skill_id in chance.sample(list(skill_ids), SKILLS_OFFERED):
            writer.add(SelfOfferSkill, id=writer.key(SelfOfferSkill), self_offer_id=key, skill_id=skill_id)


def _leave_without_owner(writer: Writer, chance: Chance, staff: Staff, works: Sequence[Work]) -> None:
    """Some missions wait for an owner, and for some of them someone was asked."""
    left = [work for work in works if work.state in _LEAVABLE][::OWNERLESS_EVERY]
    for number, work in enumerate(left):
        if number % 2:
            writer.add(
                MissionTransfer,
                id=writer.key(MissionTransfer),
                public_id=chance.public_id(),
                mission_id=work.id,
                former_id=work.owner.id,
                to_id=_other(chance, staff.employees[:SPONSORS], work.owner, work.co_owner).id,
                asked_by_id=work.owner.id,
                text="",
                state=TransferState.ASKED,
                until=clock.today() + QUESTION,
                created_at=clock.now() - timedelta(days=1),
            )
    writer.connection.execute(
        sa.update(Mission).where(Mission.id.in_([work.id for work in left])).values(ownerless_on=clock.today())
    )


def _publish_outside(writer: Writer) -> None:
    """Every mission that may be."""
    writer.add(PublicCatalogue, id=1, is_on=True, organization="The organization", changed_at=clock.now())
    names = ("mission_id", "published_at", "agreed_at", "agreed_by_id", *OF_MISSION, *OF_BRIEF)
    words: list[Any] = [getattr(Mission, name) for name in OF_MISSION] + [getattr(Brief, name) for name in OF_BRIEF]
    open_outside = (Mission.state.in_(sorted(OPEN_STATES)), Mission.stage == Stage.OPEN)
    found = writer.connection.execute(
        sa.select(Mission.id, Mission.published_at, Mission.published_at, Mission.owner_id, *words)
        .join(Brief, Brief.mission_id == Mission.id)
        .where(*open_outside, Mission.audience != Audience.EMPLOYEES)
        .order_by(Mission.id)
    ).all()
    for row in found:
        writer.add(PublicMission, **dict(zip(names, row, strict=True)))


def _other(chance: Chance, people: Sequence[Talent], *than: Talent | None) -> Talent:
    known = {talent.id for talent in than if talent is not None}
    while (found := chance.choice(people)).id in known:
        pass
    return found
