"""Deciding whether there is a public catalogue, and which missions are in it. Each verb is one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal import policies
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import is_unique_violation, transaction
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.services import hold
from portal.organization.models import Person
from portal.public import notifications
from portal.public.models import PublicCatalogue, PublicMission
from portal.public.queries import publication_of, standing
from portal.public.rules import is_for_everyone
from portal.public.sheets import words_of

_STALE = _l("Someone changed this a moment ago. Here is how it stands now.")


def check_may_decide(actor: Person) -> None:
    """Raise `Forbidden` for those who do not decide about the catalogue."""
    if not policies.catalogue_decide(actor):
        raise Forbidden(_l("This is not yours to decide."), code="public.decide")


def turn_catalogue(actor: Person, on: bool, *, organization: str, version: int) -> PublicCatalogue:
    """Turn the public catalogue on or off; `version` is that of the setting they read, 0 before anyone decided.

    Turned off, nothing is read without signing in from that moment on; what owners agreed to is kept. `organization`
    is its name as the public reads it. Raises `Forbidden`, `Conflict` when someone decided meanwhile, `Invalid` when
    it is turned on without a name.
    """
    check_may_decide(actor)
    wanted = _l("Say by which name the organization is known.") if on else None
    organization = checked_text(organization, "organization", required=wanted)
    try:
        with transaction() as session:
            catalogue = session.get(PublicCatalogue, 1, populate_existing=True)
            if catalogue is None and version == 0:
                catalogue = PublicCatalogue(id=1, is_on=False, organization="")
                session.add(catalogue)
            elif catalogue is None or catalogue.version != version:
                raise Conflict(_STALE, code="public.stale")
            was_on, former = catalogue.is_on, catalogue.organization
            if (was_on, former) != (on, organization):
                catalogue.is_on, catalogue.organization, catalogue.changed_at = on, organization, clock.now()
                session.flush()
            if was_on is not on:
                audit.record(actor, catalogue, "turn_on" if on else "turn_off", text=organization if on else None)
            elif former != organization:
                audit.record(actor, catalogue, "rename", text=organization)
    except sa.exc.IntegrityError as error:
        if is_unique_violation(error):
            raise Conflict(_STALE, code="public.stale") from error
        raise
    return catalogue


def check_may_publish(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for those who do not own it, `NotFound` is for the view where there is no catalogue."""
    if not policies.mission_publish_outside(actor, mission):
        raise Forbidden(_l("Only those who own the mission publish it outside."), code="public.publish")


def publish_outside(actor: Person, mission: Mission, *, version: int | None = None) -> PublicMission:
    """Let anyone read it without signing in, in the words it says now; the other owner is told.

    Asked again after an edit, the new words are those that are read. Raises `Forbidden`, and `Conflict` when it changed
    since it was read, when there is no public catalogue, or when it is not open to everyone.
    """
    check_may_publish(actor, mission)
    with transaction() as session:
        hold(mission)
        db.session.refresh(mission.brief)
        mission.expect(version)
        if not standing().is_on:
            raise Conflict(_l("There is no public catalogue any more."), code="public.off")
        if not is_for_everyone(mission):
            raise Conflict(_l("This mission is not open to everyone now."), code="public.closed")
        words, publication = words_of(mission), publication_of(mission.id)
        if publication is None:
            publication = PublicMission(mission_id=mission.id, agreed_by_id=actor.id, **words)
            session.add(publication)
            audit.record(actor, mission, "published_outside")
            notifications.tell_published(actor, mission)
        elif any(getattr(publication, name) != text for name, text in words.items()):
            for name, text in words.items():
                setattr(publication, name, text)
            publication.agreed_at, publication.agreed_by_id = clock.now(), actor.id
            audit.record(actor, mission, "agreed_outside")
    return publication


def check_may_take_off(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for those who neither own it nor are of human resources."""
    if not policies.mission_take_off(actor, mission):
        raise Forbidden(_l("This is not yours to decide."), code="public.take_off")


def take_off(actor: Person, mission: Mission) -> None:
    """Take it off the public catalogue; those who own it and did not do so themselves are told.

    Twice changes nothing more. Raises `Forbidden`.
    """
    check_may_take_off(actor, mission)
    with transaction() as session:
        hold(mission)
        publication = publication_of(mission.id)
        if publication is not None:
            session.delete(publication)
            audit.record(actor, mission, "taken_off_outside")
            notifications.tell_taken_off(actor, mission)
