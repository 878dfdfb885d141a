"""Who is told what about an application. Queued in the present transaction, sent after it."""

from __future__ import annotations

from typing import Any

from portal.applications.labels import DECLINE_REASONS_TOLD, NOT_SELECTED_REASONS
from portal.applications.models import Application, DeclineReason, NotSelectedReason
from portal.mail.outbox import write
from portal.notices.telling import tell
from portal.organization.models import Person


def owners(application: Application) -> list[Person]:
    """The owner of the mission, and the co-owner when there is one."""
    mission = application.mission
    return [person for person in (mission.owner, mission.co_owner) if person is not None]


def _tell(person: Person, event: str, application: Application, **context: Any) -> None:
    tell(person, f"applications/{event}", application=application, **context)


def _tell_owners(event: str, application: Application, *, but: Person | None = None, **context: Any) -> None:
    for owner in owners(application):
        if but is None or owner.id != but.id:
            _tell(owner, event, application, **context)


def tell_submitted(application: Application) -> None:
    """The talent has a receipt with the day of the answer; those who own the mission know that someone waits."""
    tell_received(application)
    _tell_owners("submitted", application)


def tell_received(application: Application) -> None:
    """The talent alone: a receipt with the day of the answer."""
    _tell(application.person, "received", application)


def tell_under_review(application: Application) -> None:
    """The talent knows that someone is reading. The same words whether or not there is a shortlist."""
    _tell(application.person, "under_review", application)


def tell_on_hold(application: Application) -> None:
    """The talent knows until when."""
    _tell(application.person, "on_hold", application)


def tell_offered(actor: Person, application: Application) -> None:
    """The talent reads the terms; the other owner knows that a place is offered."""
    _tell(application.person, "offered", application)
    _tell_owners("offer_made", application, but=actor, actor=actor)


def tell_accepted(application: Application) -> None:
    """Both sides know what the place still waits for."""
    _tell(application.person, "waiting_for_clearance", application)
    _tell_owners("accepted", application)


def tell_declined(application: Application, *, reason: DeclineReason, text: str) -> None:
    """Those who own the mission read why."""
    _tell_owners("declined", application, reason=DECLINE_REASONS_TOLD[reason], text=text)


def preview(application: Any, event: str, **context: Any) -> dict[str, str]:
    """What the talent would read, in their language: `subject`, `body` and `lang`. Nothing is queued."""
    person = application.person
    words = write(person, f"applications/{event}", person.locale, application=application, **context)
    return {"subject": words.subject, "body": words.body.strip(), "lang": words.lang}


def tell_not_selected(application: Application, *, reason: NotSelectedReason, text: str) -> None:
    """The talent reads why, in the owner's words when there are some."""
    _tell(application.person, "not_selected", application, reason=NOT_SELECTED_REASONS[reason], text=text)


def tell_withdrawn(application: Application, *, held: bool, reserve: int, text: str) -> None:
    """Those who own the mission know whether a place is free again, and how many people are in reserve."""
    _tell_owners("withdrawn", application, held=held, reserve=reserve, text=text)


def tell_left(application: Application, *, held: bool, reserve: int) -> None:
    """Those who own the mission: the talent left the organization, and whether a place is free again."""
    _tell_owners("left", application, held=held, reserve=reserve)


def tell_lapsed(application: Application) -> None:
    """Both sides: the offer was not answered in time, and the place can be offered to someone else."""
    _tell(application.person, "lapsed", application)
    _tell_owners("lapsed_owner", application)


def tell_reserve(application: Application) -> None:
    """The places are taken for now; nobody is refused."""
    _tell(application.person, "reserve", application)


def tell_confirmed(application: Application) -> None:
    """Both sides: it is settled."""
    _tell(application.person, "confirmed", application)
    _tell_owners("confirmed_owner", application)


def tell_released(application: Application, *, text: str, reason: Any = None) -> None:
    """Both sides: the place is free again, and why."""
    _tell(application.person, "released", application, text=text, reason=reason)
    _tell_owners("released_owner", application, text=text, reason=reason)


def tell_completed(application: Application) -> None:
    """The talent: thanks, and what comes next."""
    _tell(application.person, "completed", application)


def tell_mission_ended(application: Application, *, completed: bool) -> None:
    """Someone who was still waiting, or held a place: the mission ends."""
    _tell(application.person, "mission_ended", application, completed=completed)
