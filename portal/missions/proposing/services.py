"""Proposing a mission, and what the employee who is asked says. Each verb is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import policies
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.shares import is_share, share_sentence
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.drafting.data import MissionData, SeatData
from portal.missions.drafting.services import write_draft
from portal.missions.models import Audience, MissionLanguage
from portal.missions.proposing import notifications
from portal.missions.proposing.models import LONGEST_TITLE, MOST_WAITING, WAITS, MissionProposal, ProposalState
from portal.missions.proposing.queries import count_waiting
from portal.missions.proposing.workflow import PROPOSAL
from portal.organization.models import Person


@dataclass(frozen=True)
class Idea:
    """A mission as its author sees it, in `language`. The share is a percent of a week; any day stands for its week."""

    language: str
    title: str
    objective: str
    percent: int
    first_week: date
    last_week: date
    deliverables: str = ""


def check_may_propose(actor: Person) -> None:
    """Raise `Forbidden` for an employee, who starts a mission without anyone's leave, `Conflict` when enough wait."""
    if not policies.mission_propose(actor):
        raise Forbidden(_l("Employees start missions themselves: nobody has to sponsor them."), code="proposal.write")
    if count_waiting(actor) >= MOST_WAITING:
        raise Conflict(
            _l("%(count)s of your proposals wait for an answer already: take one back first.", count=MOST_WAITING),
            code="proposal.many",
        )


def propose(actor: Person, idea: Idea, *, sponsor_id: int | None, key: str | None = None) -> MissionProposal:
    """Put an idea to one employee, who has `WAITS` to answer. The same `key` twice proposes once.

    Raises `Forbidden`, `Conflict` when enough wait, `Invalid` with the fields concerned.
    """
    return submission.once(actor, key, MissionProposal, lambda session: _propose(session, actor, idea, sponsor_id))


def _propose(session: Session, actor: Person, idea: Idea, sponsor_id: int | None) -> MissionProposal:
    session.refresh(actor, with_for_update={"key_share": True, "of": Person})  # two at once would pass the limit
    check_may_propose(actor)
    _check(idea)
    proposal = MissionProposal(
        author=actor,
        sponsor=_sponsor(sponsor_id),
        language=idea.language,
        title=idea.title,
        objective=checked_text(idea.objective, "objective", required=_l("Say what it would change.")),
        deliverables=checked_text(idea.deliverables, "deliverables"),
        percent=idea.percent,
        first_week=clock.week_of(idea.first_week),
        last_week=clock.week_of(idea.last_week),
        until=clock.today() + WAITS,
    )
    session.add(proposal)
    session.flush()
    audit.record(actor, proposal, "propose", to_state=proposal.state)
    notifications.tell_asked(proposal)
    return proposal


def _check(idea: Idea) -> None:
    wrong = {}
    if not idea.title or len(idea.title) > LONGEST_TITLE:
        wrong["title"] = _l("Give the mission a title.")
    if not is_share(idea.percent):
        wrong["percent"] = share_sentence()
    if idea.last_week < idea.first_week:
        wrong["last_week"] = _l("The last week comes before the first.")
    elif clock.week_of(idea.last_week) < clock.this_week():
        wrong["last_week"] = _l("These weeks are past.")
    elif clock.is_far(idea.first_week) or clock.is_far(idea.last_week):
        wrong["last_week"] = _l("Choose weeks nearer to today.")
    if wrong:
        raise Invalid(fields=wrong)


def _sponsor(sponsor_id: int | None) -> Person:
    person = db.session.get(Person, sponsor_id) if sponsor_id is not None else None
    if person is None:
        raise Invalid(fields={"sponsor": _l("Name an employee.")})
    if not policies.is_employee(person):
        raise Invalid(fields={"sponsor": _l("Only an employee can sponsor a mission.")}, code="proposal.sponsor")
    if not person.is_here:
        gone = _l("This person has left, or has no access any more.")
        raise Invalid(fields={"sponsor": gone}, code="proposal.sponsor")
    return person


def _hold(actor: Person, proposal: MissionProposal, name: str, version: int | None) -> None:
    """Hold the proposal; who may, whether they saw it as it stands, whether it still waits."""
    db.session.refresh(proposal, with_for_update={"of": MissionProposal})
    if PROPOSAL[name].who(actor, proposal):
        proposal.expect(version)
    PROPOSAL.check(actor, proposal, name)


def sponsor_proposal(actor: Person, proposal: MissionProposal, *, version: int | None = None) -> MissionProposal:
    """Make it one's own: a draft that the sponsor owns, in its author's words, to be completed and validated as any
    mission. The author is told.

    Raises `Forbidden`, `Conflict` when it is too late.
    """
    with transaction() as session:
        _hold(actor, proposal, "sponsor", version)
        if proposal.until < clock.today():
            raise Conflict(_l("It is too late: this proposal is over."), code="proposal.over")
        mission = write_draft(
            session, actor, _draft(actor, proposal), "started_from_proposal", text=proposal.author.full_name
        )
        proposal.mission = mission
        PROPOSAL.apply(actor, proposal, "sponsor")
        notifications.tell_sponsored(proposal)
    return proposal


def _draft(actor: Person, proposal: MissionProposal) -> MissionData:
    """Everyone may apply, its author too: an idea gives no right to the place."""
    lang = proposal.language
    last_week = max(proposal.last_week, clock.this_week())
    seat = SeatData(
        percent=proposal.percent,
        first_week=max(proposal.first_week, clock.this_week()),
        last_week=last_week,
        audience=Audience.BOTH,
    )
    fields = {
        f"title_{lang}": proposal.title,
        "unit_id": actor.unit_id,
        "audience": Audience.BOTH,
        "language": MissionLanguage(lang),
    }
    brief = {f"objective_{lang}": proposal.objective, f"deliverables_{lang}": proposal.deliverables}
    return MissionData(fields, brief, (seat,))


def decline_proposal(
    actor: Person, proposal: MissionProposal, *, text: str, version: int | None = None
) -> MissionProposal:
    """Say no, and why: whoever proposed it reads it."""
    with transaction():
        _hold(actor, proposal, "decline", version)
        text = checked_text(text, "text", required=_l("Say why, in a sentence: it is read by whoever proposed it."))
        PROPOSAL.apply(actor, proposal, "decline", text=text)
        notifications.tell_declined(proposal, text=text)
    return proposal


def withdraw_proposal(actor: Person, proposal: MissionProposal, *, version: int | None = None) -> MissionProposal:
    """Take it back; whoever was asked is told."""
    with transaction():
        _hold(actor, proposal, "withdraw", version)
        PROPOSAL.apply(actor, proposal, "withdraw")
        notifications.tell_withdrawn(proposal)
    return proposal


def lapse_by_time(proposal: MissionProposal) -> bool:
    """End a proposal that nobody answered in time. Returns False when it is not so."""
    with transaction():
        db.session.refresh(proposal, with_for_update={"of": MissionProposal})
        if proposal.state is not ProposalState.ASKED or proposal.until >= clock.today():
            return False
        lapse(proposal)
    return True


def lapse(proposal: MissionProposal) -> None:
    """End a proposal without an answer, inside the caller's transaction; its author is told, if they are still here."""
    PROPOSAL.apply(None, proposal, "lapse")
    notifications.tell_lapsed(proposal)
