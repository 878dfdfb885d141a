"""The page of one's notifications, and the bell that counts them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission, Stage
from portal.notices.telling import tell
from tests.factories import week
from tests.request.security.conftest import digest
from tests.visitor import text_of

PAGE = "/notices"


def bell(page):
    """What the bell of the header says."""
    return text_of(next(page.find("a", class_="bell")))


def lines(page):
    return list(page.find("li", class_="notice"))


def test_the_bell_counts_and_the_page_tells(cast, visit, told):
    told(cast.ines)
    ines = visit(cast.ines)
    page = ines.get("/")
    assert bell(page).startswith("Notifications, 1 unread")
    page = ines.get(PAGE)
    assert len(lines(page)) == 1
    assert "My applications" in page.text
    assert "Today" in page.text


@pytest.mark.parametrize(
    ("locale", "title", "empty"),
    [("en", "Notifications", "Nothing yet"), ("fr", "Notifications", "Rien pour l’instant")],
)
def test_nothing_yet(cast, visit, locale, title, empty):
    page = visit(cast.ines, locale=locale).get(PAGE)
    assert title in page.text
    assert empty in page.text
    assert bell(page) == title


def test_a_notice_is_read_in_the_language_of_the_day(cast, visit, told):
    told(cast.ines)
    for locale, words in (("en", "Map the customer data"), ("fr", "Cartographier les données clients")):
        assert words in visit(cast.ines, locale=locale).get(PAGE).text


def test_opening_one_reads_it_and_goes_where_it_leads(cast, visit, told, notices_of):
    application = told(cast.ines)
    ines = visit(cast.ines)
    page = ines.submit(ines.get(PAGE), "/open")
    assert page.location == f"/applications/{application.public_id}"
    assert [is_read for *_, is_read in notices_of(cast.ines)] == [True]
    page = ines.get(PAGE)
    assert bell(page) == "Notifications"
    assert f"/applications/{application.public_id}" in page.links().values()


def test_reading_the_page_reads_nothing(app, cast, visit, told):
    told(cast.ines)
    ines = visit(cast.ines)
    ines.get(PAGE)
    before = digest(app)
    ines.get(PAGE)
    ines.get("/notices/choices")
    assert digest(app) == before


def test_one_is_marked_and_marked_back(cast, visit, told, notices_of):
    told(cast.ines)
    ines = visit(cast.ines)
    for action, expected in (("/read", True), ("/read", True), ("/unread", False)):
        page = ines.get(PAGE)
        public_id = next(iter(page.find("form", class_="notice-act"))).attrib["action"].split("/")[2]
        ines.post(f"{PAGE}/{public_id}{action}", {"csrf_token": ines.token(), "next": "/notices?show=unread"})
        assert [is_read for *_, is_read in notices_of(cast.ines)] == [expected]


def test_all_are_marked_and_that_is_undone(cast, visit, told, notices_of):
    told(cast.ines, times=3)
    ines = visit(cast.ines)
    ines.submit(ines.get(PAGE), "/notices/read")
    assert all(is_read for *_, is_read in notices_of(cast.ines))
    page = ines.get(PAGE)
    assert "3 notifications are marked as read." in page.text
    at = next(page.find("button", form="undo")).attrib["value"]
    ines.submit(page, "/read/undo", {"at": at})
    assert not any(is_read for *_, is_read in notices_of(cast.ines))


def test_what_comes_after_the_page_was_drawn_stays_unread(cast, visit, told, notices_of):
    told(cast.ines)
    ines = visit(cast.ines)
    page = ines.get(PAGE)
    told(cast.ines)
    ines.submit(page, "/notices/read")
    assert [is_read for *_, is_read in notices_of(cast.ines)] == [True, False]


@pytest.mark.parametrize("at", ["", "x", "2026-01-01T00:00:00", "'"])
def test_an_undo_that_names_no_instant_is_refused(cast, visit, told, at):
    told(cast.ines)
    ines = visit(cast.ines)
    ines.post(f"{PAGE}/read/undo", {"csrf_token": ines.token(), "at": at}, status=400)


def test_nobody_reads_nor_marks_anothers(cast, visit, told, notices_of):
    told(cast.ines)
    ines, tom = visit(cast.ines), visit(cast.tom)
    public_id = next(iter(ines.get(PAGE).find("form", class_="notice-act"))).attrib["action"].split("/")[2]
    assert lines(tom.get(PAGE)) == []
    for action in ("open", "read", "unread"):
        tom.post(f"{PAGE}/{public_id}/{action}", {"csrf_token": tom.token()}, status=404)
        tom.post(f"{PAGE}/{'x' * 22}/{action}", {"csrf_token": tom.token()}, status=404)
    assert [is_read for *_, is_read in notices_of(cast.ines)] == [False]


def test_strangers_sign_in_first(visit):
    for path in (PAGE, "/notices/choices"):
        assert "/sign-in" in visit().get(path, status=302).location


def test_what_waits_for_my_answer_is_set_apart_until_i_answer(cast, visit, world, told, app):
    application = world.application(world.mission(), cast.ines, state=ApplicationState.OFFERED)
    with app.app_context(), transaction():
        tell(cast.ines.person(), "applications/offered", application=application.load())
    told(cast.ines)
    ines = visit(cast.ines)
    page = ines.get(PAGE)
    asked = next(page.find("section", class_="notice-asked"))
    assert "1 thing waits for your answer." in page.text
    assert "A place for you in" in text_of(asked)
    assert len(lines(page)) == 2
    with app.app_context(), transaction():
        application.load().state = ApplicationState.DECLINED
    page = ines.get(PAGE)
    assert not list(page.find("section", class_="notice-asked"))
    assert len(lines(page)) == 2


def test_one_thing_that_waits_stands_once(cast, visit, world, app):
    application = world.application(world.mission(), cast.ines, state=ApplicationState.OFFERED)
    for _ in range(2):
        with app.app_context(), transaction():
            tell(cast.ines.person(), "applications/offered", application=application.load())
    page = visit(cast.ines).get(PAGE)
    assert len(list(next(page.find("section", class_="notice-asked")).iter("li"))) == 1
    assert len(lines(page)) == 2


def test_what_i_may_not_see_any_more_is_not_said_again(app, cast, visit, world):
    mission = world.mission(owner=cast.karim, co_owner=cast.claire)
    application = world.application(mission, cast.ines, answer_due_on=week(1))
    with app.app_context(), transaction():
        tell(cast.claire.person(), "applications/submitted", application=application.load())
    claire = visit(cast.claire)
    assert "Inès Carvalho" in claire.get(PAGE).text
    with app.app_context(), transaction() as session:
        session.get_one(Mission, mission.id).co_owner_id = None
    page = claire.get(PAGE)
    assert "Inès" not in page.html
    assert application.public_id not in page.html
    assert "no longer open to you" in page.text
    claire.submit(page, "/read")


def test_a_mission_that_closes_to_externals_is_not_named_to_them(app, cast, visit, world):
    mission = world.mission()
    with app.app_context(), transaction():
        tell(cast.sofia.person(), "missions/cancelled", mission=mission.load(), actor=cast.karim.person(), text="x")
    sofia = visit(cast.sofia)
    assert "Map the customer data" in sofia.get(PAGE).text
    with app.app_context(), transaction() as session:
        session.get_one(Mission, mission.id).stage = Stage.INTERNAL
    assert "Map the customer data" not in sofia.get(PAGE).html


def test_days_pages_and_what_is_unread(app, cast, visit, world):
    application = world.application(world.mission(), cast.ines)
    for days in range(25):
        with app.app_context(), clock.at(clock.now() - timedelta(days=24 - days)), transaction():
            tell(cast.ines.person(), "applications/under_review", application=application.load())
    ines = visit(cast.ines)
    page = ines.get(PAGE)
    assert len(lines(page)) == 20
    assert [text_of(day) for section in page.find("section", class_="notice-day") for day in section.iter("h3")][
        :2
    ] == ["Today", "Yesterday"]
    page = ines.get(page.links()["Next"])
    assert len(lines(page)) == 5
    ines.submit(page, "/notices/read")
    page = ines.get(f"{PAGE}?show=unread")
    assert "Everything is read" in page.text
    for odd in ("0", "-3", "999999", "x"):
        ines.get(PAGE, query_string={"page": odd})


def test_few_statements_however_much_was_told(app, cast, visit, world):
    ines = visit(cast.ines)
    for _ in range(6):
        application = world.application(world.mission(), cast.ines, state=ApplicationState.OFFERED)
        with app.app_context(), transaction():
            tell(cast.ines.person(), "applications/offered", application=application.load())
            tell(cast.ines.person(), "applications/under_review", application=application.load())
            tell(
                cast.ines.person(), "missions/published", mission=application.load().mission, actor=cast.karim.person()
            )
    ines.get(PAGE)
    assert ines.query_count <= 9


def test_who_leaves_leaves_none_behind(app, cast, told, notices_of):
    from portal.organization.workflow import person_left

    told(cast.ines)
    with app.app_context(), transaction():
        person_left(cast.ines.person())
    assert notices_of(cast.ines) == []


def test_a_year_later_it_is_forgotten(app, cast, told, notices_of):
    from portal.notices import services

    told(cast.ines)
    with app.app_context(), clock.at(clock.now() + timedelta(days=364)):
        services.forget_old()
    assert len(notices_of(cast.ines)) == 1
    with app.app_context(), clock.at(clock.now() + timedelta(days=366)):
        services.forget_old()
    assert notices_of(cast.ines) == []
    with app.app_context():
        db.session.rollback()
