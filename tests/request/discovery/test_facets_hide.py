"""What narrows a search tells nothing of what its author may not read: no hit, count, box or chip, for any filter,
with the index, without it, while it is late, and while it is being built again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.core import clock
from portal.core.months import month_of
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.discovery.documents import every_document
from portal.extensions import db
from portal.missions.models import Audience, MissionLanguage, MissionState, Remote
from portal.pilots.models import PilotState
from portal.skills.models import SkillState
from portal.talents.models import Circle, Section
from portal.talents.privacy.services import choose_readers
from tests.factories import week
from tests.html_of_search import boxes_of, counts_of, titles_of
from tests.request.discovery.test_visibility import open_everything

OUTSIDERS = {"draft": ("ines", "sofia", "helene", "paul"), "inside": ("sofia", "lila", "theo")}
FAR = 200


@pytest.fixture(params=["index", "database", "late", "rebuilding"])
def indexed(app, request, monkeypatch):
    """Brings the portal in one of the states in which it answers."""

    def build() -> None:
        with app.app_context():
            if request.param == "late":
                open_everything(index.engine())
            elif request.param == "rebuilding":
                index.rebuild()
                _stop_half_way(index.engine())
            elif request.param == "index":
                index.rebuild()

    return build


def _stop_half_way(engine) -> None:
    """A rebuild that dies after its first document: the former index is the one that answers."""
    from sqlalchemy.orm import Session

    def some() -> Iterator:
        with Session(db.engine) as session:
            yield replace(next(every_document(session)), readers=frozenset({"employees", "externals"}))
        raise RuntimeError("The machine stopped.")

    with pytest.raises(RuntimeError):
        engine.rebuild(some())


def _hidden_missions(world, cast) -> dict[str, list[str]]:
    """A draft and a mission for employees, each the only one of its kind; the filters that would find them."""
    pilot = world.pilot(name_en="Pilotx", name_fr="Pilotx")
    found = {}
    for name, more in (
        ("draft", {"state": MissionState.DRAFT, "audience": Audience.BOTH}),
        ("inside", {"audience": Audience.EMPLOYEES}),
    ):
        skill = world.skill(f"{name}skillx")
        first = FAR if name == "draft" else FAR + 20
        world.mission(
            owner=cast.karim,
            co_owner=cast.claire,
            title_en=f"{name}titlex",
            place=f"{name}placex",
            remote=Remote.FULLY,
            language=MissionLanguage.EN,
            percent=90,
            first=first,
            last=first,
            pilot=pilot,
            skills=((skill, 4),),
            **more,
        )
        found[name] = [
            f"place={name}placex",
            f"month={month_of(week(first))}",
            f"skill={skill.public_id}:1",
            f"skill={skill.public_id}:4&skills=any",
            *("remote=fully", "language=en", "share=more", f"pilot={pilot.public_id}"),
        ]
    return found


def test_no_filter_finds_or_counts_a_hidden_mission(world, cast, visit, indexed):
    asked = _hidden_missions(world, cast)
    world.mission(title_en="Open", percent=10)
    indexed()
    wrong = []
    for hidden, outsiders in OUTSIDERS.items():
        for name in outsiders:
            visitor = visit(getattr(cast, name))
            for wanted in asked[hidden]:
                page = visitor.get(f"/search?kind=mission&{wanted}")
                if f"{hidden}titlex" in page.text or f"{hidden}titlex" in titles_of(page):
                    wrong.append(f"{name} finds {hidden} by {wanted}")
            page = visitor.get("/search?kind=mission")
            if f"{hidden}placex" in page.text or f"{hidden}skillx" in page.text:
                wrong.append(f"{name} is shown what {hidden} holds")
            by_sort = [titles_of(visitor.get(f"/search?kind=mission&sort={sort}")) for sort in ("fit", "newest")]
            if any(f"{hidden}titlex" in titles for titles in by_sort):
                wrong.append(f"{name} finds {hidden} by sorting")
    assert not wrong
    for wanted in asked["draft"]:
        assert "drafttitlex" in titles_of(visit(cast.karim).get(f"/search?kind=mission&{wanted}")), wanted


def test_what_a_hidden_mission_holds_is_counted_for_nobody_else(world, cast, visit, app):
    _hidden_missions(world, cast)
    world.mission(title_en="Open", percent=10)
    with app.app_context():
        index.rebuild()
    page = visit(cast.sofia).get("/search?kind=mission")
    assert titles_of(page) == ["Open"]
    assert boxes_of(page, "share") == {"Up to 10%": 1, "10 to 20%": 0, "More than 20%": 0}
    assert boxes_of(page, "remote")["Fully remote"] == boxes_of(page, "language")["English"] == 0
    assert not boxes_of(page, "place") and not boxes_of(page, "pilot")
    assert len(boxes_of(page, "month")) <= 3
    assert counts_of(page)["Missions"] == 1


@pytest.mark.parametrize("circle", [Circle.SELF, Circle.RESPONSIBLE, Circle.OWNERS])
def test_no_filter_finds_a_private_section(world, cast, visit, indexed, circle):
    skill = world.skill("Privateskillx")
    world.profile(cast.tom, availability_share=80, skills_circle=circle, availability_circle=circle)
    world.holds(cast.tom, skill, 4)
    world.holds(cast.ines, skill, 1)
    indexed()
    everyone_asks = [f"skill={skill.public_id}:2", f"skill={skill.public_id}:2&sort=fit"]
    employees_ask = ["free=80", f"month={month_of(clock.today())}&free=20"]
    # His manager and human resources too: lists know only what is open.
    for name, asked in (
        *((name, everyone_asks + employees_ask) for name in ("ines", "nadia", "helene", "tom")),
        ("sofia", everyone_asks),
    ):
        visitor = visit(getattr(cast, name))
        for wanted in asked:
            assert not titles_of(visitor.get(f"/search?kind=talent&{wanted}")), (name, wanted)
        held = visitor.get(f"/search?kind=talent&skill={skill.public_id}:1")
        assert set(titles_of(held)) == {"Inès Carvalho"}


def test_narrowing_a_section_takes_it_out_at_once(app, world, cast, visit):
    """Before the worker passed the database answers; once it has passed, the index does without it."""
    skill = world.skill("SQL")
    world.profile(cast.tom, availability_share=80)
    world.holds(cast.tom, skill, 4)
    with app.app_context():
        index.rebuild()
    ines = visit(cast.ines)
    asked = (f"/search?kind=talent&skill={skill.public_id}:4", "/search?kind=talent&free=80")
    assert all(titles_of(ines.get(address)) == ["Tom Lefèvre"] for address in asked)
    with app.app_context():
        tom = cast.tom.person()
        choose_readers(tom, tom, {Section.SKILLS: Circle.RESPONSIBLE, Section.AVAILABILITY: Circle.SELF})
    assert all(not titles_of(ines.get(address)) for address in asked)
    with app.app_context():
        drain()
    assert all(not titles_of(ines.get(address)) for address in asked)


def test_rates_and_evaluations_are_in_no_document(app, world, cast):
    """No value and no text of any document holds one: nothing that finds could tell of it."""
    mission = world.mission(title_en="Map", first=-12, last=-4)
    world.recognition(world.seated(mission, cast.ines), outcome="Outcomex", words="Wordsx")
    with app.app_context():
        from sqlalchemy.orm import Session

        with Session(db.engine) as session:
            said = " ".join(repr(document) for document in every_document(session))
    assert "Outcomex" not in said
    assert "Wordsx" not in said


def test_names_that_not_everyone_may_read_stand_in_no_chip(app, world, cast, visit):
    pilot = world.pilot(name_en="Pilotx", name_fr="Pilotx", state=PilotState.DRAFT)
    skill = world.skill("Proposedx")
    with app.app_context(), transaction():
        skill.load().state = SkillState.PROPOSED
    for answered_by in ("database", "index"):
        if answered_by == "index":
            with app.app_context():
                index.rebuild()
        page = visit(cast.ines).get(f"/search?kind=mission&pilot={pilot.public_id}&skill={skill.public_id}:1")
        assert "Pilotx" not in page.text
        assert "Proposedx" not in page.text
