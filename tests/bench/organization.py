"""Generates an organization straight into an empty, migrated database, in bulk, and says how long each phase took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa

from portal.core import clock, statistics
from portal.core.edition import Edition
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Seat
from portal.organization.models import Person
from portal.skills import services
from portal.skills.library import pairs
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.occupations.services import import_esco_occupations, load_starter_occupations
from portal.talents import directory_text
from portal.talents.evidence import counting
from tests.bench.chance import Chance
from tests.bench.exchanges import build_exchanges
from tests.bench.history import History
from tests.bench.missions import Missions, Work, build_pilots
from tests.bench.notices import build_notices
from tests.bench.people import build_people, build_units
from tests.bench.profiles import Library, build_profiles
from tests.bench.rooms import build_rooms
from tests.bench.searches import build_searches
from tests.bench.sizes import Sizes
from tests.bench.staffing import Staffing
from tests.bench.writer import Writer

PROPOSALS = 40
SEED = 20
SQLITE_CACHE_KIB = 256 * 1024

Say = Callable[[str], None]


class NotEmpty(RuntimeError):
    """The database already holds people; a generated organization is never mixed with another."""


class Clockwork:
    """Says how long each phase took, in seconds."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.started = perf_counter()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time one phase."""
        started = perf_counter()
        yield
        self.say(f"  {name:<34}{perf_counter() - started:8.1f} s")

    @property
    def total(self) -> float:
        """Seconds since the beginning."""
        return perf_counter() - self.started


def generate(sizes: Sizes, *, seed: int = SEED, esco: Path | None = None, say: Say = print) -> Counter[str]:
    """Fill the present application's database. `esco` is a folder that `portal import skills` reads; without it the
    starter library serves. Returns the number of rows written by table. Raises `NotEmpty`.
    """
    if db.session.scalar(sa.select(sa.func.count()).select_from(Person)):
        raise NotEmpty
    timed = Clockwork(say)
    with timed.phase("skills"):
        skill_ids = _load_skills(esco)
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA cache_size=-{SQLITE_CACHE_KIB}")
        writer = Writer(connection)
        build(writer, Chance(seed), sizes, skill_ids, timed)
        connection.commit()
        # Loaded in bulk, the tables have no statistics yet: without them the planner guesses, sometimes very badly.
        statistics.refresh(connection)
        connection.commit()
    db.engine.dispose()
    say(f"  {'in all':<34}{timed.total:8.1f} s, {writer.counts.total():,} rows")
    return writer.counts


def _load_skills(esco: Path | None) -> list[int]:
    if esco is None:
        services.load_starter()
        load_starter_occupations()
    else:
        services.import_esco(esco)
        import_esco_occupations(esco)
    _fill_the_desk()
    active = sa.select(Skill.id).where(Skill.state == SkillState.ACTIVE).order_by(Skill.key)
    ids = list(db.session.scalars(active))
    db.session.remove()
    return ids


def _fill_the_desk() -> None:
    """What waits at the librarian's desk: proposals, and the near-duplicates of the vocabulary itself."""
    with transaction() as session:
        for number in range(1, PROPOSALS + 1):
            label = f"Craft of its own, number {number}"
            name = SkillLabel(lang="en", text=label, folded=label.casefold(), is_preferred=True)
            session.add(
                Skill(
                    key=f"proposed:{number}",
                    source="proposed",
                    label_fr="",
                    label_en=label,
                    state=SkillState.PROPOSED,
                    labels=[name],
                )
            )
    pairs.look_for_pairs()


def build(writer: Writer, chance: Chance, sizes: Sizes, skill_ids: list[int], timed: Clockwork) -> None:
    """Write the organization as it stood when the present day began, so that a day's runs are all the same."""
    with clock.at(datetime.combine(clock.today(), time(), clock.ZONE)):
        _build(writer, chance, sizes, skill_ids, timed)


def _build(writer: Writer, chance: Chance, sizes: Sizes, skill_ids: list[int], timed: Clockwork) -> None:
    library, history = Library(chance, skill_ids), History(writer, chance)
    with timed.phase("units, people, firms"):
        groups = build_units(writer, chance)
        staff = build_people(writer, chance, sizes, groups)
        _commit(writer)
    with timed.phase("profiles and skills held"):
        holders = build_profiles(writer, chance, staff, library)
        writer.flush()
        directory_text.refresh(writer.connection)
        _commit(writer)
    with timed.phase("pilots, missions, seats"):
        trials = build_pilots(writer, chance, sizes, staff, groups)
        works = Missions(writer, chance, staff, library, trials).build(sizes.missions)
        history.tell_missions(works)
        _commit(writer)
    with timed.phase("applications and what followed"):
        Staffing(writer, chance, staff, holders, history).build(works, sizes.applications)
        _take_places(writer, works)
        writer.flush()
        writer.connection.execute(counting.recounted())
        build_notices(writer)
        build_rooms(writer, chance)
        build_exchanges(writer, chance, staff, works, skill_ids)
        build_searches(writer, chance, staff, works)
        for name in ("missions", "people"):
            writer.add(Edition, name=name, mark=chance.public_id())
        writer.finish()
        writer.connection.commit()


def _commit(writer: Writer) -> None:
    writer.flush()
    writer.connection.commit()


def _take_places(writer: Writer, works: list[Work]) -> None:
    """The seats' counters, known once everyone has applied."""
    table = Seat.__table__
    taken = [{"seat": seat.id, "count": seat.taken} for work in works for seat in work.seats if seat.taken]
    if taken:
        writer.flush()
        writer.connection.execute(
            sa.update(table).where(table.c.id == sa.bindparam("seat")).values(taken=sa.bindparam("count")), taken
        )
