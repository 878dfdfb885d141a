"""Putting things back as they were before a file was taken; what changed since then is left as it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import clock
from portal.organization.models import Person
from portal.talents.models import (
    EvidenceKind,
    Experience,
    HeldSkill,
    Profile,
    SkillEvidence,
    SpokenLanguage,
    SpokenLevel,
)

_DAYS = frozenset({"started_on", "ended_on", "confirmed_on"})


def count(kept: dict[str, Any]) -> int:
    """How many lines were taken."""
    return sum(map(len, kept.values()))


def restore(session: Session, person: Person, kept: dict[str, Any]) -> int:
    """Undo what `taking.write` did. Returns how many lines were left because they had changed since."""
    left = _texts(session, person, kept.get("texts", []))
    left += sum(not _row(session, person, Experience, one) for one in kept.get("occupations", []))
    left += sum(not _row(session, person, HeldSkill, one) for one in kept.get("skills", []))
    left += sum(not _language(session, person, one) for one in kept.get("languages", []))
    session.flush()
    return left


def _texts(session: Session, person: Person, texts: list[dict[str, str]]) -> int:
    profile = session.get(Profile, person.id, populate_existing=True)
    left = 0
    for text in texts:
        if profile is None or getattr(profile, text["name"]) != text["now"]:
            left += 1
            continue
        setattr(profile, text["name"], text["was"])
    if profile is not None and len(texts) > left:
        profile.updated_at = clock.now()
    return left


def _row(session: Session, person: Person, kind: type[Any], one: dict[str, Any]) -> bool:
    row = session.scalar(sa.select(kind).where(kind.public_id == one["id"], kind.person_id == person.id))
    if row is None or row.version != one["version"]:
        return False
    if kind is HeldSkill:
        _take_back(session, row)
    if not one["was"]:
        session.delete(row)
        return True
    for name, value in one["was"].items():
        setattr(row, name, date.fromisoformat(value) if name in _DAYS and value else value)
    return True


def _take_back(session: Session, held: HeldSkill) -> None:
    """The level that the file said was never declared: it was the last, since the row has not changed."""
    said = (
        SkillEvidence.person_id == held.person_id,
        SkillEvidence.skill_id == held.skill_id,
        SkillEvidence.kind == EvidenceKind.DECLARED,
    )
    last = session.scalar(sa.select(SkillEvidence).where(*said).order_by(SkillEvidence.id.desc()).limit(1))
    if last is not None:
        session.delete(last)


def _language(session: Session, person: Person, one: dict[str, Any]) -> bool:
    row = session.scalar(
        sa.select(SpokenLanguage).where(SpokenLanguage.person_id == person.id, SpokenLanguage.code == one["code"])
    )
    if row is None or row.level.value != one["now"]:
        return False
    if one["was"] is None:
        session.delete(row)
    else:
        row.level = SpokenLevel(one["was"])
    return True
