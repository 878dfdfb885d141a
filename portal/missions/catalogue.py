"""Every mission reduced to what the list counts and sorts by, kept in memory until a mission is written.

A list shows some eighty numbers, each over all the missions that the reader may read: the database would go through
the missions once for each. Nothing here is shown as it is: what a row says is read again from the database, and who may
read it is decided there (`reading`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.bits import bits_of
from portal.core.edition import kept
from portal.core.folding import fold_text
from portal.core.postings import Postings
from portal.extensions import db
from portal.missions.asks import Asks, read_asks
from portal.missions.edition import NAME
from portal.missions.filters import SHARES
from portal.missions.models import Mission, Seat
from portal.missions.queries import Standing, stages_read
from portal.missions.sought import read_sought
from portal.missions.texts import Texts, read_texts
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot

_LAST = "9999"

Value = tuple[str, str]


class Name(NamedTuple):
    """The name of a unit or a pilot."""

    name_fr: str
    name_en: str


@dataclass(frozen=True)
class Known:
    """Missions by position, the newest first. `sets` holds the missions of each value: ("state", "published")…"""

    ids: Sequence[int]
    positions: Mapping[int, int]
    published: int
    sets: Mapping[Value, int]

    def of(self, *values: Value) -> int:
        """The missions that have one of these values."""
        found = 0
        for value in values:
            found |= self.sets.get(value, 0)
        return found

    def bits(self, ids: Sequence[int]) -> int:
        """The missions with these ids. One written since, which is not here yet, is left out."""
        known = (self.positions.get(one) for one in ids)
        return bits_of((position for position in known if position is not None), len(self.ids))

    def readable(self, actor: Person, standing: Standing) -> int:
        """The missions that `actor` may read, as `visible_to` says.

        Most missions are published, and open to everyone of the reader's side: those are known by heart. About the few
        others the database was asked.
        """
        found = self.published
        if actor.is_external:
            found &= self.of(*(("stage", stage) for stage in stages_read(actor)))
        return found | self.bits(standing.owned) | self.bits(standing.watched)


@dataclass(frozen=True)
class Catalogue(Known):
    """What the list shows besides: sets of the values ("share", "10"), ("unit", its public id)… too, `names` of all
    units and pilots, by the same keys. `by_start`: positions, the soonest to start first.
    """

    names: Mapping[Value, Name]
    by_start: Sequence[int]

    @cached_property
    def texts(self) -> Texts:
        """What words are looked for in. Read the first time that someone looks for words."""
        return read_texts(self.positions)

    @cached_property
    def sought(self) -> Postings[Value]:
        """The months, places and skills of missions. Read the first time that someone narrows by them."""
        return read_sought(self.positions)

    @cached_property
    def asks(self) -> Asks:
        """What the free places ask. Read the first time that someone's missions are looked for."""
        return read_asks(self.positions)

    @cached_property
    def unit_texts(self) -> Mapping[Value, str]:
        """The folded names of the units."""
        units = ((value, name) for value, name in self.names.items() if value[0] == "unit")
        return {value: fold_text(f"{name.name_fr} {name.name_en}") or "" for value, name in units}


def catalogue_of(edition: str) -> Catalogue:
    """The catalogue of the present edition: the one that is kept, or after a write a reading of all missions.

    An empty edition means that nothing can be kept.
    """
    return kept(NAME, edition, _read)


def _read() -> Catalogue:
    rows = db.session.execute(_missions()).all()
    names = _names(Unit, "unit") | _names(Pilot, "pilot")
    keys = {key: value for value, (key, _name) in names.items()}
    positions: dict[Value, list[int]] = defaultdict(list)
    published, starts = [], []
    shares = tuple(("share", name) for name in SHARES)
    for place, row in enumerate(rows):
        _id, is_published, state, audience, stage, remote, language, unit_id, pilot_id, start, *fits = row
        positions["state", state].append(place)
        positions["audience", audience].append(place)
        positions["stage", stage].append(place)
        positions["remote", remote].append(place)
        positions["language", language].append(place)
        positions[keys["unit", unit_id]].append(place)
        if pilot_id is not None:
            positions[keys["pilot", pilot_id]].append(place)
        for share, has_seat in zip(shares, fits, strict=True):
            if has_seat:
                positions[share].append(place)
        if is_published:
            published.append(place)
        starts.append(str(start or _LAST))
    size = len(rows)
    return Catalogue(
        ids=[row[0] for row in rows],
        positions={row[0]: place for place, row in enumerate(rows)},
        published=bits_of(published, size),
        sets={value: bits_of(places, size) for value, places in positions.items()},
        names={value: name for value, (_key, name) in names.items()},
        by_start=sorted(range(size), key=starts.__getitem__),
    )


def _missions() -> Any:
    """A row for each mission, the newest first; plain columns, for there are many."""
    shares = [
        sa.func.max(sa.case((sa.and_(Seat.percent > above, Seat.percent <= most), 1), else_=0)).label(f"share_{name}")
        for name, (above, most) in SHARES.items()
    ]
    start = sa.func.min(sa.type_coerce(Seat.first_week, sa.String))
    seats = sa.select(Seat.mission_id, start.label("start"), *shares).group_by(Seat.mission_id).subquery()
    texts = [sa.type_coerce(column, sa.String) for column in (Mission.state, Mission.audience, Mission.stage)]
    texts += [sa.type_coerce(column, sa.String) for column in (Mission.remote, Mission.language)]
    return (
        sa.select(
            Mission.id,
            Mission.published_at.is_not(None),
            *texts,
            Mission.unit_id,
            Mission.pilot_id,
            seats.c.start,
            *(seats.c[share.name] for share in shares),
        )
        .outerjoin(seats, seats.c.mission_id == Mission.id)
        .order_by(sa.func.coalesce(Mission.published_at, Mission.created_at).desc(), Mission.id.desc())
    )


def _names(model: Any, facet: str) -> dict[Value, tuple[tuple[str, int], Name]]:
    rows = db.session.execute(sa.select(model.id, model.public_id, model.name_fr, model.name_en))
    return {(facet, public_id): ((facet, key), Name(fr, en)) for key, public_id, fr, en in rows}
