"""Asking someone to take a mission over, and what they say. Each verb is one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import is_unique_violation, transaction
from portal.extensions import db
from portal.missions.consequences import from_to
from portal.missions.models import Mission
from portal.missions.notifications import mark_for_index
from portal.missions.services import check_may, hold
from portal.missions.transferring import notifications
from portal.missions.transferring.models import QUESTION, MissionTransfer, TransferState
from portal.missions.transferring.queries import asked_of
from portal.missions.transferring.rules import TRANSFERABLE_STATES, objection
from portal.missions.transferring.workflow import TRANSFER
from portal.missions.workflow import mission_transferred, owners_changed
from portal.organization.models import Person


def check_may_ask(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for anyone but the owner and human resources, `Conflict` once the mission has ended."""
    check_may(actor, mission, "transfer")
    if mission.state not in TRANSFERABLE_STATES:
        raise Conflict(_l("The mission has ended: it no longer changes hands."), code="transfer.ended")


def ask_transfer(
    actor: Person, mission: Mission, *, person_id: int | None, text: str, version: int | None, key: str | None = None
) -> MissionTransfer:
    """Ask someone to take a mission over, within `QUESTION`; nothing changes until they accept. The same `key` twice
    asks once.

    Raises `Forbidden`, `Conflict` (someone is asked already, the mission ended or changed), `Invalid` when the person
    cannot own it.
    """
    already = Conflict(_l("Someone is asked to take this mission over already."), code="transfer.asked")
    try:
        with transaction() as session:
            earlier = submission.earlier_object(actor, key, MissionTransfer)
            if earlier is not None:
                return earlier
            hold(mission)
            check_may_ask(actor, mission)
            mission.expect(version)
            if asked_of(mission) is not None:
                raise already
            transfer = MissionTransfer(
                mission=mission,
                former_id=mission.owner_id,
                to=_askable(actor, mission, person_id),
                asked_by=actor,
                text=checked_text(text, "text"),
                until=clock.today() + QUESTION,
            )
            session.add(transfer)
            session.flush()
            submission.remember(actor, key, transfer.public_id)
            audit.record(actor, transfer, "ask", to_state=transfer.state, text=transfer.text)
            asked = transfer.to
            audit.record(actor, mission, "transfer_asked", text=asked.full_name, data={"to": asked.public_id})
            notifications.tell_asked(transfer)
    except sa.exc.IntegrityError as error:
        if is_unique_violation(error):
            raise already from error
        raise
    return transfer


def _askable(actor: Person, mission: Mission, person_id: int | None) -> Person:
    person = db.session.get(Person, person_id) if person_id is not None else None
    if person is None:
        raise Invalid(fields={"person": _l("Name an employee.")})
    against = objection(mission, person)
    if against is None and person.id == actor.id:
        against = _l("Someone else must ask you: nobody gives a mission to themselves.")
    if against is not None:
        raise Invalid(fields={"person": against}, code="transfer.person")
    return person


def _hold_asked(actor: Person | None, transfer: MissionTransfer, name: str, version: int | None) -> None:
    """Hold the mission, then the question; who may, whether they saw it as it stands, whether it still waits."""
    hold(transfer.mission)
    db.session.refresh(transfer, with_for_update={"of": MissionTransfer})
    if TRANSFER[name].who(actor, transfer):
        transfer.expect(version)
    TRANSFER.check(actor, transfer, name)


def accept_transfer(actor: Person, transfer: MissionTransfer, *, version: int | None = None) -> MissionTransfer:
    """Take the mission over: the co-owner stays, unless it is they who accept; everyone concerned is told.

    Raises `Forbidden`, `Conflict` when it is too late, the mission ended, or the person can no longer own it.
    """
    with transaction():
        _hold_asked(actor, transfer, "accept", version)
        mission = transfer.mission
        if transfer.until < clock.today() or mission.state not in TRANSFERABLE_STATES:
            raise Conflict(_l("It is too late: this question is over."), code="transfer.over")
        against = objection(mission, actor)
        if against is not None:
            raise Conflict(against, code="transfer.person")
        TRANSFER.apply(actor, transfer, "accept")
        former, was_co_owner = mission.owner, mission.co_owner_id == actor.id
        if was_co_owner:
            mission.co_owner = None
        mission.owner, mission.ownerless_on = actor, None
        db.session.flush()
        hands = {"former": former.public_id, "to": actor.public_id}
        audit.record(actor, mission, "transferred", text=from_to(former, actor), data=hands)
        notifications.tell_accepted(transfer)
        if was_co_owner:
            notifications.tell_alone(mission, former)
        owners_changed(mission)
        mission_transferred(mission, former)
        # The former owner reads what is not published no longer.
        mark_for_index(mission, hides=mission.published_at is None)
    return transfer


def decline_transfer(
    actor: Person, transfer: MissionTransfer, *, text: str = "", version: int | None = None
) -> MissionTransfer:
    """Say no, with a word or without; those who waited for the answer are told."""
    with transaction():
        _hold_asked(actor, transfer, "decline", version)
        text = checked_text(text, "text")
        TRANSFER.apply(actor, transfer, "decline", text=text)
        audit.record(actor, transfer.mission, "transfer_declined", text=text)
        notifications.tell_declined(transfer, text=text)
    return transfer


def call_off_transfer(actor: Person, transfer: MissionTransfer, *, version: int | None = None) -> MissionTransfer:
    """Take the question back; whoever was asked is told."""
    with transaction():
        _hold_asked(actor, transfer, "call_off", version)
        TRANSFER.apply(actor, transfer, "call_off")
        audit.record(actor, transfer.mission, "transfer_called_off", data={"to": transfer.to.public_id})
        notifications.tell_called_off(transfer)
    return transfer


def lapse_by_time(transfer: MissionTransfer) -> bool:
    """End a question that nobody answered in time, or whose mission ended. Returns False when it is not so."""
    with transaction():
        hold(transfer.mission)
        db.session.refresh(transfer, with_for_update={"of": MissionTransfer})
        ended = transfer.mission.state not in TRANSFERABLE_STATES
        if transfer.state is not TransferState.ASKED or (transfer.until >= clock.today() and not ended):
            return False
        lapse(transfer)
    return True


def lapse(transfer: MissionTransfer) -> None:
    """End a question without an answer, inside the caller's transaction; both sides are told."""
    TRANSFER.apply(None, transfer, "lapse")
    audit.record(None, transfer.mission, "transfer_lapsed", data={"to": transfer.to.public_id})
    notifications.tell_lapsed(transfer)
