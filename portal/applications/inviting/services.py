"""Inviting someone to a place, and how the person invited answers. Each verb is one transaction."""

from __future__ import annotations

from portal import policies
from portal.applications import notifications as told
from portal.applications.inviting import notifications
from portal.applications.inviting.queries import standing_of
from portal.applications.inviting.rules import addresses, is_solicited
from portal.applications.models import Application, ApplicationState, DeclineReason, Invitation
from portal.applications.pausing.rules import check_goes_on, is_paused
from portal.applications.services import answer_day, check_may_choose, write_once
from portal.applications.steps import advance, hold_mission
from portal.applications.workflow import APPLICATION, applied
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.missions.models import OPEN_STATES, Mission, Seat
from portal.organization.models import Person
from portal.talents.evidence.counting import hold as hold_person

_NOT_NOW = _l("This person cannot be invited at the moment.")


def check_may_invite(actor: Person, mission: Mission, person: Person) -> None:
    """Raise `Forbidden` unless `actor` owns the mission and it addresses this person, who is not one of its owners."""
    check_may_choose(actor, mission)
    if not policies.application_submit(person, mission):
        raise Forbidden(_l("This mission does not address this person."), code="application.invite")


def invite_to_seat(
    actor: Person, seat: Seat, person: Person, *, message: str, reason: str = "", key: str | None = None
) -> Application:
    """Ask someone to think of a place, for an answer by the day an application would have one. They are told.

    Raises `Forbidden` as `check_may_invite`; `Conflict` when the place takes nobody any more, when the person cannot be
    invited at the moment (why is not said), or when they are already a candidate; `Invalid` without a message, and
    without a `reason` when they are much solicited. The same `key` twice gives the same invitation.
    """
    mission = seat.mission
    check_may_invite(actor, mission, person)
    with transaction() as session:
        hold_mission(mission)
        hold_person(session, person.id)
        earlier = submission.earlier_object(actor, key, Application)
        if earlier is not None:
            return earlier
        if not addresses(seat, person):
            raise Conflict(_l("This place takes nobody at the moment."), code="mission.not_open")
        standing = standing_of(person)
        if not standing.is_reachable:
            raise Conflict(_NOT_NOW, code="invitation.not_now")
        message = checked_text(message, "message", required=_l("Say in a few words why you think of them."))
        reason = _checked_reason(reason, standing.lately)
        application = Application(
            mission_id=mission.id,
            seat_id=seat.id,
            person_id=person.id,
            state=ApplicationState.INVITED,
            answer_due_on=answer_day(mission),
        )
        write_once(application, _l("This person is already a candidate for this mission, or invited to it."))
        invitation = Invitation(application_id=application.id, by_id=actor.id, message=message, reason=reason)
        session.add(invitation)
        submission.remember(actor, key, application.public_id)
        audit.record(actor, application, "invite", to_state=application.state, text=reason)
        notifications.tell_invited(actor, application, invitation)
    return application


def _checked_reason(reason: str, lately: int) -> str:
    if not is_solicited(lately):
        return ""
    return checked_text(
        reason, "reason", required=_l("They are asked often: say why you ask them all the same. They will read it.")
    )


def take_up_invitation(actor: Person, application: Application, *, message: str) -> Application:
    """Say yes to the idea: from now on it is an application like any other, with its own day of answer.

    Raises `Conflict` when the mission takes nobody any more.
    """
    APPLICATION.check(actor, application, "take_up")
    message = checked_text(message, "message")
    with transaction():
        mission = application.mission
        hold_mission(mission)
        check_goes_on(application)
        if mission.state not in OPEN_STATES:
            raise Conflict(_l("This mission takes no applications at the moment."), code="mission.not_open")
        advance(actor, application, "take_up")
        application.message = message
        application.answer_due_on = answer_day(mission)
        # The application begins now; the day of the invitation stays with it.
        application.created_at = clock.now()
        told.tell_received(application)
        notifications.tell_taken_up(application)
        applied(actor, application)
    return application


def turn_down_invitation(
    actor: Person, application: Application, *, reason: str | DeclineReason, text: str
) -> Application:
    """Say no to the idea, with a coded reason that those who own the mission read."""
    APPLICATION.check(actor, application, "turn_down")
    text = checked_text(text, "text")
    with transaction():
        advance(actor, application, "turn_down", reason=reason, text=text)
        notifications.tell_turned_down(application, reason=DeclineReason(reason), text=text)
    return application


def lapse_invitation(application: Application) -> bool:
    """End an invitation whose day is past; both sides are told. Returns False when it is no longer so."""
    with transaction() as session:
        session.refresh(application, with_for_update={"of": Application})
        due = application.answer_due_on
        if application.state is not ApplicationState.INVITED or due is None or due >= clock.today():
            return False
        session.refresh(application.mission, ["state"])
        if is_paused(application.mission):
            return False
        advance(None, application, "lapse")
        notifications.tell_lapsed(application)
    return True
