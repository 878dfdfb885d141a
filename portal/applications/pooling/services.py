"""Asking someone to be thought of again, and what they say. Each verb is one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal.applications.models import AWAITING_STATES, Application, ApplicationState
from portal.applications.pooling import notifications, queries
from portal.applications.pooling.models import CONSENT, QUESTION, PoolMember, PoolState
from portal.applications.pooling.workflow import POOL
from portal.applications.services import check_may_choose
from portal.applications.steps import advance, hold_mission
from portal.core import audit, clock, submission
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import is_unique_violation, transaction
from portal.organization.models import Person

# Who may be asked: those in reserve, whose application then ends as pooled, and those who were not selected.
RESERVE = frozenset({*AWAITING_STATES, ApplicationState.ON_HOLD})
ASKABLE = RESERVE | {ApplicationState.NOT_SELECTED}


def ask_to_join(actor: Person, application: Application, *, message: str, key: str | None = None) -> PoolMember:
    """Ask someone whether they wish to be thought of again by the unit of the mission. They are told.

    Raises `Forbidden` for those who do not own the mission, `Conflict` when their application does not end that way, or
    when they were asked already or are in the pool; `Invalid` without a message.
    """
    check_may_choose(actor, application.mission)
    message = checked_text(message, "message", required=_l("Say in a few words why you would think of them again."))
    already = Conflict(_l("This person was asked already, or is in the pool."), code="pool.asked")
    try:
        with transaction() as session:
            hold_mission(application.mission)
            session.refresh(application)
            earlier = submission.earlier_object(actor, key, PoolMember)
            if earlier is not None:
                return earlier
            if application.state not in ASKABLE:
                raise Conflict(_l("This application does not end in a pool."), code="pool.state")
            unit_id = application.mission.unit_id
            if queries.is_member_or_asked(application.person, unit_id):
                raise already
            member = PoolMember(
                person_id=application.person_id,
                unit_id=unit_id,
                application_id=application.id,
                asked_by_id=actor.id,
                message=message,
                until=clock.today() + QUESTION,
            )
            session.add(member)
            session.flush()
            submission.remember(actor, key, member.public_id)
            audit.record(actor, member, "ask", to_state=member.state)
            notifications.tell_asked(member)
    except sa.exc.IntegrityError as error:
        if is_unique_violation(error):
            raise already from error
        raise
    return member


def join_pool(actor: Person, member: PoolMember) -> PoolMember:
    """Consent, for a year. An application that still waited ends with it, as pooled: no answer is owed any more.

    Raises `Conflict` when the question ended.
    """
    POOL.check(actor, member, "join")
    with transaction():
        application = member.application
        hold_mission(application.mission)
        POOL.apply(actor, member, "join")
        member.until = clock.today() + CONSENT
        if application.state in RESERVE:
            advance(actor, application, "pool")
        notifications.tell_answered(member)
    return member


def decline_pool(actor: Person, member: PoolMember) -> PoolMember:
    """No: nothing is kept, and an application that waits goes on as it was."""
    POOL.check(actor, member, "decline")
    with transaction():
        POOL.apply(actor, member, "decline")
        notifications.tell_answered(member)
    return member


def leave_pool(actor: Person, member: PoolMember) -> PoolMember:
    """Take the consent back, at once and without a reason. Nobody is told."""
    POOL.check(actor, member, "leave")
    with transaction():
        POOL.apply(actor, member, "leave")
    return member


def end_by_time(member: PoolMember) -> bool:
    """End a question nobody answered, or a consent that is over; who had consented is told. False when not so."""
    with transaction() as session:
        session.refresh(member, with_for_update={"of": PoolMember})
        if member.until >= clock.today():
            return False
        if member.state is PoolState.ASKED:
            POOL.apply(None, member, "lapse")
        elif member.state is PoolState.JOINED:
            POOL.apply(None, member, "expire")
            notifications.tell_expired(member)
        else:
            return False
    return True
