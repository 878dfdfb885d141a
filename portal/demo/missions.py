"""The demo's missions: written as drafts, then published and led by those who own them, at the dates of the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Role
from portal.core import audit, clock
from portal.core.transaction import transaction
from portal.demo.content_files import missions
from portal.extensions import db
from portal.missions.models import (
    BRIEF_FIELDS,
    Audience,
    Brief,
    Mission,
    MissionLanguage,
    Necessity,
    Remote,
    Seat,
    SeatSkill,
)
from portal.missions.staging.rules import begin
from portal.missions.workflow import MISSION
from portal.organization.models import Person
from portal.organization.queries import people_with_role
from portal.skills.models import Skill

UNPUBLISHED = ("draft", "submitted", "changes_requested")
COMMENT = (
    "Le livrable est clair, mais on ne voit pas qui accueille la personne la première semaine. "
    "Pouvez-vous le préciser, et dire ce qui se passe si l’environnement de test n’est pas prêt ?"
)


@dataclass
class Told:
    """A mission of the content, written, with what its story needs."""

    id: int
    state: str
    published_on: date | None
    content: dict[str, Any] = field(repr=False)


def at(day: date, hour: float = 9.5) -> datetime:
    """A moment of a day, never after now."""
    moment = datetime.combine(day, time(int(hour), int(hour % 1 * 60)), tzinfo=UTC)
    return min(moment, datetime.now(UTC))


def load_missions(people: dict[str, int], pilots: dict[str, int]) -> list[Told]:
    """Write every mission and publish those that were."""
    with db.session.no_autoflush:
        skills = {row.key: row.id for row in db.session.execute(sa.select(Skill.key, Skill.id))}
    told = []
    for content in missions():
        days_ago = content["published_days_ago"]
        published_on = clock.today() - timedelta(days=days_ago) if content["state"] not in UNPUBLISHED else None
        written_on = (published_on or clock.today() - timedelta(days=1)) - timedelta(days=6)
        with clock.at(at(written_on, 14)), transaction() as session:
            mission = _draft(content, people, pilots, skills)
            session.add(mission)
            session.flush()
            audit.record(mission.owner, mission, "draft", to_state=mission.state)
            mission_id = mission.id
        _open(mission_id, content["state"], published_on, written_on)
        told.append(Told(mission_id, content["state"], published_on, content))
    return told


def _draft(content: dict[str, Any], people: dict[str, int], pilots: dict[str, int], skills: dict[str, int]) -> Mission:
    owner = db.session.get_one(Person, people[content["owner"]])
    audience = Audience(content["audience"])
    mission = Mission(
        **{name: content[name] for name in ("title_fr", "title_en", "summary_fr", "summary_en", "place")},
        owner=owner,
        co_owner_id=people[content["co_owner"]],
        unit_id=owner.unit_id,
        pilot_id=pilots[content["pilot"]] if content.get("pilot") else None,
        remote=Remote(content["remote"]),
        language=MissionLanguage(content["language"]),
        audience=audience,
    )
    brief = content["brief"]
    mission.brief = Brief(
        **{f"{name}_{lang}": brief.get(f"{name}_{lang}", "").strip() for name in BRIEF_FIELDS for lang in ("fr", "en")}
    )
    mission.seats = [_seat(seat, audience, skills) for seat in content["seat"]]
    return mission


def _seat(content: dict[str, Any], audience: Audience, skills: dict[str, int]) -> Seat:
    return Seat(
        title_fr=content["title_fr"],
        title_en=content["title_en"],
        places=content["places"],
        percent=content["percent"],
        first_week=clock.week_of(datetime.now(clock.ZONE).date()) + timedelta(weeks=content["first_week"]),
        last_week=clock.week_of(datetime.now(clock.ZONE).date()) + timedelta(weeks=content["last_week"]),
        audience=Audience(content["audience"]) if content.get("audience") else audience,
        skills=[
            SeatSkill(
                skill_id=skills[f"starter:{skill['key']}"], level=skill["level"], necessity=Necessity(skill["need"])
            )
            for skill in content["skills"]
        ],
    )


def _open(mission_id: int, state: str, published_on: date | None, written_on: date) -> None:
    if state == "draft":
        return
    move(mission_id, "submit", (published_on or written_on + timedelta(days=4)) - timedelta(days=2), owner=True)
    if state == "changes_requested":
        move(mission_id, "request_changes", clock.today() - timedelta(days=1), text=COMMENT)
    elif published_on is not None:
        move(mission_id, "publish", published_on)


def move(mission_id: int, name: str, day: date, *, owner: bool = False, text: str = "", hour: float = 9.5) -> None:
    """Make one transition of a mission, by its owner or by human resources, on a day."""
    with clock.at(at(day, hour)), transaction() as session:
        mission = session.get_one(Mission, mission_id)
        actor = mission.owner if owner else _human_resources(mission)
        MISSION.apply(actor, mission, name, text=text)
        if name == "publish":
            mission.published_at = clock.now()
            begin(mission)


def _human_resources(mission: Mission) -> Person:
    owners = (mission.owner_id, mission.co_owner_id)
    return next(person for person in db.session.scalars(people_with_role(Role.HR)) if person.id not in owners)
