"""What the desk shows: proposals that wait, pairs, skills with how much they are used, and what was done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.edition import present_mark
from portal.core.errors import NotFound
from portal.core.pagination import DEEPEST, Page, paginate
from portal.core.prepared import Prepared, reading
from portal.extensions import db
from portal.missions.catalogue import catalogue_of
from portal.missions.edition import NAME as MISSIONS
from portal.missions.models import SeatSkill
from portal.skills.folding import fold
from portal.skills.library.models import LibraryOperation, OperationKind, SkillPair, SkillProposal
from portal.skills.models import Skill, SkillFamily, SkillLabel, SkillState
from portal.skills.queries import proposed_skills
from portal.talents.models import HeldSkill

LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Use:
    """How many people hold a skill, and how many seats that take applications ask for it."""

    held: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Filters:
    """Which skills the table shows."""

    text: str = ""
    family: str = ""
    state: SkillState = SkillState.ACTIVE
    priority: bool = False
    unused: bool = False

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """From an address; what means nothing there is left out."""
        state = args.get("state", "")
        shown = (SkillState.ACTIVE, SkillState.RETIRED, SkillState.MERGED, SkillState.REFUSED)
        return cls(
            args.get("q", "").strip()[:LONGEST_SEARCH],
            args.get("family", "")[:64],
            SkillState(state) if state in shown else SkillState.ACTIVE,
            args.get("priority") == "yes",
            args.get("unused") == "yes",
        )

    @property
    def params(self) -> dict[str, str]:
        """What an address says of them."""
        said = {
            "q": self.text,
            "family": self.family,
            "state": self.state.value if self.state is not SkillState.ACTIVE else "",
            "priority": "yes" if self.priority else "",
            "unused": "yes" if self.unused else "",
        }
        return {name: value for name, value in said.items() if value}

    def without(self, name: str) -> dict[str, str]:
        """The same, one left out."""
        return {key: value for key, value in self.params.items() if key != name}


def skills(filters: Filters, locale: str) -> sa.Select[Skill]:
    """The skills that fit, in the reader's alphabet."""
    shown = sa.orm.aliased(SkillLabel)
    is_shown = sa.and_(shown.skill_id == Skill.id, shown.lang == locale, shown.is_preferred)
    return _fitting(filters).outerjoin(shown, is_shown).order_by(shown.folded, Skill.id)


_WITH_FAMILY = (
    sa.select(Skill).where(Skill.id.in_(sa.bindparam("ids", expanding=True))).options(joinedload(Skill.family))
)


def page_of_skills(filters: Filters, locale: str, number: int, per_page: int) -> Page:
    """A page of them, with their families. Only ids are sorted: a skill with its words is long."""
    number = max(1, min(number, DEEPEST))
    total = db.session.scalar(_fitting(filters).with_only_columns(sa.func.count())) or 0
    ids = db.session.scalars(
        skills(filters, locale).with_only_columns(Skill.id).limit(per_page).offset((number - 1) * per_page)
    ).all()
    found = {skill.id: skill for skill in db.session.scalars(_WITH_FAMILY, {"ids": ids})}
    return Page([found[skill_id] for skill_id in ids], number, total, per_page)


def _fitting(filters: Filters) -> sa.Select[Skill]:
    select = sa.select(Skill).where(Skill.state == filters.state)
    folded = fold(filters.text)
    if folded:
        alike = sa.select(SkillLabel.skill_id).where(SkillLabel.folded.contains(folded, autoescape=True))
        select = select.where(Skill.id.in_(alike))
    if filters.family == "none":
        select = select.where(Skill.family_id.is_(None))
    elif filters.family:
        select = select.where(
            Skill.family_id == sa.select(SkillFamily.id).where(SkillFamily.key == filters.family).scalar_subquery()
        )
    if filters.priority:
        select = select.where(sa.or_(Skill.priority_fr != "", Skill.priority_en != ""))
    if filters.unused:
        select = select.where(
            ~sa.exists().where(HeldSkill.skill_id == Skill.id), ~sa.exists().where(SeatSkill.skill_id == Skill.id)
        )
    return select


_HELD = (
    sa.select(HeldSkill.skill_id, sa.func.count())
    .where(HeldSkill.skill_id.in_(sa.bindparam("ids", expanding=True)))
    .group_by(HeldSkill.skill_id)
)


def uses(ids: Collection[int]) -> dict[int, Use]:
    """How much each of these skills is used: two statements, what seats ask being kept in memory."""
    wanted = {"ids": sorted(set(ids)) or [0]}
    counted: Any = reading().execute(_HELD, wanted).all()
    held: dict[int, int] = dict(counted)
    asked = catalogue_of(present_mark(MISSIONS)).asks.by_skill
    return {skill_id: Use(held.get(skill_id, 0), len(asked.get(skill_id, ()))) for skill_id in ids}


def get_skill(public_id: str) -> Skill:
    """Any skill, whatever became of it, with its family and its successor. Raises `NotFound`."""
    skill = db.session.scalar(
        sa.select(Skill)
        .where(Skill.public_id == public_id)
        .options(joinedload(Skill.family), joinedload(Skill.successor))
    )
    if skill is None:
        raise NotFound
    return skill


def families() -> list[tuple[SkillFamily, int]]:
    """Every family, and how many skills are offered in it."""
    counted = (
        sa.select(Skill.family_id, sa.func.count()).where(Skill.state == SkillState.ACTIVE).group_by(Skill.family_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    return [(family, counts.get(family.id, 0)) for family in family_choices()]


_FAMILIES = sa.select(SkillFamily)


def family_choices() -> list[SkillFamily]:
    """Every family, to choose from."""
    return list(db.session.scalars(_FAMILIES))


def get_family(key: str) -> SkillFamily:
    """One family. Raises `NotFound`."""
    family = db.session.scalar(sa.select(SkillFamily).where(SkillFamily.key == key))
    if family is None:
        raise NotFound
    return family


def proposals_of(ids: Collection[int]) -> dict[int, list[SkillProposal]]:
    """Who proposed each of these skills."""
    found: dict[int, list[SkillProposal]] = {skill_id: [] for skill_id in ids}
    rows = db.session.scalars(
        sa.select(SkillProposal)
        .where(SkillProposal.skill_id.in_(ids))
        .options(joinedload(SkillProposal.person))
        .order_by(SkillProposal.id)
    )
    for proposal in rows:
        found[proposal.skill_id].append(proposal)
    return found


def pairs() -> sa.Select[SkillPair]:
    """The pairs that nobody decided on, of skills that both stand, the nearest first."""
    first, second = sa.orm.aliased(Skill), sa.orm.aliased(Skill)
    return (
        sa.select(SkillPair)
        .join(first, first.id == SkillPair.first_id)
        .join(second, second.id == SkillPair.second_id)
        .where(SkillPair.parted_at.is_(None), first.state == SkillState.ACTIVE, second.state == SkillState.ACTIVE)
        .options(
            joinedload(SkillPair.first).joinedload(Skill.family), joinedload(SkillPair.second).joinedload(Skill.family)
        )
        .order_by(SkillPair.likeness.desc(), SkillPair.id)
    )


def get_pair(public_id: str) -> SkillPair:
    """One pair. Raises `NotFound`."""
    pair = db.session.scalar(sa.select(SkillPair).where(SkillPair.public_id == public_id))
    if pair is None:
        raise NotFound
    return pair


def other_names(ids: Collection[int]) -> dict[int, list[str]]:
    """The alternative names of skills, both languages together, each once."""
    found: dict[int, list[str]] = {skill_id: [] for skill_id in ids}
    rows = db.session.execute(
        sa.select(SkillLabel.skill_id, SkillLabel.text)
        .where(SkillLabel.skill_id.in_(ids), ~SkillLabel.is_preferred)
        .order_by(SkillLabel.folded, SkillLabel.id)
    )
    for skill_id, text in rows:
        if text not in found[skill_id]:
            found[skill_id].append(text)
    return found


def count_waiting() -> dict[str, int]:
    """How many proposals and pairs wait, in one statement."""
    return dict(_waiting().row()._asdict())


@lru_cache(maxsize=1)
def _waiting() -> Prepared:
    counts = {"proposals": proposed_skills(), "pairs": pairs()}
    return Prepared(
        sa.select(
            *(
                sa.select(sa.func.count())
                .select_from(select.order_by(None).options().with_only_columns(sa.literal(1)).subquery())
                .scalar_subquery()
                .label(name)
                for name, select in counts.items()
            )
        )
    )


def operations(number: int, *, skill: Skill | None = None, per_page: int = 20) -> Page:
    """A page of what was done, the latest first; to one skill when it is given."""
    select = (
        sa.select(LibraryOperation)
        .options(joinedload(LibraryOperation.actor))
        .order_by(LibraryOperation.at.desc(), LibraryOperation.id.desc())
    )
    if skill is not None:
        select = select.where(sa.or_(LibraryOperation.skill_id == skill.id, LibraryOperation.other_id == skill.id))
    return paginate(select, number, per_page=per_page)


def undone(ids: Collection[int]) -> dict[int, LibraryOperation]:
    """For each of these operations that was undone, what undid it."""
    rows = db.session.scalars(
        sa.select(LibraryOperation)
        .where(LibraryOperation.undoes_id.in_(ids))
        .options(joinedload(LibraryOperation.actor))
    )
    return {row.undoes_id: row for row in rows if row.undoes_id is not None}


def undone_by(rows: Sequence[LibraryOperation]) -> dict[int, LibraryOperation]:
    """The operations that these ones undid, by id."""
    ids = [row.undoes_id for row in rows if row.undoes_id is not None]
    found = db.session.scalars(sa.select(LibraryOperation).where(LibraryOperation.id.in_(ids))) if ids else ()
    return {row.id: row for row in found}


def get_operation(public_id: str) -> LibraryOperation:
    """One thing that was done, with who did it. Raises `NotFound`."""
    operation = db.session.scalar(
        sa.select(LibraryOperation)
        .where(LibraryOperation.public_id == public_id)
        .options(
            joinedload(LibraryOperation.actor),
            joinedload(LibraryOperation.skill),
            joinedload(LibraryOperation.other),
        )
    )
    if operation is None:
        raise NotFound
    return operation


def last_vocabulary() -> LibraryOperation | None:
    """The latest vocabulary that was brought in."""
    return db.session.scalar(
        sa.select(LibraryOperation)
        .where(LibraryOperation.kind == OperationKind.VOCABULARY)
        .order_by(LibraryOperation.id.desc())
        .limit(1)
    )


def skills_by_public_ids(ids: Iterable[str]) -> list[Skill]:
    """The active skills that were ticked."""
    wanted = list(dict.fromkeys(ids))
    return list(
        db.session.scalars(
            sa.select(Skill).where(Skill.public_id.in_(wanted), Skill.state == SkillState.ACTIVE).order_by(Skill.id)
        )
    )
