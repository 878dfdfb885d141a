"""Choosing who reads what. Whoever may no longer read a section reads it no more from the very next page on."""

from __future__ import annotations

from collections.abc import Mapping

from portal.core import audit
from portal.core.submission import remember
from portal.organization.models import Person
from portal.talents.models import Circle, Profile, Section
from portal.talents.notifications import mark_for_index
from portal.talents.writing import open_profile, writing_profile


def choose_readers(
    actor: Person,
    person: Person,
    circles: Mapping[Section, Circle],
    *,
    version: int | None = None,
    key: str | None = None,
) -> Profile:
    """Say who reads each of these sections. Raises `Forbidden`, `Conflict` when stale.

    The index forgets what is no longer for everyone inside; until it has, no search asks it.
    """
    with writing_profile(actor, person) as session:
        profile, is_done = open_profile(session, actor, person, version, key)
        if is_done:
            return profile
        session.flush()
        before = profile.circles
        changed = {section: circle for section, circle in circles.items() if before[section] is not circle}
        for section, circle in changed.items():
            setattr(profile, f"{section.value}_circle", circle)
        session.flush()
        remember(actor, key, person.public_id)
        if changed:
            audit.record(
                actor,
                person,
                "profile.readers",
                data={section.value: [before[section].value, circle.value] for section, circle in changed.items()},
            )
            mark_for_index(person, hides=any(before[section] is Circle.INSIDE for section in changed))
    return profile
