"""What an application opens of a profile: those who own the mission read what its talent shows to owners."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from portal.applications.models import LIVE_STATES, Application, ApplicationState
from portal.core.bilingual import Text, choose
from portal.core.i18n import language
from portal.core.prepared import Prepared, reading
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.talents.extensions import missions_named, owners_met
from portal.talents.models import Circle
from portal.talents.visibility import Quality, Reader, Tie, further_ties

# From the day they applied until it ends: who was only invited showed nothing, and a "no" closes what was open.
_APPLIED = LIVE_STATES - {ApplicationState.INVITED}


_MET = Prepared(
    sa.select(Mission.public_id, Mission.owner_id, Mission.title_fr, Mission.title_en)
    .join_from(Application, Mission, Mission.id == Application.mission_id)
    .where(Application.person_id == sa.bindparam("person_id"), Application.state.in_(_APPLIED))
    .order_by(Application.id.desc())
)


def owners_of(person: Person) -> Iterator[tuple[str, int, str]]:
    """The owner of each mission where someone's application is under way, with the title in the present language."""
    lang = language()
    for public_id, owner_id, french, english in _MET.rows(person_id=person.id):
        yield public_id, owner_id, choose(french, english, lang).text


def titles_of(ids: Collection[int], locale: str) -> dict[int, Text]:
    """The titles of missions by their ids."""
    select = sa.select(Mission.id, Mission.title_fr, Mission.title_en).where(Mission.id.in_(ids))
    return {id_: choose(french, english, locale) for id_, french, english in reading().execute(select)}


def owner_ties(reader: Reader, person_ids: Collection[int]) -> dict[int, Tie]:
    """Those of these people who applied to a mission of `reader`, each with the latest such mission."""
    select = (
        sa.select(Application.person_id, sa.func.max(Application.mission_id))
        .join(Mission, Mission.id == Application.mission_id)
        .where(Application.person_id.in_(person_ids), Application.state.in_(_APPLIED))
        .where(sa.or_(Mission.owner_id == reader.id, Mission.co_owner_id == reader.id))
        .group_by(Application.person_id)
    )
    rows = reading().execute(select)
    return {person_id: Tie(Circle.OWNERS, Quality.OWNER, mission_id) for person_id, mission_id in rows}


_HOOKS: tuple[tuple[list[Any], Any], ...] = (
    (further_ties, owner_ties),
    (owners_met, owners_of),
    (missions_named, titles_of),
)
for hooks, hook in _HOOKS:
    if hook not in hooks:
        hooks.append(hook)
