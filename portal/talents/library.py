"""How what people hold follows a skill that is merged into another, and what their history says of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.i18n import ngettext
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.library.references import Reference, Row, follows
from portal.skills.models import Skill
from portal.skills.workflow import labels_changed, operation_undone, skill_merged, skill_split
from portal.talents.evidence.counting import recount_skills
from portal.talents.models import EvidenceKind, HeldSkill, SkillEvidence

BATCH = 1000


def combine_held(session: Session, pairs: Sequence[tuple[Row, Row]]) -> list[Row]:
    """Of two skills that someone holds: the level of the attested one, of both the higher; the latest confirmation; the
    appetite of the level that is kept, else the other one."""
    attested = _attested(session, [row for pair in pairs for row in pair])
    combined = []
    for kept, lost in pairs:

        def worth(row: Row) -> tuple[bool, int]:
            return ((row["person_id"], row["skill_id"]) in attested, row["level"])

        best, other = (lost, kept) if worth(lost) > worth(kept) else (kept, lost)
        combined.append(
            {
                "level": best["level"],
                "appetite": best["appetite"] or other["appetite"],
                "confirmed_on": max(kept["confirmed_on"], lost["confirmed_on"]),
            }
        )
    return combined


def _attested(session: Session, rows: Sequence[Row]) -> set[tuple[int, int]]:
    skills = {row["skill_id"] for row in rows}
    people = sorted({row["person_id"] for row in rows})
    found: set[tuple[int, int]] = set()
    for start in range(0, len(people), BATCH):
        select = sa.select(SkillEvidence.person_id, SkillEvidence.skill_id).where(
            SkillEvidence.kind == EvidenceKind.ATTESTED,
            SkillEvidence.skill_id.in_(skills),
            SkillEvidence.person_id.in_(people[start : start + BATCH]),
        )
        found.update((person_id, skill_id) for person_id, skill_id in session.execute(select))
    return found


follows(
    Reference(
        HeldSkill,
        lambda count: ngettext("%(num)d person holds it", "%(num)d people hold it", count),
        owners=("person_id",),
        combine=combine_held,
        derived=frozenset({"counted_level"}),
    )
)
follows(
    Reference(SkillEvidence, lambda count: ngettext("%(num)d piece of evidence", "%(num)d pieces of evidence", count))
)


@labels_changed.then
def recount_holders(skill_ids: Collection[int]) -> None:
    """The levels that count follow the evidence that moved, was shared or was put back."""
    ids = sorted(skill_ids)
    for start in range(0, len(ids), BATCH):
        recount_skills(db.session(), ids[start : start + BATCH])


@skill_merged.then
def tell_holders(actor: Person, gone: Skill, stays: Skill, moved: Mapping[str, list[int]]) -> None:
    """The history of whoever held the skill says what it became."""
    people = _holders(moved.get(HeldSkill.__tablename__, []))
    _tell(actor, people, "skill_merged", {"skill_id": stays.id, "name": gone.label_fr or gone.label_en})


@skill_split.then
def tell_holders_of_both(actor: Person, first: Skill, second: Skill, made: Mapping[str, list[int]]) -> None:
    """The history of whoever holds a skill more by now says where it comes from."""
    people = _holders(made.get(HeldSkill.__tablename__, []))
    _tell(actor, people, "skill_split", {"skill_id": first.id, "name": second.label_fr or second.label_en})


@operation_undone.then
def tell_those_put_back(actor: Person, skill_id: int | None, rows: Mapping[str, Sequence[Row]]) -> None:
    """The history of whoever holds again what they held says so."""
    if skill_id is not None:
        people = {row["person_id"] for row in rows.get(HeldSkill.__tablename__, ())}
        _tell(actor, people, "skill_put_back", {"skill_id": skill_id})


def _tell(actor: Person, people: Collection[int], action: str, data: Mapping[str, Any]) -> None:
    events: list[dict[str, Any]] = [
        {
            "at": clock.now(),
            "actor_id": actor.id,
            "subject_type": Person.__tablename__,
            "subject_id": person_id,
            "action": f"profile.{action}",
            "data": data,
        }
        for person_id in sorted(people)
    ]
    for start in range(0, len(events), BATCH):
        db.session.execute(sa.insert(audit.Event), events[start : start + BATCH])


def _holders(rows: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(rows), BATCH):
        found.update(
            db.session.scalars(sa.select(HeldSkill.person_id).where(HeldSkill.id.in_(rows[start : start + BATCH])))
        )
    return found
