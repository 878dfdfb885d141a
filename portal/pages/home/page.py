"""Everything the home of one person shows, read in a dozen statements whoever they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.allocations.time_plans import weeks_to_fill
from portal.applications.rows import applied_to_by
from portal.core.i18n import gettext as _
from portal.missions.nearest import Nearest, nearest, open_in
from portal.missions.reading import Reading, read
from portal.organization.models import Person
from portal.pages.home.dates import Date, dates_of
from portal.pages.home.duties import Turn, turns_of
from portal.pages.home.first_steps import Step, first_steps
from portal.pages.home.health import Advice, Facts, advice_for, facts_of
from portal.pages.home.news import News, news_of
from portal.pages.home.rooms import Room, rooms_of
from portal.pages.home.standing import Place, places_of
from portal.waiting import waiting_for

MISSIONS_SHOWN = 4


@dataclass(frozen=True)
class Home:
    """What stands on someone's home. `left_at` is when their previous visit ended, None during the first; `awaited` how
    many answers others wait for, as many as the header announces, and `others` how many more things they can do."""

    greeting: str
    awaited: int
    others: int
    turns: list[Turn]
    left_at: datetime | None
    news: list[News]
    places: list[Place]
    steps: list[Step]
    suited: Nearest
    dates: list[Date]
    advice: list[Advice]
    rooms: list[Room]


def build_home(person: Person, locale: str) -> Home:
    """The home of `person`, in their language."""
    waiting = waiting_for(person)
    turns = turns_of(person, waiting, weeks_to_fill(person))
    left_at = person.account.left_at
    facts, reading = facts_of(person), read(person, (), locale)
    places, applied = places_of(person, locale), applied_to_by(person)
    return Home(
        greeting=_("Hello %(name)s", name=person.given_name or person.full_name),
        awaited=waiting.announced,
        others=sum(turn.number for turn in turns) - waiting.announced,
        turns=turns,
        left_at=left_at,
        news=news_of(person, left_at, locale) if left_at is not None else [],
        places=places,
        steps=first_steps(person, facts, has_applied=bool(applied)),
        suited=nearest(person, reading, facts.held, without=applied, count=MISSIONS_SHOWN, since=left_at),
        dates=dates_of(person, places, locale),
        advice=_advice(person, facts, reading),
        rooms=rooms_of(person, waiting, reading),
    )


def _advice(person: Person, facts: Facts, reading: Reading) -> list[Advice]:
    return [] if facts.is_new else advice_for(facts, lambda code: open_in(reading, person, (code,)))
