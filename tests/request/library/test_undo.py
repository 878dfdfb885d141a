"""Undoing after people and librarians went on: what they did since is never taken for what the operation did."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.errors import Conflict
from portal.extensions import db
from portal.skills.library import keeping, merging, splitting, undo
from portal.skills.library.journal import LIBRARY
from portal.skills.library.models import LibraryOperation
from portal.skills.library.names import Wording, wording_of
from portal.skills.library.references import following
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.queries import resolve_label
from portal.talents import services
from portal.talents.models import HeldSkill
from tests.cast import Cast, Someone
from tests.factories import Ref, World


def merge(cast: Cast, lost: Ref, kept: Ref) -> LibraryOperation:
    operation = merging.merge(cast.helene.person(), lost.load(), kept.load())
    return db.session.get_one(LibraryOperation, operation.id)


def take_back(cast: Cast, operation: LibraryOperation) -> None:
    undo.undo(cast.helene.person(), operation)


def also_found_as(cast: Cast, skill: Ref, *names: str) -> LibraryOperation:
    """Have a skill found under these names, and under no other."""
    words = vars(wording_of(skill.load())) | {"alternatives_en": names}
    return keeping.edit(cast.helene.person(), skill.load(), Wording(**words))


def add(person: Someone, skill: Ref, level: int) -> HeldSkill:
    return services.add_skill(person.person(), person.person(), skill.load(), level=level)


def held(person: Someone) -> dict[str, int]:
    """The levels someone holds, by the English name of the skill."""
    rows = sa.select(Skill.label_en, HeldSkill.level).join(Skill, Skill.id == HeldSkill.skill_id)
    return {row[0]: row[1] for row in db.session.execute(rows.where(HeldSkill.person_id == person.id))}


def others(skill: Ref) -> list[str]:
    """The other names of a skill, in English."""
    rows = sa.select(SkillLabel.text).where(
        SkillLabel.skill_id == skill.id, SkillLabel.lang == "en", ~SkillLabel.is_preferred
    )
    return sorted(db.session.scalars(rows))


def test_no_row_the_journal_names_gives_its_id_to_another(app: Flask) -> None:
    tables = [model.__table__ for model in LIBRARY.values()] + [one.table for one in following.values()]
    for table in tables:
        assert table.dialect_options["sqlite"]["autoincrement"], f"{table.name}: portal.core.model.IDS_FOR_GOOD"
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            written = sa.text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
            assert {table.name for table in tables} <= set(db.session.scalars(written))


def test_a_double_comes_back_though_someone_added_a_skill_since(
    app: Flask, cast: Cast, world: World, js: Ref, javascript: Ref
) -> None:
    world.holds(cast.ines, javascript, 3)
    world.holds(cast.ines, js, 2)
    with app.app_context():
        operation = merge(cast, js, javascript)
        add(cast.tom, javascript, 4)
        take_back(cast, operation)
        assert held(cast.ines) == {"JavaScript": 3, "JS": 2}
        assert held(cast.tom) == {"JavaScript": 4}


def test_what_moved_and_was_removed_is_not_taken_for_what_someone_added_since(
    app: Flask, cast: Cast, world: World, js: Ref, javascript: Ref
) -> None:
    moved = world.holds(cast.ines, js, 2)
    with app.app_context():
        operation = merge(cast, js, javascript)
        services.remove_skill(cast.ines.person(), cast.ines.person(), moved.public_id)
        add(cast.tom, javascript, 4)
        take_back(cast, operation)
        assert held(cast.tom) == {"JavaScript": 4}


def test_a_name_another_skill_got_since_stays(app: Flask, cast: Cast, js: Ref, javascript: Ref) -> None:
    with app.app_context():
        first = also_found_as(cast, js, "Livescript")
        also_found_as(cast, js)
        also_found_as(cast, javascript, "ECMAScript")
        take_back(cast, db.session.get_one(LibraryOperation, first.id))
        assert others(javascript) == ["ECMAScript"]
        assert others(js) == []


@pytest.mark.parametrize("since", ["names", "words", "merge", "undo"])
def test_whoever_read_the_names_before_is_told(
    app: Flask, visit, cast: Cast, js: Ref, javascript: Ref, since: str
) -> None:
    """The form holds every name: sent late, it would take away those that were written since."""
    browser = visit(cast.helene)
    with app.app_context():
        before = also_found_as(cast, javascript, "ECMAScript").id
        if since == "undo":
            also_found_as(cast, javascript, "ECMAScript", "Node.js")
            before += 1
    page = browser.get(f"/library/skills/{javascript.public_id}")
    with app.app_context():
        if since == "names":
            also_found_as(cast, javascript, "ECMAScript", "Node.js")
        elif since == "words":
            keeping.edit(cast.helene.person(), javascript.load(), Wording("JavaScript 2", "JavaScript 2"))
        elif since == "merge":
            merge(cast, js, javascript)
        else:
            take_back(cast, db.session.get_one(LibraryOperation, before))
        written = others(javascript)
    browser.submit(page, f"/library/skills/{javascript.public_id}", {"description_en": "Late."}, status=409)
    with app.app_context():
        assert others(javascript) == written


def test_what_was_made_and_written_anew_since_is_undone_in_order(app: Flask, cast: Cast, world: World) -> None:
    both = world.skill("Excel and VBA")
    with app.app_context():
        parts = splitting.Parts(Wording("Excel", "Excel"), Wording("VBA", "VBA"), ())
        first = splitting.split(cast.helene.person(), both.load(), parts).id
        vba = resolve_label("VBA", "en")
        second = also_found_as(cast, Ref(Skill, vba.id), "Macros").id
        with pytest.raises(Conflict, match="later"):
            take_back(cast, db.session.get_one(LibraryOperation, first))
        assert [one.id for one in undo.later_than(db.session.get_one(LibraryOperation, first))] == [second]
        take_back(cast, db.session.get_one(LibraryOperation, second))
        take_back(cast, db.session.get_one(LibraryOperation, first))
        assert resolve_label("VBA", "en") is None


def test_a_family_renamed_since_is_called_as_before_first(app: Flask, cast: Cast) -> None:
    with app.app_context():
        hr = cast.helene.person()
        made = keeping.add_family(hr, "Toile", "Web").id
        family = db.session.scalars(sa.select(keeping.SkillFamily)).one()
        renamed = keeping.rename_family(hr, family, "La toile", "The web").id
        with pytest.raises(Conflict, match="later"):
            take_back(cast, db.session.get_one(LibraryOperation, made))
        take_back(cast, db.session.get_one(LibraryOperation, renamed))
        take_back(cast, db.session.get_one(LibraryOperation, made))
        assert db.session.scalars(sa.select(keeping.SkillFamily)).all() == []


def test_a_level_said_while_it_is_undone_is_not_lost(
    app: Flask, cast: Cast, world: World, js: Ref, javascript: Ref, monkeypatch
) -> None:
    mine = world.holds(cast.ines, javascript, 1)
    world.holds(cast.ines, js, 3)
    with app.app_context():
        operation = merge(cast, js, javascript).id
        version = mine.load().version
    outcomes: list[object] = []

    def say() -> None:
        with app.test_request_context():
            try:
                ines = cast.ines.person()
                services.change_skill(ines, ines, mine.public_id, level=4, appetite=None, version=version)
                outcomes.append("said")
            except Conflict:
                outcomes.append("told")

    meanwhile = threading.Thread(target=say)
    planned = undo.plan

    def plan_while_they_write(*args, **options):
        found = planned(*args, **options)
        meanwhile.start()
        meanwhile.join(0.5)
        return found

    with app.app_context():
        monkeypatch.setattr(undo, "plan", plan_while_they_write)
        take_back(cast, db.session.get_one(LibraryOperation, operation))
        meanwhile.join(30)
        db.session.rollback()
        assert outcomes == ["told"], "whoever saw the merged level is shown the one that came back"
        assert held(cast.ines) == {"JavaScript": 1, "JS": 3}


def test_two_families_at_once_are_two_operations(app: Flask, cast: Cast, monkeypatch) -> None:
    meanwhile: list[threading.Thread] = []
    checked = keeping._family_names

    def make(name: str) -> None:
        with app.test_request_context():
            keeping.add_family(cast.helene.person(), name, name)

    def check_while_another_is_made(*args, **options):
        if not meanwhile:
            meanwhile.append(threading.Thread(target=make, args=("Paper",)))
            meanwhile[0].start()
            meanwhile[0].join(0.5)
        return checked(*args, **options)

    monkeypatch.setattr(keeping, "_family_names", check_while_another_is_made)
    with app.app_context():
        first = keeping.add_family(cast.helene.person(), "Web", "Web").id
        meanwhile[0].join(30)
        db.session.rollback()
        take_back(cast, db.session.get_one(LibraryOperation, first))
        assert db.session.scalars(sa.select(keeping.SkillFamily.name_en)).all() == ["Paper"]


def test_a_name_that_was_refused_is_not_put_back(app: Flask, cast: Cast, visit, propose) -> None:
    skill = propose(cast.ines, "Origami")
    with app.app_context():
        mine = db.session.scalars(sa.select(HeldSkill.public_id)).one()
    browser = visit(cast.ines)
    page = browser.get(browser.submit(browser.get("/profile"), f"/skills/{mine}/remove").location)
    librarian = visit(cast.helene)
    refusal = librarian.get(f"/library/proposals/{skill.public_id}")
    librarian.submit(refusal, "/refuse", {"words": "Not a skill."})
    event = next(page.find("button", name="event")).attrib["value"]
    late = browser.submit(page, "/skills/restore", {"event": event}, status=409)
    assert "left the library" in late.text
    with app.app_context():
        assert skill.load().state is SkillState.REFUSED
        assert held(cast.ines) == {}
