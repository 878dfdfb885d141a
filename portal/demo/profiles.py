"""The demo's profiles: what people say of themselves, and the skills they hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.demo.content_files import profiles
from portal.skills.models import Skill
from portal.talents.availability.models import Pause
from portal.talents.hidden_skills.models import SetAsideSkill
from portal.talents.models import (
    Appetite,
    EvidenceKind,
    Experience,
    HeldSkill,
    Profile,
    SkillEvidence,
    SpokenLanguage,
    SpokenLevel,
)


def load_profiles(people: dict[str, int]) -> None:
    """Write every profile of the content."""
    with transaction() as session:
        skills = {row.key: row.id for row in session.execute(sa.select(Skill.key, Skill.id))}
        for identifier, content in profiles().items():
            person_id = people[identifier]
            session.add(_profile(person_id, content))
            session.add_all(_pause(person_id, entry) for entry in content.get("pauses", []))
            for entry in content.get("skills", []):
                session.add_all(_held(person_id, skills[f"starter:{entry['key']}"], entry))
            for key in content.get("set_aside", []):
                session.add(SetAsideSkill(person_id=person_id, skill_id=skills[f"starter:{key}"]))
            for entry in content.get("experience", []):
                session.add(_experience(person_id, entry))
            for entry in content.get("languages", []):
                session.add(SpokenLanguage(person_id=person_id, code=entry["code"], level=SpokenLevel(entry["level"])))


def _profile(person_id: int, content: dict[str, Any]) -> Profile:
    profile = Profile(
        person_id=person_id,
        headline_fr=content.get("headline_fr", ""),
        headline_en=content.get("headline_en", ""),
        summary_fr=content.get("summary_fr", ""),
        summary_en=content.get("summary_en", ""),
        updated_at=clock.now() - timedelta(days=20 + person_id % 90),
    )
    availability = content.get("availability")
    if availability:
        profile.availability_share = availability["share"]
        profile.available_from = clock.this_week() + timedelta(weeks=availability["from_weeks"])
        if "until_weeks" in availability:
            profile.available_until = clock.this_week() + timedelta(weeks=availability["until_weeks"], days=4)
        profile.notice_weeks = availability.get("notice_weeks")
        profile.availability_said_on = clock.today() - timedelta(days=30 * availability.get("said_months_ago", 1))
    return profile


def _pause(person_id: int, entry: dict[str, Any]) -> Pause:
    return Pause(
        person_id=person_id,
        starts_on=clock.today() + timedelta(days=entry["from_days"]),
        ends_on=clock.today() + timedelta(days=entry["to_days"]),
        note=entry.get("note", ""),
    )


def _held(person_id: int, skill_id: int, entry: dict[str, Any]) -> list[Any]:
    confirmed_on = clock.today() - timedelta(days=30 * entry.get("confirmed_months_ago", 3) + 3)
    appetite = Appetite(entry["appetite"]) if entry.get("appetite") else None
    return [
        HeldSkill(
            person_id=person_id,
            skill_id=skill_id,
            level=entry["level"],
            appetite=appetite,
            confirmed_on=confirmed_on,
        ),
        SkillEvidence(
            person_id=person_id,
            skill_id=skill_id,
            kind=EvidenceKind.DECLARED,
            level=entry["level"],
            by_id=person_id,
            at=clock.now() - timedelta(days=400 + 30 * entry.get("confirmed_months_ago", 3) + person_id % 300),
        ),
    ]


def _experience(person_id: int, entry: dict[str, Any]) -> Experience:
    return Experience(
        person_id=person_id,
        title_fr=entry["title_fr"],
        title_en=entry["title_en"],
        organization=entry["organization"],
        started_on=_month(entry["from"]),
        ended_on=_month(entry["to"]) if entry["to"] else None,
        summary_fr=entry.get("summary_fr", ""),
        summary_en=entry.get("summary_en", ""),
    )


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
