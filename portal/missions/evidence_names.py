"""The names of the missions where skills were attested, for whoever may open them."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from portal.core.among import among
from portal.core.bilingual import choose
from portal.core.prepared import Prepared
from portal.missions.models import Mission
from portal.missions.queries import AnyReader, visible_to
from portal.organization.models import Person
from portal.talents.evidence.extensions import NamedMission, mission_names


def names_of(reader: Person, ids: Collection[int], locale: str) -> dict[int, NamedMission]:
    """Those of these missions that the reader may open, by id. One query."""
    rows = _named(AnyReader.like(reader)).rows(me=reader.id, ids=list(ids))
    return {id_: NamedMission(public_id, choose(french, english, locale)) for id_, public_id, french, english in rows}


@lru_cache(maxsize=32)
def _named(reader: AnyReader) -> Prepared:
    columns = (Mission.id, Mission.public_id, Mission.title_fr, Mission.title_en)
    return Prepared(visible_to(reader.as_person).with_only_columns(*columns).where(among(Mission.id, "ids")))


if names_of not in mission_names:
    mission_names.append(names_of)
