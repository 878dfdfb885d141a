"""What the form of a mission cannot do: lose what it read, take what is not its own, cost much."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission, MissionState, Necessity, Seat
from portal.skills.models import Skill, SkillState
from tests.factories import week

S = MissionState
NEW = "/missions/new"
EMPTY = {"seats-0-title_en": "Analyst"}


def filled(page, **fields):
    """What a browser would send of the new form, with a title and `fields` (`__` stands for `-`)."""
    values = {**page.form(NEW), **EMPTY, "title_en": "Map the customer data"}
    return {**values, **{name.replace("__", "-"): value for name, value in fields.items()}}


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


def test_a_draft_may_say_very_little(app, visit, cast):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    values = {name: value for name, value in page.form(NEW).items() if not name.startswith("seats-")}
    assert "Mission without a title yet" in karim.get(karim.post(NEW, values).location).text
    assert only(app)["seats"] == []


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


@pytest.mark.parametrize("field", ["audience", "language", "remote", "unit"])
@pytest.mark.parametrize("value", ["nobody", "", "\x00", "9" * 40])
def test_a_choice_that_is_none_is_asked_again(app, visit, cast, world, field, value):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    again = karim.submit(page, NEW, {**filled(page, summary_en="In a word"), field: value}, status=422)
    assert "In a word" in again.html
    mission = world.mission(state=S.DRAFT)
    edit(karim, mission, status=422, **{field: value})
