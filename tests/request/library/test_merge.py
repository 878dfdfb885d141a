"""Merging two skills: what moves, what becomes of those who hold or ask for both, and undoing it all."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core import clock
from portal.core.audit import Event
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.extensions import db
from portal.missions.models import Necessity, SeatSkill
from portal.recognition.models import RecognitionSkill
from portal.skills.library import keeping, merging, undo
from portal.skills.library.chores import forget_changes
from portal.skills.library.models import LibraryChange, LibraryOperation
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.queries import resolve_label, suggest
from portal.talents import services
from portal.talents.models import Appetite, EvidenceKind, HeldSkill, SkillEvidence
from tests.cast import Cast
from tests.factories import Ref, World


def merge(cast: Cast, lost: Ref, kept: Ref) -> LibraryOperation:
    operation = merging.merge(cast.helene.person(), lost.load(), kept.load())
    return db.session.get_one(LibraryOperation, operation.id)


def take_back(cast: Cast, operation: LibraryOperation) -> None:
    undo.undo(cast.helene.person(), operation)


def held(person) -> dict[str, tuple[int, object, object]]:
    """What someone holds, by the English name of the skill."""
    rows = db.session.execute(
        sa.select(Skill.label_en, HeldSkill.level, HeldSkill.appetite, HeldSkill.confirmed_on)
        .join(Skill, Skill.id == HeldSkill.skill_id)
        .where(HeldSkill.person_id == person.id)
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def everything(model) -> list[tuple]:
    """Every row of a table, versions apart."""
    table = model.__table__
    columns = [column for column in table.c if column.name != "version"]
    return sorted(tuple(map(str, row)) for row in db.session.execute(sa.select(*columns)))


def test_all_that_names_it_names_the_other(app: Flask, cast: Cast, world: World, js: Ref, javascript: Ref) -> None:
    world.holds(cast.ines, js, 3)
    world.evidence(cast.ines, js, EvidenceKind.DECLARED, by=cast.ines, level=3)
    mission = world.mission(skills=((js, 2),))
    with app.app_context():
        operation = merge(cast, js, javascript)
        assert operation.data["moved"] == {
            "held_skill": 1,
            "skill_evidence": 1,
            "seat_skill": 1,
            "recognition_skill": 0,
            "occupation_skill": 0,
            "set_aside_skill": 0,
            "self_offer_skill": 0,
        }
        assert held(cast.ines)["JavaScript"][0] == 3
        assert db.session.scalars(sa.select(SkillEvidence.skill_id)).all() == [javascript.id]
        assert [asked.skill_id for asked in mission.load().seats[0].skills] == [javascript.id]
        gone = js.load()
        assert (gone.state, gone.successor_id) == (SkillState.MERGED, javascript.id)


def test_it_is_still_found_under_both_names(app: Flask, cast: Cast, js: Ref, javascript: Ref) -> None:
    with app.app_context():
        merge(cast, js, javascript)
        for locale in ("fr", "en"):
            found = resolve_label("js", locale)
            assert found is not None
            assert found.id == javascript.id
            assert [one.skill.id for one in suggest("js", locale)] == [javascript.id]


def test_the_address_of_the_one_that_is_gone_leads_on(app, cast: Cast, visit, js: Ref, javascript: Ref) -> None:
    with app.app_context():
        merge(cast, js, javascript)
    answer = visit(cast.ines).get(f"/skills/{js.public_id}", status=302)
    assert answer.location.endswith(javascript.public_id)


@pytest.mark.parametrize(
    ("lost", "kept", "attested", "level"),
    [(2, 3, None, 3), (4, 3, None, 4), (2, 4, "lost", 2), (4, 2, "kept", 2), (3, 2, "both", 3)],
)
def test_of_two_held_the_attested_then_the_higher_stays(
    app, cast: Cast, world: World, js: Ref, javascript: Ref, lost, kept, attested, level
) -> None:
    today = clock.today()
    world.holds(cast.ines, js, lost, confirmed_on=today, appetite=Appetite.GROW)
    world.holds(cast.ines, javascript, kept, confirmed_on=today - timedelta(days=90))
    for name, skill in (("lost", js), ("kept", javascript)):
        if attested in (name, "both"):
            world.evidence(cast.ines, skill, EvidenceKind.ATTESTED, by=cast.karim, level=2)
    with app.app_context():
        before = everything(HeldSkill), everything(SkillEvidence)
        operation = merge(cast, js, javascript)
        assert held(cast.ines) == {"JavaScript": (level, Appetite.GROW, today)}
        take_back(cast, operation)
        assert (everything(HeldSkill), everything(SkillEvidence)) == before


def test_of_two_asked_the_stricter_stays(app, cast: Cast, world: World, js: Ref, javascript: Ref) -> None:
    mission = world.mission(skills=((js, 4), (javascript, 2)))
    with app.app_context():
        seat = mission.load().seats[0]
        with transaction():
            seat.skills[1].necessity = Necessity.PREFERRED
        before = everything(SeatSkill)
        operation = merge(cast, js, javascript)
        (asked,) = db.session.scalars(sa.select(SeatSkill)).all()
        assert (asked.skill_id, asked.level, asked.necessity) == (javascript.id, 4, Necessity.REQUIRED)
        take_back(cast, operation)
        assert everything(SeatSkill) == before


def test_undoing_brings_everything_back(app, cast: Cast, world: World, js: Ref, javascript: Ref) -> None:
    world.holds(cast.ines, js, 3)
    world.holds(cast.tom, javascript, 1)
    world.mission(skills=((js, 2),))
    with app.app_context():
        models = (HeldSkill, SkillEvidence, SeatSkill, RecognitionSkill, Skill, SkillLabel)
        before = [everything(model) for model in models]
        operation = merge(cast, js, javascript)
        assert [everything(model) for model in models] != before
        take_back(cast, operation)
        assert [everything(model) for model in models] == before
        with pytest.raises(Conflict, match="undo"):
            take_back(cast, operation)


def test_what_people_said_since_stays(app, cast: Cast, world: World, js: Ref, javascript: Ref) -> None:
    world.holds(cast.ines, js, 2)
    kept = world.holds(cast.ines, javascript, 3)
    moved = world.holds(cast.tom, js, 2)
    removed = world.holds(cast.lea, js, 2)
    with app.app_context():
        operation = merge(cast, js, javascript)
        services.change_skill(cast.ines.person(), cast.ines.person(), kept.public_id, level=4, appetite=None)
        services.change_skill(cast.tom.person(), cast.tom.person(), moved.public_id, level=4, appetite=None)
        services.remove_skill(cast.lea.person(), cast.lea.person(), removed.public_id)
        take_back(cast, operation)
        assert {name: row[0] for name, row in held(cast.ines).items()} == {"JS": 2, "JavaScript": 4}
        assert {name: row[0] for name, row in held(cast.tom).items()} == {"JS": 4}
        assert held(cast.lea) == {}


def test_a_later_merge_is_undone_first(app, cast: Cast, world: World, js: Ref, javascript: Ref) -> None:
    world.holds(cast.ines, js, 2)
    web = world.skill("Web development")
    with app.app_context():
        first = merge(cast, js, javascript)
        second = merge(cast, javascript, web)
        assert js.load().successor_id == web.id
        with pytest.raises(Conflict, match="undo"):
            take_back(cast, first)
        assert [one.id for one in undo.later_than(first)] == [second.id]
        take_back(cast, db.session.get_one(LibraryOperation, second.id))
        take_back(cast, db.session.get_one(LibraryOperation, first.id))
        assert list(held(cast.ines)) == ["JS"]
        assert js.load().state is SkillState.ACTIVE


def test_after_thirty_days_it_is_too_late(app, cast: Cast, world: World, js: Ref, javascript: Ref) -> None:
    world.holds(cast.ines, js, 2)
    with app.app_context():
        operation = merge(cast, js, javascript)
        with transaction():
            operation.at = clock.now() - timedelta(days=30, minutes=1)
        with pytest.raises(Conflict):
            take_back(cast, operation)
        forget_changes()
        assert db.session.scalar(sa.select(sa.func.count(LibraryChange.id))) == 0
        assert db.session.get(LibraryOperation, operation.id) is not None


def test_who_may_and_what_cannot_be(app, cast: Cast, js: Ref, javascript: Ref) -> None:
    with app.app_context():
        with pytest.raises(Forbidden):
            merging.merge(cast.adele.person(), js.load(), javascript.load())
        with pytest.raises(Invalid):
            merge(cast, js, js)
        with pytest.raises(Conflict):
            merging.merge(cast.helene.person(), js.load(), javascript.load(), versions=(9, 1))
        keeping.retire(cast.helene.person(), javascript.load())
        with pytest.raises(Conflict):
            merge(cast, js, javascript)


def test_their_histories_say_it(app, cast: Cast, world: World, visit, js: Ref, javascript: Ref) -> None:
    world.holds(cast.ines, js, 2)
    with app.app_context():
        operation = merge(cast, js, javascript)
        actions = sa.select(Event.action).order_by(Event.id)
        assert db.session.scalars(actions).all() == ["merge", "absorb", "profile.skill_merged"]
        take_back(cast, operation)
        assert db.session.scalars(actions).all()[3:] == ["undo", "profile.skill_put_back"]
    page = visit(cast.ines).get("/profile")
    assert "merged “JS” into “JavaScript”" in page.text
    assert "your profile says “JS” as before" in page.text


def test_a_form_sent_twice_merges_once(app, cast: Cast, js: Ref, javascript: Ref) -> None:
    with app.app_context():
        hr = cast.helene.person()
        first = merging.merge(hr, js.load(), javascript.load(), key="k" * 22)
        assert merging.merge(hr, js.load(), javascript.load(), key="k" * 22).id == first.id


def test_a_removal_is_put_back_under_the_skill_it_became(app, cast, world: World, js: Ref, javascript: Ref) -> None:
    mine = world.holds(cast.ines, js, 3)
    with app.app_context():
        ines = cast.ines.person()
        event = services.remove_skill(ines, ines, mine.public_id)
        merge(cast, js, javascript)
        services.restore_skill(cast.ines.person(), cast.ines.person(), event.id)
        assert {name: row[0] for name, row in held(cast.ines).items()} == {"JavaScript": 3}


def test_search_follows(app, cast: Cast, world: World, visit, js: Ref, javascript: Ref) -> None:
    world.holds(cast.ines, javascript, 3)
    with app.app_context():
        index.rebuild()
        merge(cast, js, javascript)
        drain()
    assert "Inès Carvalho" in visit(cast.karim).get("/search?q=js&kind=talent").text
