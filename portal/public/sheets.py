"""A mission as the public reads it: nothing that this does not hold is in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from portal.missions.models import Audience, Mission, MissionLanguage, Remote
from portal.public.models import OF_BRIEF, OF_MISSION


class AskedOutside(NamedTuple):
    """The name of a skill."""

    label_fr: str
    label_en: str


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A place that is free for an external. Weeks are Mondays, the share a percent of a week."""

    percent: int
    first_week: date
    last_week: date
    skills: list[AskedOutside] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSheet:
    """All that is said of a mission outside. `since` is when its owner published it there, `agreed_at` when someone
    who owns it last agreed to these words."""

    public_id: str
    remote: Remote
    language: MissionLanguage
    closes_on: date | None
    since: datetime
    agreed_at: datetime
    title_fr: str
    title_en: str
    place: str
    context_fr: str
    context_en: str
    objective_fr: str
    objective_en: str
    deliverables_fr: str
    deliverables_en: str
    places: list[PublicPlace] = field(default_factory=list)

    @property
    def first_week(self) -> date:
        """The first week of any of its places."""
        return min(place.first_week for place in self.places)

    @property
    def last_week(self) -> date:
        """The last week of any of its places."""
        return max(place.last_week for place in self.places)

    @property
    def skills(self) -> list[AskedOutside]:
        """The skills that its places ask, each once."""
        return list(dict.fromkeys(skill for place in self.places for skill in place.skills))


def words_of(mission: Mission) -> dict[str, str]:
    """The words of a mission that the public may read, as they are now, by the columns of `PublicMission`."""
    words = {name: getattr(mission, name) for name in OF_MISSION}
    return words | {name: getattr(mission.brief, name) for name in OF_BRIEF}


def sheet_of(mission: Mission, since: datetime, agreed_at: datetime) -> PublicSheet:
    """What the public would read of a mission as it stands."""
    return PublicSheet(
        public_id=mission.public_id,
        remote=mission.remote,
        language=mission.language,
        closes_on=mission.closes_on,
        since=since,
        agreed_at=agreed_at,
        **words_of(mission),
        places=[
            PublicPlace(
                seat.percent,
                seat.first_week,
                seat.last_week,
                [AskedOutside(asked.skill.label_fr, asked.skill.label_en) for asked in seat.skills],
            )
            for seat in mission.seats
            if seat.free and seat.audience is not Audience.EMPLOYEES
        ],
    )
