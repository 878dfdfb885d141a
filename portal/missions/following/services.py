"""Beginning and ceasing to follow a mission."""

from __future__ import annotations

import sqlalchemy as sa

from portal import policies
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.missions.following.models import MissionFollow
from portal.missions.models import Mission
from portal.organization.models import Person


def check_may_follow(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for those who own it: they are told everything already."""
    if not policies.mission_follow(actor, mission):
        raise Forbidden(_l("You own this mission: you are told all that happens to it."), code="mission.follow")


def follow_mission(actor: Person, mission: Mission) -> None:
    """Be told from now on what happens to it. Doing it twice changes nothing more.

    Raises `Conflict` for one that others cannot read yet.
    """
    check_may_follow(actor, mission)
    if mission.published_at is None:
        raise Conflict(_l("This mission is not published."), code="mission.follow")
    with transaction() as session:
        session.execute(sa.select(Person.id).where(Person.id == actor.id).with_for_update(key_share=True))
        if session.get(MissionFollow, (mission.id, actor.id)) is None:
            session.add(MissionFollow(mission_id=mission.id, person_id=actor.id))


def unfollow_mission(actor: Person, mission: Mission) -> None:
    """Be told nothing more of it. Doing it twice changes nothing more."""
    with transaction() as session:
        mine = sa.delete(MissionFollow).where(
            MissionFollow.mission_id == mission.id, MissionFollow.person_id == actor.id
        )
        session.execute(mine, execution_options={"synchronize_session": False})
