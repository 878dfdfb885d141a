"""Near-duplicates: found, told apart for good, merged."""

from __future__ import annotations

import threading
import time

import sqlalchemy as sa
from flask import Flask

from portal.core.worker import do_chores
from portal.extensions import db
from portal.skills.library import pairs
from portal.skills.library.models import SkillPair
from portal.skills.models import SkillState
from tests.cast import Cast
from tests.factories import World
from tests.threads import in_threads


def test_looked_for_on_demand_and_shown_side_by_side(app: Flask, visit, cast: Cast, world: World) -> None:
    one = world.skill("Customer segmentation", "Segmentation client")
    other = world.skill("Customer segmentations", "Segmentation clients")
    world.skill("Java")
    world.skill("JavaScript")
    world.holds(cast.ines, one)
    browser = visit(cast.helene)
    answer = browser.submit(browser.get("/library/pairs"), "/library/pairs/look")
    page = browser.get(answer.location)
    assert "1 pair of skills" in page.text
    assert "held by 1 person" in page.text
    assert "Java" not in page.text.replace("JavaScript", "Java") or "Java Script" not in page.text
    assert not list(page.find("input", name="kept"))
    page = browser.get(page.links()["Merge them: see first what moves: Customer segmentation"])
    assert "it takes from the other" in page.text
    answer = browser.submit(page, "/merge")
    assert answer.location.endswith("/library/pairs")
    assert "No two skills" in browser.get("/library/pairs").text
    with app.app_context():
        states = {one.load().state, other.load().state}
        assert states == {SkillState.ACTIVE, SkillState.MERGED}


def test_told_apart_for_good(app: Flask, visit, cast: Cast, world: World) -> None:
    world.skill("Customer segmentation", "Segmentation client")
    world.skill("Customer segmentations", "Segmentation clients")
    with app.app_context():
        pairs.look_for_pairs()
    browser = visit(cast.helene)
    page = browser.get("/library/pairs")
    answer = browser.submit(page, "/part")
    told = browser.get(answer.location)
    assert "No two skills" in told.text
    browser.submit(page, "/part", status=409)
    undo = next(told.find("button", form="look")).attrib["formaction"]
    with app.app_context():
        assert pairs.look_for_pairs() == 0
        public_id = db.session.scalars(sa.select(SkillPair.public_id)).one()
    token = browser.token("/library/pairs")
    browser.post(undo, {"csrf_token": token})
    assert "1 pair of skills" in browser.get("/library/pairs").text
    visit(cast.ines).post(f"/library/pairs/{public_id}/part", {"csrf_token": token}, status=400)


def test_the_clock_looks_after_a_change(app: Flask, cast: Cast, world: World) -> None:
    world.skill("Customer segmentation", "Segmentation client")
    with app.app_context():
        do_chores()
        assert db.session.scalars(sa.select(SkillPair)).all() == []
    world.skill("Customer segmentations", "Segmentation clients")
    with app.app_context():
        do_chores()
        assert len(db.session.scalars(sa.select(SkillPair)).all()) == 1


def test_two_who_look_at_once_write_each_pair_once(app: Flask, world: World, monkeypatch) -> None:
    world.skill("Customer segmentation", "Segmentation client")
    world.skill("Customer segmentations", "Segmentation clients")
    both, outcomes = threading.Barrier(2), []
    found = pairs.near_pairs

    def find_together(rows):
        near = found(rows)
        both.wait(timeout=30)
        return near

    def note(connection, cursor, statement, *rest) -> None:
        """Whoever wrote waits a little before the end: the other reads what is known meanwhile."""
        if statement.startswith("INSERT INTO skill_pair"):
            time.sleep(0.3)

    def look() -> None:
        with app.app_context():
            try:
                outcomes.append(pairs.look_for_pairs())
            except Exception as error:
                outcomes.append(error)

    monkeypatch.setattr(pairs, "near_pairs", find_together)
    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "after_cursor_execute", note)
    in_threads([look] * 2)
    sa.event.remove(engine, "after_cursor_execute", note)
    assert outcomes == [1, 1]
    with app.app_context():
        assert len(db.session.scalars(sa.select(SkillPair)).all()) == 1
