"""Merging two skills: what occupations take and what people set aside follow, and come back when it is undone."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.extensions import db
from portal.skills.library import merging, undo
from portal.skills.library.models import LibraryOperation
from portal.skills.models import Skill
from portal.skills.occupations import kept
from portal.skills.occupations.models import Occupation, OccupationSkill
from portal.skills.occupations.services import import_esco_occupations
from portal.skills.services import import_esco
from portal.talents.hidden_skills import services
from portal.talents.hidden_skills.models import SetAsideSkill
from tests.cast import Cast
from tests.factories import Ref, World
from tests.request.skills.vocabularies import rewrite, write_sample


def taken() -> dict[str, dict[int, bool]]:
    """By English name of the occupation, the skills that it takes, and whether always."""
    rows = db.session.execute(
        sa.select(Occupation.label_en, OccupationSkill.skill_id, OccupationSkill.is_essential).join(
            Occupation, Occupation.id == OccupationSkill.occupation_id
        )
    )
    found: dict[str, dict[int, bool]] = {}
    for name, skill_id, is_essential in rows:
        found.setdefault(name, {})[skill_id] = is_essential
    return found


def merge(cast: Cast, lost: Ref, into: Ref) -> LibraryOperation:
    operation = merging.merge(cast.helene.person(), lost.load(), into.load())
    return db.session.get_one(LibraryOperation, operation.id)


@pytest.fixture
def git(world: World) -> Ref:
    return world.skill("Git")


def test_occupations_take_what_stays(app: Flask, cast: Cast, world: World, js: Ref, javascript: Ref, git: Ref) -> None:
    world.occupation("web developer", (js, git))
    world.occupation("tester", (js,), (javascript, git))
    with app.app_context():
        before = taken()
        assert kept.current().patterns.shared(0, {js.id, javascript.id}) == [js.id]
        operation = merge(cast, js, javascript)
        assert taken() == {
            "web developer": {javascript.id: True, git.id: True},
            "tester": {javascript.id: True, git.id: False},
        }
        assert kept.current().patterns.shared(0, {js.id, javascript.id}) == [javascript.id], "read again"
        undo.undo(cast.helene.person(), operation)
        assert taken() == before


def test_what_was_set_aside_stays_so(app: Flask, cast: Cast, js: Ref, javascript: Ref) -> None:
    with app.app_context():
        for someone, skills in ((cast.ines, (js,)), (cast.tom, (js, javascript))):
            for skill in skills:
                services.set_aside(someone.person(), someone.person(), skill.public_id)
        operation = merge(cast, js, javascript)
        rows = sa.select(SetAsideSkill.person_id, SetAsideSkill.skill_id).order_by(SetAsideSkill.person_id)
        assert db.session.execute(rows).all() == [(cast.ines.id, javascript.id), (cast.tom.id, javascript.id)]
        undo.undo(cast.helene.person(), operation)
        assert len(db.session.execute(rows).all()) == 3


def test_an_import_after_a_merge_names_what_stays(app: Flask, cast: Cast, tmp_path: Path, javascript: Ref) -> None:
    """A skill of the classification that was merged here is what it became, for the occupations that change too."""
    with app.app_context():
        import_esco(write_sample(tmp_path))
        import_esco_occupations(tmp_path)
        crates = db.session.scalars(sa.select(Skill).where(Skill.label_en == "Move crates")).one()
        merge(cast, Ref(Skill, crates.id), javascript)
        rewrite(
            tmp_path / "occupations.csv.gz",
            lambda rows: [{**row, "alt_en": "someone"} if row["id"] == "1" else row for row in rows],
        )
        assert import_esco_occupations(tmp_path).changed == 1
        assert javascript.id in taken()["track layer"] and crates.id not in taken()["track layer"]
