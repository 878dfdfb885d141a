"""Narrowing the answers: each filter finds the same with the index and without it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.months import first_day, month_of, months_ahead, next_month
from portal.core.transaction import transaction
from portal.core.worker import do_chores, drain
from portal.discovery import index
from portal.missions.models import Audience, MissionLanguage, Remote
from portal.talents.models import Appetite, Circle, EvidenceKind
from tests.factories import week
from tests.html_of_search import boxes_of, chips_of, counts_of, titles_of
from tests.visitor import text_of


@pytest.fixture(params=["index", "database"])
def indexed(app, request):
    """Builds the index from what the test has written, or leaves the database to answer alone."""

    def build() -> None:
        if request.param == "index":
            with app.app_context():
                index.rebuild()

    return build


@pytest.fixture
def with_index(app):
    """Builds the index."""

    def build() -> None:
        with app.app_context():
            index.rebuild()

    return build


def heading(page) -> str:
    return text_of(next(page.find("h2", id="found")))


def test_each_filter_of_missions(world, cast, visit, indexed):
    pilot = world.pilot()
    sql = world.skill("SQL")
    world.mission(
        title_en="Far map",
        percent=10,
        first=30,
        last=32,
        audience=Audience.EMPLOYEES,
        place="Brest",
        remote=Remote.FULLY,
        language=MissionLanguage.EN,
        pilot=pilot,
        skills=((sql, 3),),
    )
    world.mission(title_en="Near map", percent=60, first=1, last=2, place="Nantes")
    indexed()
    ines = visit(cast.ines)
    far = month_of(week(31))
    for wanted in (
        *("share=10", f"month={far}", "open_to=employees&share=10", "remote=fully", "place=Brest", "language=en"),
        *(f"pilot={pilot.public_id}", f"skill={sql.public_id}:3", f"skill={sql.public_id}:1"),
    ):
        assert titles_of(ines.get(f"/search?q=map&kind=mission&{wanted}")) == ["Far map"], wanted
        assert heading(ines.get(f"/search?q=map&kind=mission&{wanted}")) == "1 of 2 answers for “map”"
    assert titles_of(ines.get(f"/search?q=map&kind=mission&skill={sql.public_id}:4")) == []
    assert len(titles_of(ines.get("/search?q=map&kind=mission&place=Brest&place=Nantes"))) == 2


def test_a_skill_counts_from_the_level_asked_and_several_all_or_any(world, cast, visit, indexed):
    sql, crm = world.skill("SQL"), world.skill("CRM")
    for person, levels in ((cast.tom, (3, 2)), (cast.lea, (2, None)), (cast.sofia, (None, 4))):
        for skill, level in zip((sql, crm), levels, strict=True):
            if level:
                world.holds(person, skill, level)
    indexed()
    ines = visit(cast.ines)

    def found(*skills, more="") -> set[str]:
        asked = "".join(f"&skill={skill.public_id}:{level}" for skill, level in skills)
        return set(titles_of(ines.get(f"/search?kind=talent{asked}{more}")))

    assert found((sql, 1)) == {"Tom Lefèvre", "Léa Nguyen"}
    assert found((sql, 3)) == {"Tom Lefèvre"}
    assert found((sql, 1), (crm, 1)) == {"Tom Lefèvre"}
    assert len(found((sql, 1), (crm, 1), more="&skills=any")) == 3
    assert found((sql, 4), (crm, 1)) == set()


def test_what_was_attested_outweighs_what_was_declared(world, cast, visit, indexed):
    sql = world.skill("SQL")
    world.holds(cast.tom, sql, 1)
    world.evidence(cast.tom, sql, EvidenceKind.ATTESTED, by=cast.karim, level=3)
    indexed()
    page = visit(cast.ines).get(f"/search?kind=talent&skill={sql.public_id}:3")
    assert titles_of(page) == ["Tom Lefèvre"]


def test_who_is_free_and_when(world, cast, visit, indexed):
    today = clock.today()
    this, second, third, *_ = months_ahead(today, 6)
    world.profile(cast.tom, headline_en="Cook", availability_share=40, available_from=today)
    last = first_day(third) - timedelta(days=1)
    world.profile(cast.lea, headline_en="Cook", availability_share=20, available_until=last)
    world.profile(cast.sofia, headline_en="Cook", availability_share=100, available_until=today - timedelta(days=1))
    world.profile(cast.paul, headline_en="Cook", availability_share=60, availability_circle=Circle.RESPONSIBLE)
    world.pause(cast.tom, (first_day(second) - today).days, (next_month(first_day(second)) - today).days)
    indexed()
    ines = visit(cast.ines)

    def found(asked: str) -> set[str]:
        return {name.split()[0] for name in titles_of(ines.get(f"/search?q=cook&kind=talent&{asked}"))}

    assert found("free=10") == {"Tom", "Léa"}
    assert found("free=40") == {"Tom"}
    assert found("free=60") == set()
    assert found(f"free=40&month={second}") == set()
    assert found(f"month={this}") == {"Tom", "Léa"}
    assert found(f"month={second}") == {"Léa"}
    assert found(f"month={third}") == {"Tom"}
    assert found(f"month={second}&month={third}&free=20") == {"Tom", "Léa"}


def test_externals_do_not_narrow_by_what_they_do_not_read(world, cast, visit, indexed):
    world.profile(cast.tom, headline_en="Cook", availability_share=40)
    indexed()
    sofia = visit(cast.sofia)
    page = sofia.get("/search?q=cook&kind=talent&free=20&month=2026-12")
    assert titles_of(page) == ["Tom Lefèvre"]
    assert not chips_of(page)
    assert not boxes_of(page, "free") and not boxes_of(page, "month")
    assert not boxes_of(sofia.get("/search?kind=mission"), "open_to")


def test_every_filter_is_a_chip_that_can_be_removed(world, cast, visit, indexed):
    sql = world.skill("SQL")
    world.mission(title_en="Small map", percent=10, skills=((sql, 3),), remote=Remote.NO)
    world.mission(title_en="Large map", percent=60)
    indexed()
    ines = visit(cast.ines)
    page = ines.get(f"/search?q=map&kind=mission&share=10&remote=no&skill={sql.public_id}:2")
    chips = chips_of(page)
    assert set(chips) == {"Up to 10%", "On site", "SQL, at least “practises”"}
    assert "share" not in chips["Up to 10%"]
    assert len(titles_of(ines.get(page.links()["Remove them all"]))) == 2
    for href in list(chips.values()):
        assert len(chips_of(ines.get(href))) == 2


def test_counts_are_of_what_is_narrowed(world, cast, visit, with_index):
    world.mission(title_en="Small map", percent=10, place="Brest")
    world.mission(title_en="Large map", percent=60, place="Brest")
    world.mission(title_en="Large map too", percent=60, place="Nantes")
    with_index()
    ines = visit(cast.ines)
    page = ines.get("/search?q=map&kind=mission&place=Brest")
    assert boxes_of(page, "share") == {"Up to 10%": 1, "10 to 20%": 0, "More than 20%": 1}
    assert boxes_of(page, "place") == {"Brest": 2, "Nantes": 1}
    assert counts_of(page) == {"Everything": 3, "Missions": 3, "People": 0}


def test_a_skill_is_added_by_any_of_its_names(world, cast, visit, with_index):
    audit = world.skill("Accessibility audit", "Audit d’accessibilité")
    world.mission(title_en="Readable maps", skills=((audit, 3),))
    with_index()
    ines = visit(cast.ines)
    moved = ines.get("/search?kind=mission&add_skill=audit+d'accessibilite", status=302)
    assert moved.location.endswith(f"kind=mission&skill={audit.public_id}:1") or "skill=" in moved.location
    assert titles_of(ines.get(moved.location)) == ["Readable maps"]
    assert "The library has no skill of that name." in ines.get("/search?kind=mission&add_skill=zzz").text
    near = ines.get("/search?kind=mission&add_skill=accessibility")
    assert "Accessibility audit" in near.text
    fragment = ines.fragment("/search?q=&kind=mission&add_skill=Accessibility+audit", "results")
    assert titles_of(fragment) == ["Readable maps"]
    assert "add_skill" not in fragment.response.headers["HX-Push-Url"]


def test_the_other_language_is_found_through_the_names_of_skills(world, cast, visit, indexed):
    rgaa = world.skill("Accessibility", "RGAA / accessibilité")
    world.mission(
        title_fr="Rendre les horaires lisibles", title_en="", summary_fr="", summary_en="", skills=((rgaa, 3),)
    )
    indexed()
    ines = visit(cast.ines)
    assert titles_of(ines.get("/search?q=accessibility")) == ["Rendre les horaires lisibles"]
    assert titles_of(visit(cast.ines, locale="fr").get("/search?q=rgaa")) == ["Rendre les horaires lisibles"]


def test_in_order_of_fit(world, cast, visit, indexed):
    sql, crm = world.skill("SQL"), world.skill("CRM")
    world.mission(title_en="Map nothing asked")
    world.mission(title_en="Map the flows", skills=((sql, 2), (crm, 2)))
    world.mission(title_en="Map the tables", skills=((sql, 2),))
    for person, level in ((cast.ines, 2), (cast.tom, 3), (cast.lea, 4)):
        world.holds(person, sql, level)
    indexed()
    ines = visit(cast.ines)
    page = ines.get("/search?q=map&kind=mission&sort=fit")
    assert titles_of(page) == ["Map the tables", "Map the flows", "Map nothing asked"]
    people = titles_of(ines.get(f"/search?kind=talent&skill={sql.public_id}:1&sort=fit"))
    assert [name.split()[0] for name in people] == ["Léa", "Tom", "Inès"]
    assert "Best fit first" in ines.get("/search?q=map&kind=mission").text
    assert "Best fit first" not in ines.get("/search?q=map&kind=talent").text
    assert "fit" not in ines.get("/search?q=map&sort=fit").text.split("Newest first")[0][-200:]


def test_by_fit_missions_come_as_on_the_home(world, cast, visit, indexed):
    """Who would rather not use a skill finds last, of what they hold as much, what asks it."""
    sql, crm = world.skill("SQL"), world.skill("CRM")
    world.mission(title_en="Map the clients", skills=((crm, 2),))
    world.mission(title_en="Map the tables", skills=((sql, 2),))
    world.mission(title_en="Map what closed", skills=((sql, 2),), closes_on=clock.today() - timedelta(days=1))
    world.holds(cast.ines, sql, 2, appetite=Appetite.AVOID)
    world.holds(cast.ines, crm, 2, appetite=Appetite.USE)
    indexed()
    ines = visit(cast.ines)
    best = ["Map the clients", "Map the tables"]
    found = titles_of(ines.get("/search?q=map&kind=mission&sort=fit"))
    assert found == [*best, "Map what closed"]
    suited = ines.get("/").text.split("Missions that suit you")[-1]
    assert sorted((title for title in found if title in suited), key=suited.index) == best


def test_newest_first_and_pages_keep_the_order(world, cast, visit, with_index):
    for number in range(22):
        world.mission(
            title_en=f"Map {number}",
            published_at=clock.now() - timedelta(days=number),
            summary_en="map " * (number % 3),
        )
    with_index()
    ines = visit(cast.ines)
    for sort in ("newest", "fit"):
        first = ines.get(f"/search?q=map&kind=mission&sort={sort}")
        second = ines.get(next(first.find("a", rel="next")).attrib["href"])
        assert len(titles_of(second)) == 2
        assert len({*titles_of(first), *titles_of(second)}) == 22
    assert titles_of(ines.get("/search?q=map&kind=mission&sort=newest"))[:2] == ["Map 0", "Map 1"]


def test_values_that_make_no_sense_are_left_out(world, cast, visit, indexed):
    world.mission(title_en="Map")
    indexed()
    page = visit(cast.ines).get(
        "/search",
        query_string={
            "q": "map",
            "kind": "mission",
            "month": ["2026-13", "x", "\x00"],
            "share": "x",
            "skill": ["x", ":", "a:9", "x" * 90 + ":1"],
            "sort": "price",
            "skills": "x",
            "place": "x" * 90,
        },
    )
    assert titles_of(page) == ["Map"]
    assert not chips_of(page)


def test_few_queries_with_every_filter(world, cast, visit, indexed):
    sql, pilot = world.skill("SQL"), world.pilot()
    for number in range(5):
        world.mission(title_en=f"Map {number}", percent=20, place="Brest", pilot=pilot, skills=((sql, 3),))
        world.holds((cast.ines, cast.tom, cast.lea, cast.paul, cast.nadia)[number], sql, 3)
    indexed()
    ines = visit(cast.ines)
    asked = (
        f"q=map&kind=mission&share=20&place=Brest&pilot={pilot.public_id}&skill={sql.public_id}:1"
        f"&month={month_of(week(3))}&sort=fit",
        f"q=sql&kind=talent&contract=employee&skill={sql.public_id}:1&sort=fit",
    )
    for search in asked:
        ines.get(f"/search?{search}")
        page = ines.get(f"/search?{search}")
        assert titles_of(page)
        assert ines.query_count <= 15, ines.queries


def test_the_calendar_is_followed(app, world, cast, visit, with_index, monkeypatch):
    """A month goes by: who was free until its tenth day is free no more on the eleventh."""
    monkeypatch.setattr(clock, "today", lambda: date(2031, 3, 1))
    world.profile(cast.tom, availability_share=40, available_until=date(2031, 3, 10))
    world.profile(cast.lea, availability_share=40)
    with_index()
    with app.app_context():
        do_chores()
        drain()

    def free(asked: str) -> int:
        found = index.engine().search(
            _query(frozenset({"employees"}), {"free": frozenset({"20"}), "month": frozenset({asked})})
        )
        return found.total

    with app.app_context():
        assert free("2031-03") == 2
        monkeypatch.setattr(clock, "today", lambda: date(2031, 3, 11))
        do_chores()
        drain()
        assert free("2031-03") == 1
        assert free("2032-04") == 0
        monkeypatch.setattr(clock, "today", lambda: date(2031, 4, 1))
        do_chores()
        drain()
        assert free("2032-04") == 1


def _query(readers, filters):
    from portal.search import Query

    return Query("", "en", readers, filters=filters)


def test_what_is_written_of_availability_is_indexed_again(app, world, cast, visit, with_index):
    from portal.talents.availability.services import Stretch, add_pause

    world.profile(cast.tom, headline_en="Cook", availability_share=40)
    with_index()
    ines = visit(cast.ines)
    this = month_of(clock.today())
    assert titles_of(ines.get(f"/search?kind=talent&month={this}")) == ["Tom Lefèvre"]
    with app.app_context():
        tom = cast.tom.person()
        add_pause(tom, tom, Stretch(clock.today(), clock.today() + timedelta(days=40)))
        drain()
    assert titles_of(ines.get(f"/search?kind=talent&month={this}")) == []


def test_a_seat_moved_is_found_in_its_new_months(app, world, cast, visit, with_index):
    from portal.missions.notifications import mark_for_index

    mission = world.mission(title_en="Map", first=1, last=1)
    with_index()
    later = month_of(week(40))
    ines = visit(cast.ines)
    assert not titles_of(ines.get(f"/search?kind=mission&month={later}"))
    with app.app_context():
        with transaction():
            held = mission.load()
            held.seats[0].last_week = week(41)
            mark_for_index(held)
        drain()
    assert titles_of(ines.get(f"/search?kind=mission&month={later}")) == ["Map"]


def test_what_has_some_of_the_words_is_no_part_of_what_has_them_all(world, cast, visit, with_index):
    world.mission(title_en="Paint the trains", percent=10)
    world.mission(title_en="Paint the depot", percent=60)
    world.mission(title_en="Count the trains", percent=60)
    with_index()
    page = visit(cast.ines).get("/search?q=paint+trains&kind=mission&share=more")
    assert len(titles_of(page)) == 2
    assert heading(page) == "2 answers for “paint trains”"
