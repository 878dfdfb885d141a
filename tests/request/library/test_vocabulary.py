"""A vocabulary brought in again: what was changed here stays, the report says so, and the import can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.errors import Conflict
from portal.extensions import db
from portal.skills.library import keeping, merging, undo
from portal.skills.library.models import LibraryOperation, OperationKind
from portal.skills.library.names import wording_of
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.services import import_esco
from tests.cast import Cast
from tests.factories import Ref, World
from tests.request.skills.vocabularies import write_sample


def imports() -> list[LibraryOperation]:
    """The imports of the journal, the latest first."""
    select = sa.select(LibraryOperation).where(LibraryOperation.kind == OperationKind.VOCABULARY)
    return list(db.session.scalars(select.order_by(LibraryOperation.id.desc())))


def skills() -> list[Skill]:
    return list(db.session.scalars(sa.select(Skill).where(Skill.source == "esco").order_by(Skill.id)))


def renamed(rows):
    """The sample with every English label longer."""
    for row in rows:
        row["label_en"] += " today"
    return rows


def names() -> set[tuple]:
    columns = (SkillLabel.skill_id, SkillLabel.lang, SkillLabel.text, SkillLabel.is_preferred)
    return {tuple(row) for row in db.session.execute(sa.select(*columns))}


def test_the_report_says_what_changed_and_what_was_kept(app: Flask, visit, cast: Cast, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path / "1"))
        one = skills()[0]
        words = wording_of(one)
        hr = cast.helene.person()
        keeping.edit(hr, one, type(words)(**{**vars(words), "label_en": "Our own word"}))
        outcome = import_esco(write_sample(tmp_path / "2", renamed))
        assert outcome.kept == 1
        assert outcome.differing[0][0] == "Our own word"
        report = imports()[0]
        assert report.data["changed"] == outcome.changed
        public_id = report.public_id
        assert skills()[0].label_en == "Our own word"
    page = visit(cast.helene).get(f"/library/journal/{public_id}")
    assert "Our own word" in page.text
    assert "today" in page.text
    assert "Name in English" in page.text


def test_an_import_is_undone_as_long_as_nobody_needs_it(app: Flask, cast: Cast, world: World, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path / "1"))
        before = names()
        import_esco(write_sample(tmp_path / "2", renamed))
        assert names() != before
        undo.undo(cast.helene.person(), imports()[0])
        assert names() == before
        held = Ref(Skill, skills()[0].id)
    world.holds(cast.ines, held)
    with app.app_context(), pytest.raises(Conflict, match="held_skill"):
        undo.undo(cast.helene.person(), imports()[-1])


def test_a_merged_skill_stays_merged(app: Flask, cast: Cast, tmp_path: Path, world: World) -> None:
    ours = world.skill("Ours")
    with app.app_context():
        import_esco(write_sample(tmp_path / "1"))
        gone = skills()[0]
        merging.merge(cast.helene.person(), gone, ours.load())
        import_esco(write_sample(tmp_path / "2", renamed))
        gone = skills()[0]
        assert (gone.state, gone.successor_id) == (SkillState.MERGED, ours.id)


def test_an_import_that_nobody_uses_goes_whole(app: Flask, cast: Cast, tmp_path: Path) -> None:
    with app.app_context():
        import_esco(write_sample(tmp_path))
        undo.undo(cast.helene.person(), imports()[0])
        assert skills() == []
        assert names() == set()
        assert import_esco(write_sample(tmp_path)).created == 12
