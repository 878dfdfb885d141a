"""Keeping what a file says, taking from it what its owner chose, and undoing it.

Each verb is one transaction that holds the person's row, as every write of a profile does.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.organization.models import Person
from portal.talents.cv import before, taking
from portal.talents.cv.comparing import LanguageLine, Line, OccupationLine, SkillLine, Standing, compare
from portal.talents.cv.models import KEPT, UNDOABLE, ProfileImport
from portal.talents.cv.resume import Resume
from portal.talents.limits import Held, has_room
from portal.talents.models import Experience, HeldSkill, SpokenLanguage
from portal.talents.notifications import mark_for_index
from portal.talents.writing import writing_profile

_TOO_MANY: Mapping[type[Line], tuple[type[Held], Any]] = {
    OccupationLine: (Experience, _l("A profile holds 60 experiences at most. Choose fewer lines.")),
    SkillLine: (HeldSkill, _l("A profile holds 60 skills at most. Choose fewer lines.")),
    LanguageLine: (SpokenLanguage, _l("A profile holds 10 languages at most. Choose fewer lines.")),
}


@dataclass(frozen=True)
class Choices:
    """What someone chose in a preview: keys of lines to take, and levels by key where they said one."""

    taken: Set[str]
    levels: Mapping[str, str] = field(default_factory=dict)
    mark: str | None = None


def keep(actor: Person, person: Person, resume: Resume) -> ProfileImport:
    """Keep what was read until it is confirmed, for a day; it replaces what was waiting before."""
    with writing_profile(actor, person) as session:
        waiting = (ProfileImport.person_id == person.id, ProfileImport.taken_at.is_(None))
        session.execute(sa.delete(ProfileImport).where(*waiting))
        kept = ProfileImport(person_id=person.id, source=resume.source, resume=resume.to_json())
        session.add(kept)
    return kept


def discard(actor: Person, person: Person, public_id: str) -> None:
    """Put a file aside: what was read is deleted. Raises `NotFound` when nothing of this person's waits there."""
    with writing_profile(actor, person) as session:
        kept = _find(session, person, public_id)
        if kept.taken_at is not None:
            raise NotFound
        session.delete(kept)


def take(actor: Person, person: Person, public_id: str, choices: Choices, locale: str) -> ProfileImport:
    """Write the chosen lines, and keep what they replace. Sent twice, it is done once.

    Raises `NotFound`, `Conflict` when what was shown is no longer so, `Invalid` where a level is missing (the field is
    the key of its line) or when there would be too many experiences, skills or languages.
    """
    with writing_profile(actor, person) as session:
        kept = _find(session, person, public_id)
        if kept.taken_at is not None:
            return kept
        comparison = compare(Resume.from_json(kept.resume), person, locale)
        if choices.mark is not None and choices.mark != comparison.mark:
            raise Conflict(_l("Your profile changed meanwhile. Here is the file beside it as it stands now."))
        lines = [line for line in comparison.lines if line.key in choices.taken and _is_open(line)]
        _check(session, person, lines, choices.levels)
        if not lines:
            raise Invalid(fields={"": _l("Nothing is chosen yet. Check at least one line, or put the file aside.")})
        kept.before = taking.write(session, person, lines, choices.levels)
        kept.resume, kept.taken_at = {}, clock.now()
        _note(session, actor, person, "import", kept)
    return kept


def undo(actor: Person, person: Person, public_id: str) -> int:
    """Put things back as they were before a file was taken. Returns how many lines were left, because they had
    changed since. Twice is harmless. Raises `NotFound` when it is too late.
    """
    with writing_profile(actor, person) as session:
        kept = _find(session, person, public_id)
        if kept.taken_at is None:
            raise NotFound
        if kept.undone_at is not None:
            return 0
        left = before.restore(session, person, kept.before)
        kept.undone_at = clock.now()
        _note(session, actor, person, "undo_import", kept)
        kept.before = {}
    return left


def forget_old() -> None:
    """Delete what nobody confirmed within a day, and what can no longer be undone."""
    now = clock.now()
    late = sa.and_(ProfileImport.taken_at.is_(None), ProfileImport.created_at < now - KEPT)
    with transaction() as session:
        session.execute(sa.delete(ProfileImport).where(sa.or_(late, ProfileImport.created_at < now - UNDOABLE)))


def _find(session: Session, person: Person, public_id: str) -> ProfileImport:
    kept = session.scalar(
        sa.select(ProfileImport)
        .where(ProfileImport.public_id == public_id, ProfileImport.person_id == person.id)
        .execution_options(populate_existing=True)
    )
    if kept is None or kept.created_at < clock.now() - (KEPT if kept.taken_at is None else UNDOABLE):
        raise NotFound(_l("This file was put aside, or is too old. Send it again."))
    return kept


def _is_open(line: Line) -> bool:
    return line.standing in (Standing.NEW, Standing.DIFFERS)


def _check(session: Session, person: Person, lines: list[Line], levels: Mapping[str, str]) -> None:
    wrong: dict[str, Any] = {}
    new = [line for line in lines if line.standing is Standing.NEW]
    for line in new:
        if isinstance(line, SkillLine | LanguageLine) and taking.level_for(line, levels) is None:
            wrong[line.key] = _l("Choose a level, or leave this line out.")
    for kind_of_line, (kind, sentence) in _TOO_MANY.items():
        more = sum(isinstance(line, kind_of_line) for line in new)
        if more and not has_room(session, person, kind, more):
            wrong[""] = sentence
    if wrong:
        raise Invalid(fields=wrong)


def _note(session: Session, actor: Person, person: Person, action: str, kept: ProfileImport) -> None:
    """Write the event, without any text of the file, and ask for the index."""
    session.flush()
    audit.record(actor, person, f"profile.{action}", data={"source": kept.source, "lines": before.count(kept.before)})
    mark_for_index(person)
    session.flush()
