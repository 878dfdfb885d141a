"""Words, families, priorities, retirement and splits: done on the desk, seen elsewhere, undone."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from portal.extensions import db
from portal.missions.models import SeatSkill
from portal.skills.library import keeping, undo
from portal.skills.library.models import LibraryOperation
from portal.skills.models import Skill, SkillFamily, SkillLabel, SkillState
from portal.skills.queries import resolve_label
from portal.talents.models import EvidenceKind, HeldSkill, SkillEvidence
from tests.cast import Cast
from tests.factories import Ref, World


def last() -> LibraryOperation:
    """What was done last."""
    return db.session.scalars(sa.select(LibraryOperation).order_by(LibraryOperation.id.desc())).first()


def take_back(cast: Cast) -> None:
    undo.undo(cast.helene.person(), last())


def library() -> list[tuple]:
    """Every skill and name, versions apart."""
    rows = []
    for model in (Skill, SkillLabel, SkillFamily):
        columns = [column for column in model.__table__.c if column.name != "version"]
        rows += sorted(tuple(map(str, row)) for row in db.session.execute(sa.select(*columns)))
    return rows


def test_words_are_changed_and_changed_back(app: Flask, visit, cast: Cast, javascript: Ref) -> None:
    browser = visit(cast.helene)
    with app.app_context():
        before = library()
    page = browser.get(f"/library/skills/{javascript.public_id}")
    words = {"label_en": "ECMAScript", "others_en": "JavaScript\nNode.js", "description_en": "Writes for browsers."}
    answer = browser.submit(page, f"/library/skills/{javascript.public_id}", words)
    shown = browser.get(answer.location)
    assert "changed the words of “ECMAScript”" in shown.text
    with app.app_context():
        assert resolve_label("node.js", "fr").id == javascript.id
        take_back(cast)
        assert library() == before
    stale = browser.submit(page, f"/library/skills/{javascript.public_id}", {"label_en": "Other"}, status=409)
    assert "Someone changed this" in stale.text


def test_nothing_is_lost_in_a_refused_form(visit, cast: Cast, js: Ref, javascript: Ref) -> None:
    browser = visit(cast.helene)
    page = browser.get(f"/library/skills/{js.public_id}")
    words = {"label_en": "JavaScript", "description_fr": "Gardé"}
    wrong = browser.submit(page, f"/library/skills/{js.public_id}", words, status=422)
    assert "merge the two" in wrong.field_error("label_en")
    assert wrong.form(f"/library/skills/{js.public_id}")["description_fr"] == "Gardé"


def test_retired_with_what_to_use_instead(
    app: Flask, visit, cast: Cast, world: World, js: Ref, javascript: Ref
) -> None:
    world.holds(cast.ines, js, 2)
    browser = visit(cast.helene)
    page = browser.get(f"/library/skills/{js.public_id}")
    assert "exactly this name" in browser.submit(page, "/retire", {"instead": "zzz"}, status=422).text
    browser.submit(page, "/retire", {"instead": "javascript"})
    shown = visit(cast.tom).get(f"/skills/{js.public_id}")
    assert "no longer offered" in shown.text
    assert "JavaScript" in shown.links()
    with app.app_context():
        assert resolve_label("js", "en") is None
        assert len(db.session.scalars(sa.select(HeldSkill)).all()) == 1
        take_back(cast)
        assert resolve_label("js", "en").id == js.id
        assert js.load().successor_id is None


def test_offered_again(app: Flask, visit, cast: Cast, js: Ref) -> None:
    with app.app_context():
        keeping.retire(cast.helene.person(), js.load())
    browser = visit(cast.helene)
    page = browser.get(f"/library/skills/{js.public_id}")
    browser.submit(page, "/reinstate")
    browser.submit(page, "/reinstate", {"submission_key": ""}, status=409)
    with app.app_context():
        assert js.load().state is SkillState.ACTIVE


def test_a_priority_shows_where_it_helps(app: Flask, visit, cast: Cast, world: World, javascript: Ref) -> None:
    world.holds(cast.ines, javascript, 3)
    mission = world.mission(skills=((javascript, 2),))
    browser = visit(cast.helene)
    page = browser.get(f"/library/skills/{javascript.public_id}")
    browser.submit(page, "/priority", {"why_fr": "Trois missions.", "why_en": "Three missions look for it."})
    reader = visit(cast.tom)
    for path in (
        f"/skills/{javascript.public_id}",
        f"/missions/{mission.public_id}",
        f"/talents/{cast.ines.public_id}",
    ):
        assert "Three missions look for it." in reader.get(path).text, path
    assert "priority" in reader.get("/skills?q=java").text
    assert "Trois missions." in visit(cast.tom, locale="fr").get(f"/missions/{mission.public_id}").text
    page = browser.get(f"/library/skills/{javascript.public_id}")
    browser.submit(page, "/priority", {"why_fr": "", "why_en": ""})
    assert "above others" not in reader.get(f"/skills/{javascript.public_id}").text


def test_several_skills_in_a_family_at_once(app: Flask, visit, cast: Cast, js: Ref, javascript: Ref) -> None:
    browser = visit(cast.helene)
    browser.submit(browser.get("/library/families"), "/library/families", {"name_fr": "Web", "name_en": "Web"})
    page = browser.get("/library/skills")
    key = next(e.attrib["value"] for e in page.find("option") if "".join(e.itertext()) == "Web")
    ticked = {"skills": [js.public_id, javascript.public_id], "into": key}
    assert "Tick the skills" in browser.submit(page, "/family", {"into": key}, status=422).text
    assert "Choose a family" in browser.submit(page, "/family", {**ticked, "into": ""}, status=422).text
    answer = browser.submit(page, "/family", ticked)
    assert "put 2 skills in the family “Web”" in browser.get(answer.location).text
    with app.app_context():
        assert {skill.family.name_en for skill in db.session.scalars(sa.select(Skill))} == {"Web"}
        made = db.session.scalars(sa.select(LibraryOperation).order_by(LibraryOperation.id)).first().public_id
    # The family that holds skills cannot go: the reason says so.
    page = browser.get(f"/library/journal/{made}")
    assert "2 skills are in this family" in page.text
    token = browser.token("/library/journal")
    refused = browser.post(f"/library/journal/{made}/undo", {"csrf_token": token}, status=409)
    assert "2 skills are in this family" in refused.text
    with app.app_context():
        take_back(cast)
        assert {skill.family_id for skill in db.session.scalars(sa.select(Skill))} == {None}
    browser.post(f"/library/journal/{made}/undo", {"csrf_token": token})


def test_a_family_is_renamed(app: Flask, visit, cast: Cast) -> None:
    browser = visit(cast.helene)
    page = browser.get("/library/families")
    assert "both languages" in browser.submit(page, "/families", {"name_fr": "Web"}, status=422).field_error("name_en")
    browser.submit(page, "/families", {"name_fr": "Toile", "name_en": "Web"})
    with app.app_context():
        family = db.session.scalars(sa.select(SkillFamily)).one()
        key, prefix = family.key, f"{family.id}-"
    page = browser.get("/library/families")
    again = browser.submit(page, "/library/families", {"name_fr": "Toile", "name_en": "Cloth"}, status=422)
    assert "Another family" in again.field_error("name_fr")
    browser.submit(page, f"/families/{key}", {f"{prefix}name_en": "World Wide Web"})
    with app.app_context():
        assert db.session.scalars(sa.select(SkillFamily.name_en)).one() == "World Wide Web"
        take_back(cast)
        assert db.session.scalars(sa.select(SkillFamily.name_en)).one() == "Web"


def test_one_name_for_two_skills(app: Flask, visit, cast: Cast, world: World) -> None:
    both = world.skill("Excel and VBA", "Excel et VBA")
    world.holds(cast.ines, both, 3)
    world.evidence(cast.ines, both, EvidenceKind.ATTESTED, by=cast.karim, level=3)
    world.mission(skills=((both, 2),))
    browser = visit(cast.helene)
    with app.app_context():
        before = library()
    page = browser.get(f"/library/skills/{both.public_id}/split")
    wrong = browser.submit(page, "/split", {"label_fr": "Excel", "label_en": "Excel"}, status=422)
    assert "both languages" in wrong.field_error("second-label_fr")
    words = {"label_fr": "Excel", "label_en": "Excel", "second-label_fr": "VBA", "second-label_en": "VBA"}
    browser.submit(page, "/split", {**words, "shared": ["held_skill", "skill_evidence"]})
    with app.app_context():
        vba = resolve_label("VBA", "fr")
        held = db.session.execute(sa.select(HeldSkill.skill_id, HeldSkill.level).order_by(HeldSkill.id)).all()
        assert [tuple(row) for row in held] == [(both.id, 3), (vba.id, 3)]
        assert len(db.session.scalars(sa.select(SkillEvidence)).all()) == 2
    assert "made “VBA” out of “Excel”: your profile says both" in visit(cast.ines).get("/profile").text
    with app.app_context():
        assert db.session.scalars(sa.select(SeatSkill.skill_id)).all() == [both.id]
        take_back(cast)
        assert library() == before
        assert db.session.scalars(sa.select(HeldSkill.skill_id)).all() == [both.id]


def test_a_split_in_use_since_is_not_undone(app: Flask, visit, cast: Cast, world: World) -> None:
    both = world.skill("Excel and VBA")
    browser = visit(cast.helene)
    page = browser.get(f"/library/skills/{both.public_id}/split")
    words = {"label_fr": "Excel", "label_en": "Excel", "second-label_fr": "VBA", "second-label_en": "VBA"}
    browser.submit(page, "/split", {**words, "shared": ["held_skill"]})
    with app.app_context():
        vba = resolve_label("VBA", "fr")
        public_id = last().public_id
        ref = Ref(Skill, vba.id)
    world.holds(cast.tom, ref, 2)
    page = browser.get(f"/library/journal/{public_id}")
    assert "in use since: 1 person holds it" in page.text
    token = browser.token("/library/journal")
    assert (
        "1 person holds it"
        in browser.post(f"/library/journal/{public_id}/undo", {"csrf_token": token}, status=409).text
    )


def test_a_skill_is_added_once_found_at_once_and_taken_back(app: Flask, visit, cast: Cast, javascript: Ref) -> None:
    browser = visit(cast.helene)
    with app.app_context():
        before = library()
    form = browser.get("/library/skills/new?name=sewing%20machines&lang=en")
    page = browser.submit(form, "/skills/new", status=422)
    assert page.form("/skills/new")["label_en"] == "sewing machines"
    assert page.field_error("label_fr")
    words = {"label_fr": "machines à coudre", "others_en": "Sewing"}
    for _ in range(2):
        sent = browser.submit(form, "/skills/new", words)
    shown = browser.get(sent.location)
    assert "added “Sewing machines” to the library" in shown.text
    with app.app_context():
        assert resolve_label("sewing", "en").label_fr == "Machines à coudre"
        assert db.session.scalar(sa.select(sa.func.count(LibraryOperation.id))) == 1
    page = browser.submit(browser.get("/library/skills/new"), "/skills/new", {"label_en": "javascript"}, status=422)
    assert "merge the two" in page.field_error("label_en")
    with app.app_context():
        take_back(cast)
        assert library() == before


def test_only_human_resources_add_skills(visit, cast: Cast) -> None:
    for person in (cast.ines, cast.adele, cast.sofia):
        browser = visit(person)
        browser.get("/library/skills/new", status=403)
        browser.post("/library/skills/new", {"csrf_token": browser.token("/account")}, status=403)
