"""Saved searches, what was found for them, and what was looked for in vain."""

from __future__ import annotations

from datetime import timedelta

from portal.core import clock
from portal.core.reindex import MISSION, TALENT
from portal.discovery.saved.models import MOST, Alert, Find, SavedSearch
from portal.discovery.unmet.models import UnmetNeed
from tests.bench import names
from tests.bench.chance import Chance
from tests.bench.missions import Work
from tests.bench.people import Staff, Talent
from tests.bench.writer import Writer

EVERY = 4
FOUND = 25
FEW = 4
WEEKS = 26
WORDS = 40


def build_searches(writer: Writer, chance: Chance, staff: Staff, works: list[Work]) -> None:
    """One employee in four keeps a few searches; the first of them keeps as many as one may, which all found much."""
    opened = [work.id for work in works if work.published_at is not None][:FOUND]
    for number, talent in enumerate(staff.employees[::EVERY]):
        for _ in range(MOST if number == 0 else chance.randint(1, 4)):
            _write_search(writer, chance, talent, opened if number == 0 else opened[:FEW])
    for number in range(WORDS):
        for week in range(WEEKS):
            writer.add(
                UnmetNeed,
                id=writer.key(UnmetNeed),
                week=clock.this_week() - timedelta(weeks=week),
                words=f"trade{number}",
                language="fr",
                kind=chance.choice(("", MISSION, TALENT)),
                count=chance.randint(1, 12),
            )


def _write_search(writer: Writer, chance: Chance, talent: Talent, mission_ids: list[int]) -> None:
    search_id, word = writer.key(SavedSearch), chance.choice(names.JOBS["DATA"])[0]
    writer.add(
        SavedSearch,
        id=search_id,
        public_id=chance.public_id(),
        created_at=clock.now() - timedelta(days=60),
        person_id=talent.id,
        name=f"{word} {search_id}"[:80],
        params={"q": f"{word} {search_id}"},
        alert=chance.choice(tuple(Alert)),
        watched_at=clock.now() - timedelta(days=60),
        known="",
        is_known_in_full=True,
        seen_id=0,
        deleted_at=None,
    )
    for mission_id in mission_ids:
        writer.add(
            Find,
            id=writer.key(Find),
            saved_search_id=search_id,
            kind=MISSION,
            row_id=mission_id,
            found_at=clock.now() - timedelta(days=2),
            told_at=clock.now(),
        )
