"""What those who follow a mission learn of what happens to it. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.missions.following.extensions import told_otherwise
from portal.missions.following.models import MissionFollow
from portal.missions.following.notifications import tell_followers
from portal.missions.models import Mission
from portal.missions.workflow import (
    mission_cancelled,
    mission_changed,
    mission_completed,
    mission_paused,
    mission_resumed,
    mission_transferred,
)
from portal.organization.models import Person
from portal.organization.workflow import person_left

# What whoever hesitates would decide upon.
TERMS = frozenset(
    {"closes_on", "place", "remote", "language", "audience", "seat_changed", "seat_added", "seat_removed"}
)


@mission_cancelled.then
def tell_it_is_cancelled(actor: Person, mission: Mission) -> None:
    """It will not take place."""
    if mission.published_at is not None:
        tell_followers(
            mission, _l("It is cancelled: it will not take place."), actor=actor, but=told_otherwise(mission)
        )


@mission_completed.then
def tell_it_is_completed(actor: Person, mission: Mission) -> None:
    """It came to its end."""
    tell_followers(mission, _l("It is completed."), actor=actor, but=told_otherwise(mission))


@mission_paused.then
def tell_it_is_paused(actor: Person, mission: Mission, text: str) -> None:
    """It takes no applications for now, and why."""
    what = _l("It is paused, and takes no applications for now.")
    tell_followers(mission, what, text=text, actor=actor, but=told_otherwise(mission))


@mission_resumed.then
def tell_it_goes_on(mission: Mission, paused_on: date) -> None:
    """It is back where it was."""
    tell_followers(mission, _l("It goes on where it was before its pause."), but=told_otherwise(mission))


@mission_transferred.then
def tell_who_owns_it(mission: Mission, former: Person) -> None:
    """Someone else answers for it."""
    if mission.published_at is not None:
        what = _l("Someone else owns it from now on: %(name)s.", name=mission.owner.full_name)
        tell_followers(mission, what, but=told_otherwise(mission))


@mission_changed.then
def tell_its_terms_changed(actor: Person, mission: Mission, changed: Collection[str]) -> None:
    """It asks something else: another share, other weeks, another place. Words said better are nobody's news."""
    if mission.published_at is not None and TERMS & set(changed):
        tell_followers(
            mission, _l("What it asks has changed: its places, its dates or where it takes place."), actor=actor
        )


@person_left.then
def stop_following(person: Person) -> None:
    """Whoever left follows nothing."""
    db.session.execute(
        sa.delete(MissionFollow).where(MissionFollow.person_id == person.id),
        execution_options={"synchronize_session": False},
    )
