"""What invitations add to other pages: the way to invite on a profile, the words of one on its application."""

from __future__ import annotations

from portal.applications.extensions import application_panels
from portal.applications.inviting import queries
from portal.applications.inviting.rules import is_solicited
from portal.applications.models import Application
from portal.core.panels import Panel
from portal.organization.models import Person
from portal.talents.extensions import profile_panels


def invite_panel(actor: Person, person: Person) -> Panel | None:
    """On a profile, for those who own a mission with a place this person could ask for."""
    if actor.id == person.id or not queries.seats_to_offer(actor, person):
        return None
    standing = queries.standing_of(person)
    return {
        "template": "inviting/_profile.html",
        "context": {"person": person, "standing": standing, "solicited": is_solicited(standing.lately)},
        "place": "aside",
    }


def invitation_panel(reader: Person, application: Application) -> Panel | None:
    """On an application that began with an invitation: who invited, and their words."""
    invitation = application.invitation
    if invitation is None:
        return None
    context = {"invitation": invitation, "mine": reader.id == application.person_id}
    return {"template": "inviting/_application.html", "context": context}


if invite_panel not in profile_panels:
    profile_panels.append(invite_panel)
if invitation_panel not in application_panels:
    application_panels.append(invitation_panel)
