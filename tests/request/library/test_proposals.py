"""Answering a proposal: in the queue, by mail, on the profile, and taken back."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from portal.extensions import db
from portal.skills.library import merging, proposals, undo
from portal.skills.library.models import SkillProposal
from portal.skills.models import Skill, SkillState
from portal.skills.queries import resolve_label
from portal.talents.models import HeldSkill, SkillEvidence
from tests.cast import Cast
from tests.factories import Ref, World
from tests.mailbox import mails_written


def mails(person) -> list[str]:
    """The subjects of what someone was written, in order."""
    return [mail["subject"] for mail in mails_written() if mail["to"] == person.email]


def state_of(skill: Ref) -> SkillState:
    return db.session.get_one(Skill, skill.id, populate_existing=True).state


def test_it_waits_in_the_queue_with_who_asked(visit, cast: Cast, propose) -> None:
    propose(cast.ines, "Origami of paper trains")
    propose(cast.tom, "origami of paper TRAINS")
    page = visit(cast.helene).get("/library/proposals")
    assert "Origami of paper trains" in page.links()
    assert "proposed by Inès Carvalho" in page.text
    assert "and 1 other" in page.text
    assert "on 2 profiles" in page.text


def test_as_it_is(app: Flask, visit, cast: Cast, propose) -> None:
    skill = propose(cast.ines, "Origami")
    browser = visit(cast.helene)
    page = browser.get(f"/library/proposals/{skill.public_id}")
    answer = browser.submit(page, "/accept-as-it-is")
    assert "accepted “Origami” into the library" in browser.get(answer.location).text
    with app.app_context():
        assert state_of(skill) is SkillState.ACTIVE
        assert (skill.load().label_fr, skill.load().label_en) == ("Origami", "Origami")
        assert mails(cast.ines) == ["The library has “Origami” now"]
    assert "accepted “Origami”" in visit(cast.ines).get("/profile").text
    assert "Origami" in visit(cast.tom).get("/skills?q=origami").links()
    browser.submit(page, "/accept-as-it-is")  # the same form sent twice is carried out once
    assert "Origami" not in browser.get("/library/proposals").links()


def test_in_other_words(app: Flask, visit, cast: Cast, propose) -> None:
    skill = propose(cast.ines, "Origami")
    browser = visit(cast.helene)
    browser.submit(browser.get("/library/families"), "/library/families", {"name_fr": "Papier", "name_en": "Paper"})
    page = browser.get(f"/library/proposals/{skill.public_id}")
    family = next(e.attrib["value"] for e in page.find("option") if "".join(e.itertext()) == "Paper")
    words = {
        "label_fr": "pliage de papier",
        "label_en": "Paper folding",
        "description_en": "Folds paper.",
        "others_en": "Origami\nPaper art",
        "family": family,
    }
    browser.submit(page, "/accept", words)
    with app.app_context():
        found = skill.load()
        assert (found.label_fr, found.label_en, found.family.name_en) == ("Pliage de papier", "Paper folding", "Paper")
        assert resolve_label("origami", "en").id == skill.id
        assert mails(cast.ines) == ["The library has “Paper folding” now"]


def test_a_name_that_is_taken_or_missing_is_said_at_its_field(visit, cast: Cast, propose, javascript: Ref) -> None:
    skill = propose(cast.ines, "Origami")
    browser = visit(cast.helene)
    page = browser.get(f"/library/proposals/{skill.public_id}")
    wrong = browser.submit(
        page, "/accept", {"label_fr": " ", "label_en": "javascript", "description_en": "Kept"}, status=422
    )
    assert "both languages" in wrong.field_error("label_fr")
    assert "merge the two" in wrong.field_error("label_en")
    assert wrong.form("/accept")["description_en"] == "Kept"
    assert "Say why" in browser.submit(page, "/refuse", {"words": " "}, status=422).field_error("words")


def test_refused_with_a_sentence(app: Flask, visit, cast: Cast, propose) -> None:
    skill = propose(cast.ines, "Good mood", level=4)
    browser = visit(cast.helene)
    page = browser.get(f"/library/proposals/{skill.public_id}")
    browser.submit(page, "/refuse", {"words": "It is a quality, not a skill."})
    with app.app_context():
        assert state_of(skill) is SkillState.REFUSED
        assert db.session.scalars(sa.select(HeldSkill)).all() == []
        assert len(db.session.scalars(sa.select(SkillEvidence)).all()) == 1
        assert mails(cast.ines) == ["“Good mood” does not enter the library"]
    profile = visit(cast.ines).get("/profile")
    assert "It is a quality, not a skill." in profile.text
    again = visit(cast.tom)
    typed = {"label": "good mood", "propose": "yes", "level": "2"}
    assert "did not keep" in again.submit(again.get("/profile/skills/new"), "/profile/skills", typed, status=422).text


def test_it_is_another_skill(app: Flask, visit, cast: Cast, propose, javascript: Ref) -> None:
    skill = propose(cast.ines, "Javascripts", level=3)
    browser = visit(cast.helene)
    page = browser.get(f"/library/proposals/{skill.public_id}")
    assert "JavaScript" in page.text
    answer = browser.submit(page, "/merge")
    assert answer.location.endswith("/library/proposals")
    with app.app_context():
        held = db.session.scalars(sa.select(HeldSkill)).one()
        assert (held.skill_id, held.level) == (javascript.id, 3)
        assert mails(cast.ines) == ["“Javascripts” is “JavaScript” in the library"]
    assert "another skill of the library" in visit(cast.ines).get("/profile").text


def test_two_librarians_one_answers(app: Flask, visit, cast: Cast, propose) -> None:
    skill = propose(cast.ines, "Origami")
    browser = visit(cast.helene)
    page = browser.get(f"/library/proposals/{skill.public_id}")
    with app.app_context():
        proposals.refuse(cast.helene.person(), skill.load(), "No.")
    late = browser.submit(page, "/accept", {"label_fr": "Pliage", "label_en": "Folding"}, status=409)
    assert "things moved on" in late.text
    assert "Folding" in late.text
    assert "not kept" in late.text


def test_an_answer_taken_back_waits_again(app: Flask, visit, cast: Cast, propose) -> None:
    skill = propose(cast.ines, "Good mood", level=4)
    with app.app_context():
        operation = proposals.refuse(cast.helene.person(), skill.load(), "It is a quality.").public_id
    browser = visit(cast.helene)
    page = browser.get(f"/library/journal/{operation}")
    assert "1 person holds it" in page.text
    browser.submit(page, "/undo")
    with app.app_context():
        assert state_of(skill) is SkillState.PROPOSED
        assert [held.level for held in db.session.scalars(sa.select(HeldSkill))] == [4]
        assert db.session.scalars(sa.select(SkillProposal.answer)).all() == [None]
        assert mails(cast.ines)[-1] == "“Good mood” waits for an answer again"
    again = browser.submit(page, "/undo", {"submission_key": ""}, status=409)
    assert "undone already" in again.text


def test_merged_then_undone_it_is_proposed_again(app: Flask, cast: Cast, propose, javascript: Ref) -> None:
    skill = propose(cast.ines, "Javascripts")
    with app.app_context():
        operation = merging.merge(cast.helene.person(), skill.load(), javascript.load())
        undo.undo(cast.helene.person(), operation)
        assert state_of(skill) is SkillState.PROPOSED
        assert db.session.scalars(sa.select(HeldSkill.skill_id)).all() == [skill.id]


def test_in_french_the_proposer_reads_french(app: Flask, visit, cast: Cast, world: World, propose) -> None:
    visit(cast.ines, locale="fr")
    skill = propose(cast.ines, "Pliage", locale="fr")
    with app.app_context():
        proposals.accept(cast.helene.person(), skill.load(), proposals.as_it_is(skill.load()))
        assert mails(cast.ines) == ["La bibliothèque a désormais «\u00a0Pliage\u00a0»"]
