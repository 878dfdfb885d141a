"""Describing a mission: the form that starts it and edits it, and its rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, Mission, MissionState, Necessity, Seat
from portal.skills.models import Skill, SkillState
from tests.factories import week

S = MissionState
NEW = "/missions/new"
EMPTY = {"seats-0-title_en": "Analyst"}


def filled(page, **fields):
    """What a browser would send of the new form, with a title and `fields` (`__` stands for `-`)."""
    values = {**page.form(NEW), **EMPTY, "title_en": "Map the customer data"}
    return {**values, **{name.replace("__", "-"): value for name, value in fields.items()}}


def start(browser, *, status=303, **fields):
    page = browser.get(NEW)
    return browser.post(NEW, filled(page, **fields), status=status)


def edit(browser, mission, *, status=303, **fields):
    page = browser.get(f"/missions/{mission.public_id}/edit")
    return browser.submit(page, "/edit", {name.replace("__", "-"): v for name, v in fields.items()}, status=status)


def only(app):
    """The only mission there is, as plain values."""
    with app.app_context():
        mission = db.session.scalars(sa.select(Mission)).one()
        return {
            "title": (mission.title_fr, mission.title_en),
            "state": mission.state,
            "owner": mission.owner.given_name,
            "co_owner": mission.co_owner.given_name if mission.co_owner else None,
            "unit": mission.unit.code,
            "audience": mission.audience,
            "objective": (mission.brief.objective_fr, mission.brief.objective_en),
            "seats": [
                (
                    seat.title_en,
                    seat.places,
                    seat.percent,
                    seat.first_week,
                    seat.last_week,
                    [(asked.skill.label_en, asked.level, asked.necessity) for asked in seat.skills],
                )
                for seat in mission.seats
            ],
        }


def count(app):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Mission))


def test_a_draft_is_kept_with_what_was_typed(app, visit, cast, world):
    world.skill("SQL")
    world.skill("Facilitation", "Animation d’atelier")
    karim = visit(cast.karim)
    answer = start(
        karim,
        co_owner="Claire Dubreuil",
        objective_fr="Connaître les flux.\r\n- un\r\n- deux",
        audience="both",
        seats__0__places="2",
        seats__0__percent="35",
        seats__0__first_week="2027-02-03",
        seats__0__last_week="2027-03-21",
        seats__0__skills__0__label="animation d'atelier",
        seats__0__skills__0__level="3",
        seats__0__skills__0__necessity="preferred",
    )
    assert "The draft is kept. Only its owners see it" in karim.get(answer.location).text
    made = only(app)
    assert (made["state"], made["owner"], made["co_owner"], made["unit"]) == (S.DRAFT, "Karim", "Claire", "COM")
    assert made["objective"] == ("Connaître les flux.\n- un\n- deux", "")
    assert made["audience"] is Audience.BOTH
    asked = [("Facilitation", 3, Necessity.PREFERRED)]
    assert made["seats"] == [("Analyst", 2, 35, date(2027, 2, 1), date(2027, 3, 15), asked)]


def test_a_draft_may_say_very_little(app, visit, cast):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    values = {name: value for name, value in page.form(NEW).items() if not name.startswith("seats-")}
    assert "Mission without a title yet" in karim.get(karim.post(NEW, values).location).text
    assert only(app)["seats"] == []


def test_the_same_form_twice_makes_one_mission(app, visit, cast):
    karim = visit(cast.karim)
    values = filled(karim.get(NEW))
    assert karim.post(NEW, values).location == karim.post(NEW, values).location
    assert count(app) == 1


def test_externals_do_not_start_missions(app, visit, cast):
    visit(cast.sofia).get(NEW, status=403)
    assert "Describe a mission" not in visit(cast.sofia).get("/missions").text


WRONG = [
    ({"seats__0__percent": "37"}, "seats-0-percent", "in steps of 5"),
    ({"seats__0__percent": "120"}, "seats-0-percent", "between 5 and 100"),
    ({"seats__0__percent": "a lot"}, "seats-0-percent", ""),
    ({"seats__0__places": "0"}, "seats-0-places", "between 1 and 99"),
    ({"seats__0__first_week": "someday"}, "seats-0-first_week", ""),
    ({"seats__0__last_week": "2020-01-01"}, "seats-0-last_week", "The last week is before the first one."),
    ({"seats__0__skills__0__label": "Unheard of"}, "seats-0-skills-0-label", "The library has no skill of this name"),
    ({"title_fr": "a" * 161}, "title_fr", "Keep it under 160 characters."),
    ({"objective_en": "a" * 4001}, "objective_en", "Keep it under 4000 characters."),
    ({"co_owner": "Nobody Atall"}, "co_owner", "No employee has this name."),
    ({"co_owner": "Sofia Marchetti"}, "co_owner", "No employee has this name."),
    ({"co_owner": "Karim Haddad"}, "co_owner", "someone other than the owner"),
    ({"unit": "nowhere"}, "unit", ""),
    ({"closes_on": "2027-02-31"}, "closes_on", ""),
]


@pytest.mark.parametrize(("fields", "where", "sentence"), WRONG)
def test_what_is_wrong_stands_at_its_field_and_all_is_kept(app, visit, cast, world, fields, where, sentence):
    world.skill("SQL")
    page = start(visit(cast.karim), status=422, summary_fr="Déjà écrit", **fields)
    assert page.field_error(where)
    assert sentence in page.field_error(where)
    form = page.form(NEW)
    assert form["summary_fr"] == "Déjà écrit"
    ((name, typed),) = fields.items()
    if name != "unit":
        assert form[name.replace("__", "-")] == typed
    assert count(app) == 0


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(visit, cast, world):
    world.skill("Data modelling")
    page = start(visit(cast.karim), status=422, seats__0__skills__0__label="modelling")
    assert "Did you mean: Data modelling?" in page.field_error("seats-0-skills-0-label")


def test_two_people_of_one_name_are_told_apart(app, visit, cast):
    with app.app_context():
        jade = cast.jade.person()
        with transaction():
            jade.given_name, jade.family_name = "Claire", "Dubreuil"
    karim = visit(cast.karim)
    page = start(karim, status=422, co_owner="claire dubreuil")
    assert "Several people have this name: Claire Dubreuil (T009)" in page.field_error("co_owner")
    start(karim, co_owner="Claire Dubreuil (T009)")
    assert only(app)["co_owner"] == "Claire"


def test_a_skill_asked_twice_is_said_at_the_head(visit, cast, world):
    world.skill("SQL", "Langage SQL")
    page = start(
        visit(cast.karim),
        status=422,
        seats__0__skills__0__label="SQL",
        seats__0__skills__1__label="langage sql",
        seats__0__skills__1__level="2",
        seats__0__skills__1__necessity="required",
    )
    assert "A skill is asked twice for this place." in page.text


def test_rows_are_added_without_a_script_and_everything_typed_is_kept(visit, cast):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    page = karim.post(NEW, {**filled(page, seats__0__percent="not yet"), "do": "add_seat"}, status=200)
    form = page.form(NEW)
    assert form["seats-0-percent"] == "not yet"
    assert "seats-1-percent" in form
    assert not list(page.find("p", class_="field-error"))
    page = karim.post(NEW, {**form, "do": "add_skill-1"}, status=200)
    assert "seats-1-skills-1-label" in page.form(NEW)
    assert "seats-0-skills-1-label" not in page.form(NEW)


def test_rows_are_removed_and_the_others_move_up(visit, cast):
    karim = visit(cast.karim)
    page = karim.post(NEW, {**filled(karim.get(NEW)), "do": "add_seat"}, status=200)
    form = {**page.form(NEW), "seats-1-title_en": "Second", "do": "remove_seat-0"}
    page = karim.post(NEW, form, status=200)
    assert page.form(NEW)["seats-0-title_en"] == "Second"
    assert "seats-1-title_en" not in page.form(NEW)
    page = karim.post(NEW, {**page.form(NEW), "do": "remove_skill-0-0"}, status=200)
    assert "seats-0-skills-0-label" not in page.form(NEW)


def test_rows_stop_at_a_reasonable_number(visit, cast):
    karim = visit(cast.karim)
    form = filled(karim.get(NEW))
    for _time in range(12):
        form = karim.post(NEW, {**form, "do": "add_seat"}, status=200).form(NEW)
    assert "seats-9-title_en" in form
    assert "seats-10-title_en" not in form


def test_adding_a_row_writes_nothing(app, visit, cast):
    karim = visit(cast.karim)
    karim.post(NEW, {**filled(karim.get(NEW)), "do": "add_seat"}, status=200)
    assert count(app) == 0


def test_names_are_suggested_to_htmx(visit, cast, world):
    world.skill("Data modelling", "Modélisation de données")
    karim = visit(cast.karim)
    found = karim.fragment(f"{NEW}?seats-0-skills-0-label=model", "skill_labels")
    assert [option.attrib["value"] for option in found.find("option")] == ["Data modelling"]
    people = karim.fragment(f"{NEW}?co_owner=cla", "people_labels")
    assert [option.attrib["value"] for option in people.find("option")] == ["Claire Dubreuil (T010)"]


def test_saved_and_submitted_at_once(app, visit, cast, world, mails):
    karim = visit(cast.karim)
    answer = start(karim, do="submit", co_owner="Claire Dubreuil", objective_en="Know", deliverables_en="- a map")
    assert only(app)["state"] is S.SUBMITTED
    assert ("helene", "submitted") in mails()
    assert "The mission is submitted." in karim.get(answer.location).text


def test_what_is_missing_is_kept_and_said_where_it_is(app, visit, cast):
    karim = visit(cast.karim)
    answer = start(karim, do="submit", co_owner="Claire Dubreuil", objective_en="Know")
    page = karim.get(answer.location)
    assert answer.location.endswith("?check=1")
    assert page.field_error("deliverables_en") == "Error: Say what will be delivered."[len("Error: ") :]
    assert page.form("/edit")["objective_en"] == "Know"
    assert only(app)["state"] is S.DRAFT


def test_a_mission_reads_back_as_it_was_written(app, visit, cast, world):
    mission = world.mission(state=S.DRAFT, co_owner=cast.claire, skills=((world.skill("SQL"), 3),), pilot=world.pilot())
    before = only(app)
    edit(visit(cast.karim), mission)
    assert only(app) == before


@pytest.mark.parametrize("name", ["karim", "claire"])
def test_both_owners_edit(app, visit, cast, world, events_of, name):
    mission = world.mission(state=S.DRAFT, co_owner=cast.claire)
    browser = visit(getattr(cast, name))
    assert "Your changes are saved." in browser.get(edit(browser, mission, title_fr="Autre titre").location).text
    assert only(app)["title"][0] == "Autre titre"
    assert [event[0] for event in events_of(mission)] == ["edited"]


def test_strangers_do_not_edit(visit, cast, world):
    draft, published = world.mission(state=S.DRAFT), world.mission()
    oscar = visit(cast.oscar)
    oscar.get(f"/missions/{draft.public_id}/edit", status=404)
    oscar.get(f"/missions/{published.public_id}/edit", status=403)
    data = {"csrf_token": oscar.token("/missions")}
    oscar.post(f"/missions/{published.public_id}/edit", data, status=403)
    oscar.post(f"/missions/{draft.public_id}/edit", data, status=404)
    visit(cast.helene).get(f"/missions/{published.public_id}/edit", status=403)
    visit(cast.sofia).get(f"/missions/{published.public_id}/edit", status=403)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.COMPLETED, S.CLOSED, S.CANCELLED])
def test_some_states_are_not_edited(visit, cast, world, state):
    mission = world.mission(state=state)
    visit(cast.karim).get(f"/missions/{mission.public_id}/edit", status=409)


def test_a_form_read_before_someone_else_saved_changes_nothing(app, visit, cast, world):
    mission = world.mission(state=S.DRAFT, co_owner=cast.claire)
    karim, claire = visit(cast.karim), visit(cast.claire)
    page = karim.get(f"/missions/{mission.public_id}/edit")
    edit(claire, mission, title_fr="Par Claire")
    late = karim.submit(page, "/edit", {"title_fr": "Trop tard"}, status=409)
    assert "Someone changed this a moment ago." in late.text
    assert late.form("/edit")["title_fr"] == "Trop tard"
    assert only(app)["title"][0] == "Par Claire"
    karim.submit(late, "/edit")
    assert only(app)["title"][0] == "Trop tard"


def test_a_change_of_a_place_alone_is_seen_by_the_other_form(visit, cast, world):
    mission = world.mission(state=S.DRAFT, co_owner=cast.claire)
    karim, claire = visit(cast.karim), visit(cast.claire)
    page = karim.get(f"/missions/{mission.public_id}/edit")
    edit(claire, mission, seats__0__percent="40")
    karim.submit(page, "/edit", {"seats-0-percent": "60"}, status=409)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"audience": "employees", "seats__0__audience": "employees"}, "stays open to those who can already read it"),
        ({"seats__0__places": "1"}, "2 places are already taken."),
        ({"objective_fr": "", "objective_en": ""}, "Say what the mission must change."),
        ({"co_owner": ""}, "Name a co-owner"),
    ],
)
def test_a_published_mission_keeps_what_people_relied_on(app, visit, cast, world, fields, sentence):
    mission = world.mission(co_owner=cast.claire, places=3)
    with app.app_context(), transaction():
        mission.load().seats[0].taken = 2
    before = only(app)
    assert sentence in edit(visit(cast.karim), mission, status=422, **fields).text
    assert only(app) == before


def test_a_published_place_stays_and_others_may_join_it(app, visit, cast, world):
    mission = world.mission(co_owner=cast.claire)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}/edit")
    assert "this place stays" in page.text
    gone = {name: None for name in page.form("/edit") if name.startswith("seats-0-")}
    assert "so it stays" in karim.submit(page, "/edit", gone, status=422).text
    page = karim.submit(page, "/edit", {"do": "add_seat"}, status=200)
    karim.submit(page, "/edit", {"seats-1-title_en": "Second", "seats-1-audience": "both"})
    assert [seat[0] for seat in only(app)["seats"]] == ["Analyst", "Second"]


def test_a_place_that_is_not_of_this_mission_is_a_new_one(app, visit, cast, world):
    other = world.mission(owner=cast.claire)
    mine = world.mission(state=S.DRAFT)
    with app.app_context():
        stolen = other.load().seats[0].public_id
    edit(visit(cast.karim), mine, seats__0__public_id=stolen, seats__0__percent="90")
    with app.app_context():
        assert db.session.scalar(sa.select(Seat.percent).where(Seat.public_id == stolen)) == 20
        assert mine.load().seats[0].percent == 90


def test_more_places_open_a_full_mission_again(app, visit, cast, world, state_of):
    mission = world.mission(co_owner=cast.claire, state=S.STAFFED)
    with app.app_context(), transaction():
        mission.load().seats[0].taken = 1
    edit(visit(cast.karim), mission, seats__0__places="2")
    assert state_of(mission) == "published"


def test_a_skill_retired_since_keeps_its_place(app, visit, cast, world):
    sql = world.skill("SQL")
    mission = world.mission(state=S.DRAFT, skills=((sql, 2),))
    with app.app_context(), transaction():
        db.session.get_one(Skill, sql.id).state = SkillState.RETIRED
    edit(visit(cast.karim), mission, title_fr="Autre")
    assert only(app)["seats"][0][5] == [("SQL", 2, Necessity.REQUIRED)]


def test_a_mission_begun_by_now_can_still_be_edited(app, visit, cast, world):
    mission = world.mission(co_owner=cast.claire, state=S.IN_PROGRESS, first=-10, last=-2, closes_on=week(-12))
    edit(visit(cast.karim), mission, place="Lyon")
    with app.app_context():
        assert mission.load().place == "Lyon"


def test_the_form_costs_little(visit, cast, world):
    mission = world.mission(state=S.DRAFT, skills=tuple((world.skill(name), 2) for name in ("SQL", "CRM")))
    karim = visit(cast.karim)
    karim.get(f"/missions/{mission.public_id}/edit")
    assert karim.query_count <= 15
    karim.get(NEW)
    assert karim.query_count <= 15


@pytest.mark.parametrize(("locale", "title"), [("fr", "Décrire une mission"), ("en", "Describe a mission")])
def test_in_both_languages(visit, cast, locale, title):
    page = visit(cast.karim, locale=locale).get(NEW)
    assert title in page.text
    assert page.form(NEW)["seats-0-first_week"] == (clock.this_week() + timedelta(weeks=3)).isoformat()
