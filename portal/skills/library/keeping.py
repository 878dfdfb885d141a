"""Keeping skills and families in order: words, retirement, priority, families."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import LOCALES
from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.skills.folding import fold
from portal.skills.library import names
from portal.skills.library.journal import Journal, perform, require
from portal.skills.library.locks import hold
from portal.skills.library.models import LibraryOperation, OperationKind
from portal.skills.library.names import Wording
from portal.skills.library.proposals import named
from portal.skills.models import Skill, SkillFamily, SkillState
from portal.skills.vocabulary.entry import tidy
from portal.skills.workflow import SKILL

LONGEST_FAMILY = 200
LONGEST_WHY = 300
MOST_AT_ONCE = 500


def add(actor: Person, words: Wording, *, key: str | None = None) -> LibraryOperation:
    """Put a new skill into the library; the operation names it. Raises `Forbidden`, `Invalid`."""
    require(actor)

    def act(journal: Journal) -> None:
        with journal.skills() as made:
            names.check(journal.session, words)
            skill = names.made(words)
            journal.session.add(skill)
            journal.session.flush()
            made.add(skill.id)
            audit.record(actor, skill, "made", to_state=skill.state)
            journal.operation.skill = skill
            journal.operation.data = named(skill)

    return perform(actor, OperationKind.ADD, act, key=key)


def edit(
    actor: Person, skill: Skill, words: Wording, *, version: int | None = None, key: str | None = None
) -> LibraryOperation:
    """Write a skill anew. Raises `Forbidden`, `Conflict`, `Invalid`."""
    require(actor)
    skill_id = skill.id

    def act(journal: Journal) -> None:
        with journal.skills(skill_id):
            fresh = _standing(journal.session, skill_id, version)
            before = named(fresh)
            names.check(journal.session, words, skill_id)
            names.write(fresh, words)
            audit.record(actor, fresh, "edit")
            journal.operation.data = named(fresh) | {f"was_{name}": text for name, text in before.items()}

    return perform(actor, OperationKind.EDIT, act, key=key, skill=skill)


def retire(
    actor: Person,
    skill: Skill,
    *,
    instead: Skill | None = None,
    version: int | None = None,
    key: str | None = None,
) -> LibraryOperation:
    """Offer a skill no longer; those who hold it keep it. `instead` is the one to choose from now on.

    Raises `Forbidden`, `Conflict`, `Invalid`.
    """
    require(actor)
    skill_id, instead_id = skill.id, instead.id if instead is not None else None
    if instead_id == skill_id:
        raise Invalid(fields={"instead": _l("Choose another skill than this one.")})

    def act(journal: Journal) -> None:
        with journal.skills(skill_id):
            fresh = _standing(journal.session, skill_id, version)
            SKILL.apply(actor, fresh, "retire", data={"instead": instead_id})
            if instead_id is not None:
                (other,) = hold(journal.session, instead_id)
                if other.state is not SkillState.ACTIVE:
                    raise Conflict(_l("The skill to use instead has left the library in the meantime."))
                fresh.successor_id = instead_id
                journal.operation.data = named(other, "other_")
            fresh.priority_fr = fresh.priority_en = ""
            journal.operation.data = {**journal.operation.data, **named(fresh)}

    return perform(actor, OperationKind.RETIRE, act, key=key, skill=skill, other=instead)


def reinstate(actor: Person, skill: Skill, *, version: int | None = None, key: str | None = None) -> LibraryOperation:
    """Offer a retired skill again. Raises `Forbidden`, `Conflict`."""
    require(actor)
    skill_id = skill.id

    def act(journal: Journal) -> None:
        with journal.skills(skill_id):
            (fresh,) = hold(journal.session, skill_id)
            SKILL.check(actor, fresh, "reinstate")
            fresh.expect(version)
            SKILL.apply(actor, fresh, "reinstate")
            fresh.successor_id = None
            journal.operation.data = named(fresh)

    return perform(actor, OperationKind.REINSTATE, act, key=key, skill=skill)


def set_priority(
    actor: Person, skill: Skill, why_fr: str, why_en: str, *, version: int | None = None, key: str | None = None
) -> LibraryOperation:
    """Say why the organization looks for this skill above others; two empty sentences take the mark away.

    Raises `Forbidden`, `Conflict`, `Invalid`.
    """
    require(actor)
    skill_id, why = skill.id, {"fr": tidy(why_fr), "en": tidy(why_en)}
    for lang in LOCALES:
        if len(why[lang]) > LONGEST_WHY:
            raise Invalid(fields={f"why_{lang}": _l("Keep it under %(count)s characters.", count=LONGEST_WHY)})

    def act(journal: Journal) -> None:
        with journal.skills(skill_id):
            fresh = _standing(journal.session, skill_id, version)
            fresh.priority_fr, fresh.priority_en = why["fr"], why["en"]
            audit.record(actor, fresh, "priority" if fresh.is_priority else "no_priority")
            journal.operation.data = named(fresh) | {"is_priority": fresh.is_priority}

    return perform(actor, OperationKind.PRIORITY, act, key=key, skill=skill)


def assign(
    actor: Person, ids: Collection[int], family: SkillFamily | None, *, key: str | None = None
) -> LibraryOperation:
    """Put several skills in a family, or in none. Raises `Forbidden`, `Invalid` for none or too many."""
    require(actor)
    if not ids:
        raise Invalid(fields={"skills": _l("Tick the skills to move first.")})
    if len(ids) > MOST_AT_ONCE:
        raise Invalid(fields={"skills": _l("Move %(count)s skills at once at most.", count=MOST_AT_ONCE)})
    wanted = tuple(ids)
    family_id, words = (family.id, _called(family)) if family is not None else (None, {})

    def act(journal: Journal) -> None:
        with journal.skills(*wanted):
            for skill in hold(journal.session, *wanted):
                if skill.family_id != family_id:
                    skill.family_id = family_id
                    audit.record(actor, skill, "family", data={"family_id": family_id})
            journal.operation.data = words | {"count": len(wanted)}

    return perform(actor, OperationKind.ASSIGN, act, key=key)


def add_family(actor: Person, name_fr: str, name_en: str, *, key: str | None = None) -> LibraryOperation:
    """Make a family. Raises `Forbidden`, `Invalid`."""
    require(actor)

    def act(journal: Journal) -> None:
        with journal.families() as made:
            words = _family_names(journal.session, name_fr, name_en)
            family = SkillFamily(key=f"here:{journal.operation.public_id}", **words)
            journal.session.add(family)
            journal.session.flush()
            made.add(family.id)
            journal.operation.data = _called(family)

    return perform(actor, OperationKind.ADD_FAMILY, act, key=key)


def rename_family(
    actor: Person, family: SkillFamily, name_fr: str, name_en: str, *, key: str | None = None
) -> LibraryOperation:
    """Call a family otherwise. Raises `Forbidden`, `Invalid`."""
    require(actor)
    family_id = family.id

    def act(journal: Journal) -> None:
        with journal.families(family_id):
            fresh = journal.session.get_one(SkillFamily, family_id, populate_existing=True)
            before = {f"was_{name}": text for name, text in _called(fresh).items()}
            words = _family_names(journal.session, name_fr, name_en, family_id)
            fresh.name_fr, fresh.name_en = words["name_fr"], words["name_en"]
            journal.operation.data = before | _called(fresh)

    return perform(actor, OperationKind.RENAME_FAMILY, act, key=key)


def _standing(session: Session, skill_id: int, version: int | None) -> Skill:
    """An active skill as its reader saw it, locked. Raises `Conflict`."""
    (skill,) = hold(session, skill_id)
    if skill.state is not SkillState.ACTIVE:
        raise Conflict(_l("This skill has left the library in the meantime."))
    skill.expect(version)
    return skill


def _called(family: SkillFamily) -> dict[str, str]:
    return {"family_fr": family.name_fr, "family_en": family.name_en}


def _family_names(session: Session, name_fr: str, name_en: str, but_id: int | None = None) -> dict[str, str]:
    words = {"name_fr": tidy(name_fr), "name_en": tidy(name_en)}
    errors = {}
    others = session.scalars(sa.select(SkillFamily).where(SkillFamily.id != (but_id or 0))).all()
    for name, text in words.items():
        if not text:
            errors[name] = _l("Give it a name in both languages.")
        elif len(text) > LONGEST_FAMILY:
            errors[name] = _l("Keep it under %(count)s characters.", count=LONGEST_FAMILY)
        elif any(fold(getattr(other, name)) == fold(text) for other in others):
            errors[name] = _l("Another family has this name.")
    if errors:
        raise Invalid(fields=errors)
    return words
