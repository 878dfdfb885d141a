"""Loading the demo organization into an empty database: content first, then a year lived through the services."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock, worker
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.demo.alternates import load_alternates
from portal.demo.calendars import load_calendars
from portal.demo.delegations import load_delegations, load_past_delegation
from portal.demo.endorsements import load_endorsements, load_reminders
from portal.demo.invitations import load_invitations
from portal.demo.library import load_library
from portal.demo.missions import Told, load_missions
from portal.demo.notes import load_notes
from portal.demo.notices import load_choices, read_what_is_old
from portal.demo.openings import count_answers, load_openings
from portal.demo.people import load_people
from portal.demo.pilots import load_pilots
from portal.demo.pools import load_pools
from portal.demo.privacy import load_privacy
from portal.demo.profiles import load_profiles
from portal.demo.proposals import load_proposals
from portal.demo.publications import load_publications
from portal.demo.questions import load_questions
from portal.demo.recalls import load_recalls
from portal.demo.recent_searches import load_recent_searches
from portal.demo.reports import load_reports
from portal.demo.rooms import load_rooms
from portal.demo.saved_searches import load_saved_searches
from portal.demo.scenes import RESERVED, SCENES
from portal.demo.self_offers import load_self_offers
from portal.demo.stories import Storyteller, Walk
from portal.demo.threads import load_threads
from portal.demo.transfers import load_transfers
from portal.demo.unanswered import load_silences
from portal.demo.unsaved import load_unsaved
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.skills.occupations.services import load_starter_occupations
from portal.skills.services import load_starter

LIBRARY_AGE = timedelta(days=400)

log = logging.getLogger(__name__)


def load_demo(echo: Callable[[str], object]) -> bool:
    """Load everything, unless someone is already there. Returns whether it did."""
    if db.session.scalar(sa.select(Person.id).limit(1)) is not None:
        return False
    started = time.monotonic()
    echo("Loading the demo organization (about half a minute, once)…")
    with clock.at(clock.now() - LIBRARY_AGE):
        load_starter()
    load_starter_occupations()
    people = load_people()
    load_choices(people)
    load_profiles(people)
    load_library(people)
    load_past_delegation(people)
    pilots = load_pilots(people)
    told = load_missions(people, pilots)
    echo(f"  {len(people)} people, {len(pilots)} pilots, {len(told)} missions; now their year…")
    _live(told, people)
    load_silences()
    load_invitations(told, people)
    load_notes(told)
    count_answers()
    load_alternates()
    load_reports(told, people)
    load_pools()
    load_delegations(people)
    load_recalls(people)
    load_transfers(told, people)
    load_proposals(people)
    load_self_offers(people)
    load_unsaved(people)
    load_endorsements(people)
    load_reminders()
    load_privacy(people)
    load_recent_searches(people)
    load_questions(people)
    load_threads(told)
    load_publications(told, people)
    load_rooms()
    _close_the_post()
    read_what_is_old()
    load_saved_searches(people)
    load_calendars(people)
    worker.drain()
    echo(f"  done in {time.monotonic() - started:.0f} s")
    return True


def _live(told: list[Told], people: dict[str, int]) -> None:
    """Tell each mission's story, oldest first, so that people's weeks fill up as they did."""
    load_openings(told)
    teller = Storyteller(people, reserved={people[identifier] for identifier in RESERVED})
    for mission in sorted(told, key=lambda one: (one.published_on or clock.today(), one.id)):
        for scene in SCENES.get(mission.content["key"], ()):
            _play(teller, mission, people[scene.identifier], scene.seat, scene.after_days, scene.ending)
        teller.tell(mission)


def _close_the_post() -> None:
    """A year of mails was read in its time: they stay in the outbox page as sent, and none leaves now."""
    with transaction() as session:
        session.execute(
            sa.update(OutboxItem).where(OutboxItem.kind == "mail").values(done_at=OutboxItem.created_at, attempts=1)
        )


def _play(teller: Storyteller, told: Told, person_id: int, seat: int, after_days: int, ending: str) -> None:
    mission = db.session.get_one(Mission, told.id)
    start = (told.published_on or clock.today()) + timedelta(days=after_days)
    Walk(teller, mission.seats[seat].id, person_id, start, pace=1).to(ending)
