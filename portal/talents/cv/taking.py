"""Writing the lines someone chose, inside the transaction of `services.take`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import clock
from portal.organization.models import Person
from portal.talents.cv.comparing import LanguageLine, Line, OccupationLine, SkillLine, TextLine
from portal.talents.models import (
    EvidenceKind,
    Experience,
    HeldSkill,
    Profile,
    SkillEvidence,
    SpokenLanguage,
    SpokenLevel,
)

_LEVELS = {"1", "2", "3", "4"}
# What undoing needs, by kind of line: see `before.restore`.
Before = dict[str, list[dict[str, Any]]]


def level_for(line: SkillLine | LanguageLine, levels: Mapping[str, str]) -> Any:
    """The level chosen for a line, else the one the file says; None when there is neither."""
    said = levels.get(line.key)
    if isinstance(line, SkillLine):
        return int(said) if said in _LEVELS else line.level
    return SpokenLevel(said) if said in set(SpokenLevel) else line.level


def write(session: Session, person: Person, lines: Iterable[Line], levels: Mapping[str, str]) -> Before:
    """Write the lines. Returns what undoing needs."""
    before: Before = {"texts": [], "occupations": [], "skills": [], "languages": []}
    profile = _profile(session, person)
    written: list[tuple[str, Any, dict[str, Any]]] = []
    for line in lines:
        match line:
            case TextLine():
                setattr(profile, line.name, line.theirs)
                before["texts"].append({"name": line.name, "was": line.mine, "now": line.theirs})
            case OccupationLine():
                written.append(("occupations", *_occupation(session, person, line)))
            case SkillLine():
                written.append(("skills", *_skill(session, person, line, level_for(line, levels))))
            case LanguageLine():
                before["languages"].append(_language(session, person, line, level_for(line, levels)))
    profile.updated_at = clock.now()
    session.flush()
    for kind, row, was in written:
        before[kind].append({"id": row.public_id, "version": row.version, "was": was})
    return before


def _profile(session: Session, person: Person) -> Profile:
    profile = session.get(Profile, person.id, populate_existing=True)
    if profile is None:
        profile = Profile(person_id=person.id)
        session.add(profile)
    return profile


def _occupation(session: Session, person: Person, line: OccupationLine) -> tuple[Experience, dict[str, Any]]:
    found = line.found
    if line.mine is None:
        experience = Experience(
            person_id=person.id,
            organization=found.organization,
            started_on=found.started_on,
            ended_on=found.ended_on,
            title_fr=found.title.get("fr", ""),
            title_en=found.title.get("en", ""),
            summary_fr=found.summary.get("fr", ""),
            summary_en=found.summary.get("en", ""),
        )
        session.add(experience)
        return experience, {}
    was = {one.name: one.mine.isoformat() if hasattr(one.mine, "isoformat") else one.mine for one in line.differences}
    for one in line.differences:
        setattr(line.mine, one.name, one.theirs)
    return line.mine, was


def _skill(session: Session, person: Person, line: SkillLine, level: int) -> tuple[HeldSkill, dict[str, Any]]:
    was: dict[str, Any] = {}
    held = line.held
    if held is None:
        held = HeldSkill(person_id=person.id, skill_id=line.skill.id, level=level)
        session.add(held)
    else:
        was = {"level": held.level, "confirmed_on": held.confirmed_on.isoformat()}
        held.level, held.confirmed_on = level, clock.today()
    session.add(
        SkillEvidence(
            person_id=person.id, skill_id=line.skill.id, kind=EvidenceKind.DECLARED, level=level, by_id=person.id
        )
    )
    return held, was


def _language(session: Session, person: Person, line: LanguageLine, level: SpokenLevel) -> dict[str, Any]:
    row = session.scalar(
        sa.select(SpokenLanguage).where(SpokenLanguage.person_id == person.id, SpokenLanguage.code == line.code)
    )
    was = row.level.value if row is not None else None
    if row is None:
        session.add(SpokenLanguage(person_id=person.id, code=line.code, level=level))
    else:
        row.level = level
    return {"code": line.code, "was": was, "now": level.value}
