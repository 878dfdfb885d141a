"""Saving a search, finding it again, changing it and taking it back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.core.worker import do_chores
from portal.discovery import index
from portal.discovery.asking import Ask
from portal.discovery.saved import services
from portal.discovery.saved.models import MOST, Alert, Find, SavedSearch
from portal.discovery.saved.queries import readable_to, searches_of
from portal.extensions import db
from portal.missions.models import Audience, Stage
from portal.pilots.models import PilotState
from tests.html_of_search import chips_of, titles_of
from tests.threads import in_threads


def saved_in(app):
    """Every saved search, as its owner's id and its name."""
    with app.app_context():
        rows = db.session.execute(sa.select(SavedSearch.person_id, SavedSearch.name).order_by(SavedSearch.id))
        return [(person_id, name) for person_id, name in rows]


def test_a_search_is_saved_from_where_it_is_seen(app, world, cast, visit, built):
    world.mission(title_en="Draw the timetable", percent=10)
    with app.app_context():
        index.rebuild()
    ines = visit(cast.ines)
    page = ines.get("/search?q=timetable&kind=mission&share=10")
    form = ines.get(page.links()["Save this search"])
    assert "Missions · “timetable” · Up to 10%" in form.text
    sent = ines.submit(form, "/searches/new", {"name": "Timetables", "alert": "daily"})
    listed = ines.get(sent.location)
    assert "“Timetables” is saved." in listed.text
    assert "By mail, once a day" in listed.text
    again = ines.get(listed.links()["Timetables"])
    assert again.response.request.query_string.decode().startswith("q=timetable&kind=mission&share=10&saved=")
    assert "Missions · “timetable” · Up to 10%" in listed.text
    with app.app_context():
        assert db.session.scalar(sa.select(SavedSearch.params)) == {
            "q": "timetable",
            "kind": "mission",
            "share": ["10"],
        }
        event = db.session.scalar(sa.select(Event).where(Event.subject_type == "saved_search"))
        assert (event.action, event.actor_id) == ("search.save", cast.ines.id)
        assert "imetable" not in f"{event.text} {event.data}"


def test_in_french_and_without_a_name(cast, visit, built):
    ines = visit(cast.ines, locale="fr")
    form = ines.get("/searches/new?q=horaires")
    assert form.form("/searches/new")["name"] == "horaires"
    page = ines.submit(form, "/searches/new", {"name": " "}, status=422)
    assert "Donnez-lui un nom" in page.field_error("name")
    page = ines.submit(form, "/searches/new", {"name": "x" * 81}, status=422)
    assert page.field_error("name")
    page = ines.submit(form, "/searches/new", {"alert": "hourly"}, status=422)
    assert "horaires" in page.form("/searches/new")["name"]


def test_nothing_asked_is_nothing_to_save(cast, visit, built):
    ines = visit(cast.ines)
    assert ines.get("/searches/new", status=302).location.endswith("/search")
    data = ines.get("/searches/new?q=map").form("/searches/new")
    ines.post("/searches/new", data, status=422)


def test_a_double_press_saves_once(app, cast, visit, built):
    ines = visit(cast.ines)
    form = ines.get("/searches/new?q=map")
    for _ in range(2):
        ines.submit(form, "/searches/new")
    assert saved_in(app) == [(cast.ines.id, "map")]


def test_the_same_search_is_kept_once(cast, visit, save):
    save(cast.ines, "map", name="My maps")
    ines = visit(cast.ines)
    page = ines.submit(ines.get("/searches/new?q=map&page=2"), "/searches/new", status=422)
    assert "as “My maps”" in page.field_error("name")
    tom = visit(cast.tom)
    tom.submit(tom.get("/searches/new?q=map"), "/searches/new")


def test_there_is_a_limit_and_it_is_said(app, cast, visit, save):
    for number in range(MOST):
        save(cast.ines, f"map {number}", alert=Alert.NONE)
    ines = visit(cast.ines)
    page = ines.submit(ines.get("/searches/new?q=depot"), "/searches/new", status=422)
    assert "twenty searches" in page.field_error("name")
    assert len(saved_in(app)) == MOST


def test_the_limit_holds_when_two_save_at_once(app, cast, save):
    for number in range(MOST - 1):
        save(cast.ines, f"map {number}", alert=Alert.NONE)

    def work(word):
        with app.app_context():
            try:
                services.save_search(cast.ines.person(), Ask(text=word), services.Wish(word, Alert.NONE))
            except services.Invalid:
                db.session.rollback()

    in_threads(partial(work, f"depot {number}") for number in range(3))
    assert len(saved_in(app)) == MOST


def test_changing_its_name_and_alert(cast, visit, save, alert_of):
    search = save(cast.ines, "map", alert=Alert.NONE)
    ines = visit(cast.ines)
    path = f"/searches/{search.public_id}/edit"
    form = ines.get(path)
    ines.submit(form, "/edit", {"name": "Maps", "alert": "weekly"})
    assert "Maps" in ines.get("/searches").links()
    assert alert_of(search) is Alert.WEEKLY
    stale = ines.submit(form, "/edit", {"name": "Other maps", "submission_key": "x" * 22}, status=409)
    assert "Other maps" in stale.text
    assert stale.form("/edit")["name"] == "Maps"


def test_every_filter_is_said_as_on_the_search_page(app, world, cast, visit, save):
    """Units, pilots, skills, months: by their names, the same as the chips; what may not be named, as a filter."""
    pilot, draft = world.pilot(name_en="Quiet trams"), world.pilot(name_en="Secret", state=PilotState.DRAFT)
    skill, other = world.skill("SQL"), world.skill("Maps")
    with app.app_context():
        unit = cast.ines.person().unit.public_id
    asked = Ask(
        text="timetable",
        kind="mission",
        filters={
            "skill": frozenset({f"{skill.public_id}:2", f"{other.public_id}:1"}),
            "pilot": frozenset({pilot.public_id, draft.public_id}),
            "unit": frozenset({unit}),
            "place": frozenset({"Lyon"}),
            "month": frozenset({"2031-05"}),
            "remote": frozenset({"fully"}),
        },
        any_skill=True,
    )
    search = save(cast.ines, asked)
    ines = visit(cast.ines)
    chips = chips_of(ines.get(ines.get("/searches").links()["timetable"]))
    assert {"SQL, at least “practises”", "Quiet trams", "Lyon", "May 2031", "A filter"} <= set(chips)
    for path in ("/searches", f"/searches/{search.public_id}", f"/searches/{search.public_id}/edit"):
        page = ines.get(path)
        assert all(chip in page.text for chip in chips), path
        assert "Any of these skills" in page.text
        assert "Secret" not in page.text


def test_naming_the_filters_of_twenty_searches_takes_few_queries(world, cast, visit, save):
    skills = [world.skill(f"Skill {number}") for number in range(MOST)]
    for number, skill in enumerate(skills):
        asked = Ask(kind="mission", filters={"skill": frozenset({f"{skill.public_id}:1"})})
        save(cast.ines, asked, name=f"Mine {number}", alert=Alert.NONE)
    ines = visit(cast.ines)
    page = ines.get("/searches")
    assert all(f"Skill {number}, at least" in page.text for number in range(MOST))
    assert ines.query_count <= 15, ines.queries


def opened(ines, search):
    """The search page with a kept search, as its owner comes to change what it asks."""
    page = ines.get(ines.get(f"/searches/{search.public_id}/edit").links()["Change its words or filters"])
    assert "This is your search" in page.text
    return page.response.request.full_path


def test_its_words_and_filters_are_changed_where_they_are_seen(app, cast, visit, save, publish, finds):
    search = save(cast.ines, "timetable", alert=Alert.HERE, name="Mine")
    kept, gone = publish("Timetable of the depot"), publish("Draw the timetable")
    ines = visit(cast.ines)
    page = ines.get(opened(ines, search).replace("q=timetable", "q=depot&kind=mission"))
    assert page.links()["Save as a new search"].endswith("/searches/new?q=depot&kind=mission")
    listed = ines.get(ines.submit(page, "/edit").location)
    assert "“Mine” is changed. It now looks for: Missions · “depot”. What answers it today is no news" in listed.text
    assert saved_in(app) == [(cast.ines.id, "Mine")]
    with app.app_context():
        assert search.load().params == {"q": "depot", "kind": "mission"}
        assert search.load().alert is Alert.HERE
    shown = ines.get(f"/searches/{search.public_id}")
    assert titles_of(shown) == ["Timetable of the depot"]
    assert finds(search) == [("mission", kept.id)]
    publish("Paint the depot")
    assert titles_of(ines.get(f"/searches/{search.public_id}")) == ["Paint the depot", "Timetable of the depot"]
    assert gone


def test_the_way_back_is_kept_wherever_the_search_is_narrowed(cast, visit, save, publish):
    search = save(cast.ines, "timetable", name="Mine")
    publish("Draw the timetable")
    ines = visit(cast.ines)
    page = ines.get(f"/search?q=timetable&kind=mission&share=10&sort=newest&saved={search.public_id}")
    narrowed = [a.attrib["href"] for a in page.find("a") if "/search?" in a.attrib["href"]]
    assert len(narrowed) >= 6
    assert all(f"saved={search.public_id}" in href for href in narrowed)
    forms = [one for one in page.find("form") if one.attrib.get("action") == "/search"]
    fields = [
        [box.attrib.get("value") for box in one.iter("input") if box.attrib.get("name") == "saved"] for one in forms
    ]
    assert fields.count([search.public_id]) == 2


def test_another_s_kept_search_is_not_named_nor_changed(app, cast, visit, save):
    search = save(cast.ines, "timetable", name="My own words")
    tom = visit(cast.tom)
    page = tom.get(f"/search?q=map&saved={search.public_id}")
    assert "My own words" not in page.text
    assert "Tell me when there is an answer" in page.links()
    token = tom.token("/account")
    data = {"csrf_token": token, "name": "Mine", "alert": "none", "version": "1"}
    tom.post(f"/searches/{search.public_id}/edit?q=map", data, status=404)
    with app.app_context():
        assert search.load().params == {"q": "timetable"}


def test_changes_that_come_too_late_lose_nothing(app, cast, visit, save):
    search = save(cast.ines, "timetable", name="Mine")
    ines = visit(cast.ines)
    page = ines.get(f"/search?q=depot&saved={search.public_id}")
    ines.submit(ines.get(f"/searches/{search.public_id}/edit"), "/edit", {"name": "Renamed"})
    stale = ines.submit(page, "/edit", status=409)
    assert "“depot”" in stale.text
    assert stale.form("/edit")["name"] == "Renamed"
    ines.submit(stale, "/edit")
    with app.app_context():
        assert (search.load().name, search.load().params) == ("Renamed", {"q": "depot"})


def test_a_change_to_what_is_kept_already_is_refused(cast, visit, save):
    search, _other = save(cast.ines, "timetable", name="Mine"), save(cast.ines, "depot", name="Depots")
    ines = visit(cast.ines)
    page = ines.submit(ines.get(f"/search?q=depot&saved={search.public_id}"), "/edit", status=422)
    assert "as “Depots”" in page.field_error("name")


def test_deleting_and_undoing(app, cast, visit, save, publish, alert_of):
    search = save(cast.ines, "timetable", alert=Alert.HERE)
    publish("Draw the timetable")
    ines = visit(cast.ines)
    ines.submit(ines.get("/searches"), "/delete")
    page = ines.get("/searches")
    assert "No search kept yet" in page.text
    button = next(page.find("button", name="search"))
    ines.get(f"/searches/{search.public_id}", status=404)
    publish("Print the timetable")
    restored = {**page.form("/restore"), "search": button.attrib["value"]}
    ines.post("/searches/restore", restored)
    ines.post("/searches/restore", restored)
    shown = ines.get(f"/searches/{search.public_id}")
    assert titles_of(shown) == ["Draw the timetable"]
    assert alert_of(search) is Alert.HERE
    ines.submit(ines.get("/searches"), "/delete")
    with app.app_context(), clock.at(clock.now() + timedelta(days=8)):
        do_chores()
        assert db.session.scalar(sa.select(sa.func.count(Find.id))) == 0
    assert saved_in(app) == []


def test_undoing_a_deletion_never_keeps_the_same_search_twice(app, cast, visit, save):
    search = save(cast.ines, "timetable", name="First")
    ines = visit(cast.ines)
    ines.submit(ines.get("/searches"), "/delete")
    undo = {**ines.get("/searches").form("/restore"), "search": search.public_id}
    save(cast.ines, "timetable", name="Second")
    refused = ines.post("/searches/restore", undo, status=422)
    assert "You already keep this search, as “Second”." in refused.text
    with app.app_context():
        assert [one.name for one in searches_of(cast.ines.person())] == ["Second"]


def test_what_is_new_stands_at_home_until_it_is_seen(cast, visit, save, publish):
    search = save(cast.ines, "timetable", alert=Alert.HERE)
    ines = visit(cast.ines)
    assert "New for your searches" not in ines.get("/").text
    publish("Draw the timetable")
    home = ines.get("/")
    assert "1 new answer for “timetable”" in home.links()
    page = ines.get(home.links()["1 new answer for “timetable”"])
    assert titles_of(page) == ["Draw the timetable"]
    assert "1 new" in page.text
    publish("Print the timetable")
    ines.submit(page, "/seen")
    assert "1 new" in ines.get("/searches").text
    ines.submit(ines.get(f"/searches/{search.public_id}"), "/seen")
    assert "new" not in ines.get(f"/searches/{search.public_id}").text.lower().split("what came since")[1][:40]
    assert "New for your searches" not in ines.get("/").text


@pytest.mark.parametrize("alert", [Alert.HERE, Alert.NONE])
def test_a_page_past_the_last_leads_back_to_what_was_found(cast, visit, save, publish, app, alert):
    search = save(cast.ines, "timetable", alert=Alert.HERE)
    publish("Draw the timetable")
    with app.app_context(), transaction():
        search.load().alert = alert
    ines = visit(cast.ines)
    page = ines.get(f"/searches/{search.public_id}?page=9")
    assert "There are fewer pages than that" in page.text
    assert "Nothing new yet" not in page.text
    assert titles_of(ines.get(page.links()["See the first page"])) == ["Draw the timetable"]


def test_a_search_that_found_nothing_says_so_on_any_page(cast, visit, save):
    search = save(cast.ines, "timetable", alert=Alert.HERE)
    assert "Nothing new yet" in visit(cast.ines).get(f"/searches/{search.public_id}?page=9").text


def test_what_one_may_not_read_any_more_is_neither_shown_nor_counted(app, cast, visit, save, publish):
    search = save(cast.sofia, "timetable", alert=Alert.HERE)
    mission = publish("Draw the timetable", audience=Audience.BOTH)

    with app.app_context(), transaction():
        mission.load().stage = Stage.INTERNAL
    sofia = visit(cast.sofia)
    for path in ("/", "/searches", f"/searches/{search.public_id}"):
        page = sofia.get(path)
        assert "Draw the timetable" not in page.text
        assert "1 new" not in page.text


PATHS = ("", "/edit", "/seen", "/delete", "/feed", "/feed/end")


@pytest.mark.parametrize("name", ["tom", "nadia", "helene", "adele", "sofia"])
def test_another_s_search_does_not_exist(app, cast, visit, save, name):
    search = save(cast.ines, "map", name="My own words")
    other = visit(getattr(cast, name))
    token = other.token("/account")
    for path in PATHS:
        address = f"/searches/{search.public_id}{path}"
        if path in ("", "/edit"):
            assert "My own words" not in other.get(address, status=404).text
        if path != "":
            other.post(address, {"csrf_token": token, "name": "Mine", "alert": "none"}, status=404)
    other.post("/searches/restore", {"csrf_token": token, "search": search.public_id}, status=404)
    assert "My own words" not in other.get("/searches").text
    assert saved_in(app) == [(cast.ines.id, "My own words")]


def test_signed_out_goes_to_the_door(visit, cast, save):
    search = save(cast.ines, "map")
    for path in ("/searches", f"/searches/{search.public_id}", "/searches/new?q=map"):
        assert "/sign-in" in visit().get(path, status=302).location


def test_few_queries(cast, visit, save, publish):
    for number in range(6):
        save(cast.ines, f"timetable {'abcdef'[number] * 4}", alert=Alert.HERE)
    search = save(cast.ines, "timetable", alert=Alert.HERE)
    for number in range(4):
        publish(f"Timetable number {number}")
    ines = visit(cast.ines)
    for path in ("/searches", f"/searches/{search.public_id}", f"/searches/{search.public_id}/edit", "/"):
        ines.get(path)
        ines.get(path)
        assert ines.query_count <= 15, (path, ines.queries)


def test_an_address_kept_from_before_a_filter_was_withdrawn_still_opens(app, cast, visit, save):
    search = save(cast.ines, "map")

    with app.app_context(), transaction():
        search.load().params = {"q": "map", "gone": ["x"], "kind": "nowhere"}
    ines = visit(cast.ines)
    ines.get(ines.get("/searches").links()["map"])
    ines.get(f"/searches/{search.public_id}")


@pytest.mark.parametrize("last", ["-1", "x", "9" * 30, "", "²"])
def test_an_odd_number_marks_nothing_wrong(app, cast, visit, save, publish, last):
    search = save(cast.ines, "timetable", alert=Alert.HERE)
    publish("Draw the timetable")
    ines = visit(cast.ines)
    ines.submit(ines.get(f"/searches/{search.public_id}"), "/seen", {"last": last})
    with app.app_context():
        assert db.session.scalar(sa.select(SavedSearch.seen_id)) == 0


def test_what_is_new_is_counted_without_going_through_everything_there_is(app, cast):
    """Each find is looked up by its key, and the missions and people that nobody found are left alone."""
    with app.app_context():
        asked = str(sa.select(Find.id).where(readable_to(cast.ines.person())))
    assert "mission.id = saved_search_find.row_id" in asked
    assert "person.id = saved_search_find.row_id" in asked
