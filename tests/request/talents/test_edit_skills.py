"""Writing one's skills, one at a time."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.skills.models import Skill, SkillState
from portal.talents.models import Appetite, EvidenceKind, HeldSkill, SkillEvidence
from portal.talents.profile import skills_views
from tests.visitor import text_of

LONG_AGO = date(2020, 1, 1)


def held_by(someone) -> list[HeldSkill]:
    return list(db.session.scalars(sa.select(HeldSkill).where(HeldSkill.person_id == someone.id)))


def declared(someone) -> list[int]:
    rows = sa.select(SkillEvidence.level).where(
        SkillEvidence.person_id == someone.id, SkillEvidence.kind == EvidenceKind.DECLARED
    )
    return list(db.session.scalars(rows.order_by(SkillEvidence.id)))


def actions(someone) -> list[str]:
    rows = sa.select(Event.action).where(Event.subject_type == "person", Event.subject_id == someone.id)
    return list(db.session.scalars(rows.order_by(Event.id)))


def to_index(someone) -> int:
    rows = db.session.scalars(sa.select(OutboxItem.payload).where(OutboxItem.kind == "index"))
    return sum(payload == {"kind": "talent", "id": someone.id} for payload in rows)


def test_adding_a_skill_by_any_of_its_names(app, world, cast, visit):
    world.skill("Accessibility audit", "Audit d’accessibilité")
    sofia = visit(cast.sofia)
    page = sofia.get(sofia.get("/profile").links()["Add a skill"])
    done = sofia.submit(page, "/profile/skills", {"label": "audit d'accessibilite", "level": "3", "appetite": "grow"})
    page = sofia.get(done.location)
    assert "“Accessibility audit” is on your profile." in page.text
    assert "Declared, wants to grow" in page.text
    assert "You · added “Accessibility audit”" in page.text
    with app.app_context():
        (held,) = held_by(cast.sofia)
        assert (held.level, held.appetite, held.confirmed_on) == (3, Appetite.GROW, clock.today())
        assert declared(cast.sofia) == [3]
        assert actions(cast.sofia) == ["profile.add_skill"]
        assert to_index(cast.sofia) == 1


def test_sending_twice_adds_once(app, world, cast, visit):
    world.skill("SQL")
    sofia = visit(cast.sofia)
    page = sofia.get("/profile/skills/new")
    for _ in range(2):
        sofia.submit(page, "/profile/skills", {"label": "sql", "level": "3"})
    with app.app_context():
        assert len(held_by(cast.sofia)) == 1
        assert actions(cast.sofia) == ["profile.add_skill"]


def test_names_that_the_library_has_not_are_met_with_those_it_has(world, cast, visit, app):
    world.skill("Accessibility audit")
    sofia = visit(cast.sofia)
    page = sofia.submit(
        sofia.get("/profile/skills/new"), "/profile/skills", {"label": "accessib", "level": "2"}, status=422
    )
    assert "no skill of exactly this name" in page.field_error("label")
    assert next(page.find("input", name="label")).attrib["value"] == "accessib"
    assert page.form("/profile/skills")["level"] == "2"
    button = next(page.find("button", name="pick"))
    sofia.submit(page, "/profile/skills", {"pick": button.attrib["value"]})
    with app.app_context():
        assert [held.skill.label_en for held in held_by(cast.sofia)] == ["Accessibility audit"]


def test_names_that_resemble_nothing(cast, visit):
    sofia = visit(cast.sofia)
    page = sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", {"label": "zzz", "level": "2"}, status=422)
    assert "Nothing in the library resembles it" in page.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"label": "", "level": "2"}, "label"), ({"label": "SQL"}, "level"), ({"label": "SQL", "level": "7"}, "level")],
)
def test_what_is_missing_is_said_at_its_field(world, cast, visit, typed, field):
    world.skill("SQL")
    sofia = visit(cast.sofia)
    page = sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", typed, status=422)
    assert page.field_error(field)
    assert next(page.find("div", class_="error-summary")) is not None


def test_a_skill_stands_once_on_a_profile(world, cast, visit):
    world.holds(cast.sofia, world.skill("SQL"), 2)
    sofia = visit(cast.sofia)
    page = sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", {"label": "SQL", "level": "2"}, status=422)
    assert "already on your profile" in page.field_error("label")


def options(page) -> list[dict[str, str]]:
    return [dict(option.attrib) for option in page.find("li", role="option")]


def test_a_name_of_any_length_is_looked_for_within_bounds(cast, visit, monkeypatch):
    asked = []
    monkeypatch.setattr(skills_views, "suggest", lambda text, *_, **__: asked.append(text) or [])
    sofia = visit(cast.sofia)
    typed = {"label": "x" * 100_000, "level": "2"}
    page = sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", typed, status=422)
    assert page.field_error("label") == "Keep it to 300 characters."
    assert [len(text) for text in asked] == [300]


def test_skills_come_as_letters_are_typed(world, cast, visit):
    world.skill("Accessibility audit", "Audit d’accessibilité")
    for typed in ("acc", "audit d'acces", "acessibility audti"):
        browser = visit(cast.sofia)
        fragment = browser.fragment(f"/profile/skills/new?label={typed}", "skill_options")
        found = options(fragment)
        assert [one["data-value"] for one in found] == ["Accessibility audit", typed]
        assert "Audit d’accessibilité" in fragment.text, "the other language is told before choosing"
        assert "1 skill found" in fragment.html
        assert browser.query_count <= 8
    page = visit(cast.sofia, locale="fr").get("/profile/skills/new?label=acc")
    assert [one["data-value"] for one in options(page)] == ["Audit d’accessibilité", "acc"]
    assert "Propose" in page.text


def test_what_the_library_has_is_not_to_be_proposed(world, cast, visit):
    world.skill("Accessibility audit", "Audit d’accessibilité")
    for typed in ("accessibility AUDIT", "audit d'accessibilite"):
        fragment = visit(cast.sofia).fragment(f"/profile/skills/new?label={typed}", "skill_options")
        assert [one["data-value"] for one in options(fragment)] == ["Accessibility audit"]


def test_a_name_with_markup_in_it_is_only_text(cast, visit):
    fragment = visit(cast.sofia).fragment("/profile/skills/new?label=%3Cb%20onclick%3D1%3E", "skill_options")
    assert [one["data-value"] for one in options(fragment)] == ["<b onclick=1>"]
    assert not list(fragment.find("b", onclick="1"))


def test_what_was_chosen_in_the_list_is_added(app, world, cast, visit):
    world.skill("Bow", "Arc")
    second = world.skill("Bôw", "Nœud")
    sofia = visit(cast.sofia)
    page = sofia.get("/profile/skills/new")
    chosen = {"label": "bow", "chosen": second.public_id, "level": "2"}
    sofia.submit(page, "/profile/skills", chosen)
    with app.app_context():
        assert [held.skill_id for held in held_by(cast.sofia)] == [second.id]


def test_what_was_chosen_then_typed_over_does_not_count(app, world, cast, visit):
    first, second = world.skill("SQL"), world.skill("Python")
    sofia = visit(cast.sofia)
    page = sofia.get("/profile/skills/new")
    sofia.submit(page, "/profile/skills", {"label": "Python", "chosen": first.public_id, "level": "2"})
    with app.app_context():
        assert [held.skill_id for held in held_by(cast.sofia)] == [second.id]


def test_to_propose_comes_first_unless_something_is_near(world, cast, visit):
    """ArrowDown then Enter takes the first line: for a name that nothing resembles, it must not be another skill."""
    world.skill("Paper trains", "Trains de papier")
    world.skill("Sewing machines", "Machines à coudre")
    sofia = visit(cast.sofia)
    for typed, comes_first in (("origami trains", True), ("paper tra", False), ("sewing machine", False)):
        page = sofia.get("/profile/skills/new", query_string={"label": typed})
        lines = [line.attrib.get("data-propose") for line in page.find("li", role="option")]
        assert "yes" in lines, typed
        assert (lines[0] == "yes") is comes_first, (typed, lines)


def test_a_level_is_called_by_its_name_where_it_is_chosen(cast, visit):
    page = visit(cast.sofia, locale="fr").get("/profile/skills/new")
    assert all(name in page.text for name in ("notions", "pratique", "maîtrise"))


def test_a_missing_skill_is_proposed_and_held_at_once(app, world, cast, visit):
    sofia = visit(cast.sofia)
    page = sofia.get("/profile/skills/new")
    page = sofia.submit(page, "/profile/skills", {"label": "origami pédagogique", "level": "3"}, status=422)
    assert "Propose “origami pédagogique”" in page.text
    done = sofia.submit(page, "/profile/skills", {"propose": "yes"})
    page = sofia.get(done.location)
    assert "“Origami pédagogique” is on your profile. It is proposed to the library too" in page.text
    assert "added “Origami pédagogique” and proposed it to the library" in page.text
    with app.app_context():
        (held,) = held_by(cast.sofia)
        assert (held.level, held.skill.state, held.skill.source) == (3, SkillState.PROPOSED, "proposed")
        assert (held.skill.label_en, held.skill.label_fr) == ("Origami pédagogique", "")
        assert actions(cast.sofia) == ["profile.propose_skill"]
    assert "Origami" not in visit(cast.theo).fragment("/profile/skills/new?label=orig", "skill_options").text


def test_two_who_miss_the_same_skill_propose_one(app, cast, visit):
    for someone, name in ((cast.sofia, "Origami"), (cast.theo, "  ORIGAMI ")):
        browser = visit(someone)
        asked = {"label": name, "level": "2", "propose": "yes"}
        browser.submit(browser.get("/profile/skills/new"), "/profile/skills", asked)
    with app.app_context():
        (first,), (second,) = held_by(cast.sofia), held_by(cast.theo)
        assert first.skill_id == second.skill_id


@pytest.mark.parametrize("name", ["SQL", "sql", "12", "x" * 81])
def test_what_cannot_be_proposed(app, world, cast, visit, name):
    world.skill("SQL")
    sofia = visit(cast.sofia)
    asked = {"label": name, "level": "2", "propose": "yes"}
    page = sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", asked, status=422)
    assert page.field_error("label")
    with app.app_context():
        assert held_by(cast.sofia) == []


def test_a_missing_skill_is_proposed_in_french(app, cast, visit):
    sofia = visit(cast.sofia, locale="fr")
    asked = {"label": "origami", "level": "2", "propose": "yes"}
    done = sofia.submit(sofia.get("/profile/skills/new"), "/profile/skills", asked)
    assert "proposée" in sofia.get(done.location).text
    with app.app_context():
        assert [held.skill.label_fr for held in held_by(cast.sofia)] == ["Origami"]


def test_changing_level_and_appetite(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 2, confirmed_on=LONG_AGO)
    sofia = visit(cast.sofia)
    address = f"/profile/skills/{held.public_id}"
    sofia.submit(sofia.get(address), address, {"level": "4", "appetite": "avoid"})
    with app.app_context():
        row = held.load()
        assert (row.level, row.appetite, row.confirmed_on) == (4, Appetite.AVOID, clock.today())
        assert declared(cast.sofia) == [4]
    sofia.submit(sofia.get(address), address, {"appetite": ""})
    with app.app_context():
        assert held.load().appetite is None
        assert declared(cast.sofia) == [4]


def test_a_stale_form_shows_how_things_stand_and_keeps_what_was_typed(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 2)
    sofia = visit(cast.sofia)
    address = f"/profile/skills/{held.public_id}"
    early = sofia.get(address)
    sofia.submit(sofia.get(address), address, {"level": "4"})
    late = sofia.submit(early, address, {"level": "1", "appetite": "grow"}, status=409)
    assert "Someone changed this a moment ago" in late.text
    assert late.form(address)["level"] == "4"
    assert "I know the basics and follow what others do." in text_of(next(late.find("dl")))
    with app.app_context():
        assert held.load().level == 4
    sofia.submit(late, address, {"level": "1"})


def test_sending_a_change_twice_is_no_conflict(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 2)
    sofia = visit(cast.sofia)
    address = f"/profile/skills/{held.public_id}"
    page = sofia.get(address)
    for _ in range(2):
        sofia.submit(page, address, {"level": "4"})
    with app.app_context():
        assert actions(cast.sofia) == ["profile.change_skill"]


def test_still_true_in_one_press(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 2, confirmed_on=LONG_AGO)
    sofia = visit(cast.sofia)
    page = sofia.get("/profile")
    assert "Not confirmed for six months: still true?" in page.text
    for _ in range(2):
        sofia.submit(page, f"{held.public_id}/confirm")
    page = sofia.get("/profile")
    assert "Not confirmed for six months" not in page.text
    with app.app_context():
        assert held.load().confirmed_on == clock.today()
        assert actions(cast.sofia) == ["profile.confirm_skill"]


def test_removing_and_putting_back(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 3, appetite=Appetite.USE, confirmed_on=LONG_AGO)
    sofia = visit(cast.sofia)
    done = sofia.submit(sofia.get("/profile"), f"{held.public_id}/remove")
    page = sofia.get(done.location)
    assert "“SQL” is off your profile. Undo" in page.text
    undo = next(page.find("button", form="undo"))
    for _ in range(2):
        sofia.submit(page, "/profile/skills/restore", {"event": undo.attrib["value"]})
    with app.app_context():
        (row,) = held_by(cast.sofia)
        assert (row.level, row.appetite, row.confirmed_on) == (3, Appetite.USE, LONG_AGO)
        assert actions(cast.sofia) == ["profile.remove_skill", "profile.restore_skill"]


def test_putting_back_needs_room(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 3)
    sofia = visit(cast.sofia)
    page = sofia.get(sofia.submit(sofia.get("/profile"), f"{held.public_id}/remove").location)
    undo = next(page.find("button", form="undo"))
    for number in range(60):
        world.holds(cast.sofia, world.skill(f"Skill {number}"))
    page = sofia.submit(page, "/profile/skills/restore", {"event": undo.attrib["value"]}, status=409)
    assert "A profile holds 60 skills at most." in page.text
    with app.app_context():
        assert len(held_by(cast.sofia)) == 60


def test_removing_twice_with_the_same_form_is_said_once(world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 3)
    sofia = visit(cast.sofia)
    page = sofia.get("/profile")
    for _ in range(2):
        sofia.submit(page, f"{held.public_id}/remove")
    sofia.submit(page, f"{held.public_id}/remove", {"submission_key": "another"}, status=404)


def test_another_persons_skills_are_not_found(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 3)
    theo = visit(cast.theo)
    token = theo.token()
    address = f"/profile/skills/{held.public_id}"
    theo.get(address, status=404)
    for action in ("", "/confirm", "/remove"):
        theo.post(address + action, {"csrf_token": token, "level": "1"}, status=404)
    with app.app_context():
        assert len(held_by(cast.sofia)) == 1


def test_only_ones_own_removal_can_be_undone(app, world, cast, visit):
    held = world.holds(cast.sofia, world.skill("SQL"), 3)
    sofia, theo = visit(cast.sofia), visit(cast.theo)
    sofia.submit(sofia.get("/profile"), f"{held.public_id}/remove")
    with app.app_context():
        event = db.session.scalar(sa.select(Event.id).where(Event.action == "profile.remove_skill"))
    theo.post("/profile/skills/restore", {"csrf_token": theo.token(), "event": event}, status=404)
    theo.post("/profile/skills/restore", {"csrf_token": theo.token(), "event": "x"}, status=404)


def test_in_french(world, cast, visit):
    world.skill("Accessibility audit", "Audit d’accessibilité")
    sofia = visit(cast.sofia, locale="fr")
    page = sofia.get("/profile/skills/new")
    assert "Je connais les bases" in page.text
    done = sofia.submit(page, "/profile/skills", {"label": "accessibility audit", "level": "3"})
    assert "« Audit d’accessibilité » figure sur votre profil" in sofia.get(done.location).text.replace("\xa0", " ")


def propose(browser, name, status=303):
    page = browser.get("/profile/skills/new")
    asked = {"label": name, "level": "2", "propose": "yes"}
    return browser.submit(page, "/profile/skills", asked, status=status)


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "You proposed 20 skills"), ("fr", "Vous avez proposé 20 compétences")]
)
def test_one_proposes_no_more_than_the_library_can_look_at(app, cast, visit, locale, words):
    sofia = visit(cast.sofia, locale=locale)
    for number in range(20):
        propose(sofia, f"Origami {chr(97 + number)}")
    assert words in propose(sofia, "Origami z", status=422).field_error("label")
    with app.app_context(), transaction() as session:
        held = session.scalars(sa.select(HeldSkill).where(HeldSkill.person_id == cast.sofia.id)).first()
        session.delete(held)
    assert words in propose(sofia, "Origami z", status=422).field_error("label")
    with app.app_context(), transaction() as session:
        session.scalars(sa.select(Skill).where(Skill.state == SkillState.PROPOSED)).first().state = SkillState.ACTIVE
    propose(sofia, "Origami z")
    propose(visit(cast.theo), "Origami of others")
