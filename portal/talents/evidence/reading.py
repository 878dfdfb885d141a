"""What supports each skill of a profile, as one reader may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.core.prepared import Prepared
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person
from portal.talents.evidence.extensions import NamedMission, missions_named
from portal.talents.models import EvidenceKind, SkillEvidence


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence: `by` says it, who `is_here` unless they left. `mission` is None when the reader may not
    open it. `is_hidden` is for the person and the endorser alone: nobody else gets one that is hidden."""

    public_id: str
    version: int
    level: int
    at: datetime
    by: Face
    is_here: bool
    is_mine: bool
    is_hidden: bool
    context: str
    lang: str
    mission_id: int | None
    mission: NamedMission | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What supports one skill, the latest first. `mine` is the endorsement of whoever reads."""

    declared_at: datetime | None = None
    attested: tuple[Proof, ...] = ()
    endorsed: tuple[Proof, ...] = ()

    @property
    def missions(self) -> int:
        """On how many missions the skill was attested."""
        return len({proof.mission_id for proof in self.attested})

    @property
    def colleagues(self) -> int:
        """How many colleagues endorse it on the profile: those that are hidden do not count."""
        return sum(not proof.is_hidden for proof in self.endorsed)

    @property
    def last(self) -> Proof:
        """The latest attestation; there is one."""
        return self.attested[0]

    @property
    def highest(self) -> Proof:
        """The latest attestation of the highest level; there is one."""
        return max(self.attested, key=lambda proof: proof.level)

    @property
    def mine(self) -> Proof | None:
        """The endorsement of whoever reads, if any."""
        return next((proof for proof in self.endorsed if proof.is_mine), None)


NONE = Evidence()

_ROWS = Prepared(
    sa.select(
        SkillEvidence.skill_id, SkillEvidence.kind, SkillEvidence.public_id, SkillEvidence.version, SkillEvidence.level,
        SkillEvidence.at, SkillEvidence.by_id, SkillEvidence.mission_id, SkillEvidence.context, SkillEvidence.lang,
        SkillEvidence.hidden_at, Person.left_on, *face_columns(),
    )
    .join(SkillEvidence.by)
    .where(SkillEvidence.person_id == sa.bindparam("person_id"), SkillEvidence.withdrawn_at.is_(None))
    .order_by(SkillEvidence.at.desc(), SkillEvidence.id.desc())
)  # fmt: skip


def evidence_of(reader: Person, person: Person, locale: str, *, with_missions: bool = True) -> dict[int, Evidence]:
    """What supports each skill of `person`, by skill id. One query, and one for the missions there may be.

    An endorsement that the person hides is for the two of them. Without `with_missions` no mission is named.
    """
    rows = _ROWS.rows(person_id=person.id)
    ids = {row.mission_id for row in rows if row.mission_id is not None}
    named = missions_named(reader, ids, locale) if with_missions else {}
    of_skill: dict[int, list[Any]] = defaultdict(list)
    for row in _standing(rows):
        if row.hidden_at is None or reader.id in (person.id, row.by_id):
            of_skill[row.skill_id].append(row)
    return {skill_id: _evidence(reader, found, named) for skill_id, found in of_skill.items()}


def _standing(rows: Iterable[Any]) -> Iterator[Any]:
    """Of rows with the latest first, the last endorsement of each colleague and everything else."""
    said = set()
    for row in rows:
        if row.kind is EvidenceKind.ENDORSED:
            if (row.skill_id, row.by_id) in said:
                continue
            said.add((row.skill_id, row.by_id))
        yield row


def _evidence(reader: Person, rows: Iterable[Any], named: dict[int, NamedMission]) -> Evidence:
    proofs: dict[EvidenceKind, list[Proof]] = {kind: [] for kind in EvidenceKind}
    declared_at: datetime | None = None
    for row in rows:
        if row.kind is EvidenceKind.DECLARED:
            declared_at = declared_at or row.at
        else:
            proofs[row.kind].append(_proof(reader, row, named))
    return Evidence(declared_at, tuple(proofs[EvidenceKind.ATTESTED]), tuple(proofs[EvidenceKind.ENDORSED]))


def _proof(reader: Person, row: Any, named: dict[int, NamedMission]) -> Proof:
    return Proof(
        row.public_id,
        row.version,
        row.level,
        row.at,
        Face(*row[-4:]),
        row.left_on is None,
        row.by_id == reader.id,
        row.hidden_at is not None,
        row.context,
        row.lang,
        row.mission_id,
        named.get(row.mission_id),
    )
