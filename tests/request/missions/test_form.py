"""The form of a mission: drafts, rows added and removed without a script, refusals that keep what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, Mission, MissionState
from tests.factories import week
from tests.visitor import text_of

NEW = "/missions/new"
SEAT = {
    "seats-0-title_en": "Analyst",
    "seats-0-percent": "15",
    "seats-0-places": "2",
    "seats-0-skills-0-label": "sql",
    "seats-0-skills-0-level": "3",
}
WHOLE = {
    "title_en": "Map the flows",
    "objective_en": "One record for each customer",
    "deliverables_fr": "- un inventaire",
    "success_sign_en": "A month without a double",
    "context_en": "Two teams write the same things",
    "tools_en": "Excel, and the CRM",
    "co_owner": "Jade Petit",
    "audience": "both",
    "seats-0-audience": "both",
    **SEAT,
}


def only(app):
    with app.app_context():
        return db.session.scalars(sa.select(Mission)).one()


def edit(mission):
    return f"/missions/{mission.public_id}/edit"


def test_a_draft_keeps_everything_typed(app, visit, cast, world):
    sql = world.skill("SQL")
    karim = visit(cast.karim)
    days = {"seats-0-first_week": week(3).isoformat(), "seats-0-last_week": week(6).isoformat()}
    done = karim.submit(karim.get(NEW), NEW, {**WHOLE, **days, "summary_fr": "En bref", "place": "Lyon"})
    page = karim.get(done.location)
    assert "The draft is kept." in page.text
    with app.app_context():
        mission = db.session.scalars(sa.select(Mission)).one()
        (seat,) = mission.seats
        assert (mission.state, mission.title_en, mission.title_fr) == (MissionState.DRAFT, "Map the flows", "")
        assert (mission.owner_id, mission.co_owner_id, mission.summary_fr) == (cast.karim.id, cast.jade.id, "En bref")
        assert mission.brief.objective_en == "One record for each customer"
        assert (seat.places, seat.percent, seat.first_week, seat.last_week) == (2, 15, week(3), week(6))
        assert [(asked.skill_id, asked.level) for asked in seat.skills] == [(sql.id, 3)]


def test_any_day_means_its_week(app, visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    days = {"seats-0-first_week": week(3) + timedelta(days=2), "seats-0-last_week": clock.week_end(week(5))}
    karim.submit(karim.get(NEW), NEW, {**WHOLE, **{name: day.isoformat() for name, day in days.items()}})
    with app.app_context():
        seat = db.session.scalars(sa.select(Mission)).one().seats[0]
        assert (seat.first_week, seat.last_week) == (week(3), week(5))


def test_a_double_click_keeps_one_draft(app, visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    page = karim.get(NEW)
    first, second = karim.submit(page, NEW, WHOLE), karim.submit(page, NEW, WHOLE)
    assert first.location == second.location
    only(app)


def test_save_and_submit_in_one_press(app, visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    done = karim.submit(karim.get(NEW), NEW, {**WHOLE, "do": "submit"})
    assert "The mission is submitted." in karim.get(done.location).text
    assert only(app).state is MissionState.SUBMITTED


def test_what_is_missing_is_said_at_its_field_once_saved(app, visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    done = karim.submit(karim.get(NEW), NEW, {**WHOLE, "co_owner": "", "seats-0-title_en": "", "do": "submit"})
    page = karim.get(done.location)
    assert "Everything is saved. Before the mission can be submitted:" in page.text
    assert "Name a co-owner" in page.field_error("co_owner")
    assert "Name this place" in page.field_error("seats-0-title_en")
    assert "#seats-0-title_en" in page.links().values()
    assert only(app).state is MissionState.DRAFT


def test_rows_come_and_go_without_a_script(app, visit, cast, world):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    typed = {"title_fr": "Gardé", "seats-0-title_fr": "Première", "seats-0-percent": "beaucoup"}
    page = karim.submit(page, NEW, {**typed, "do": "add_seat"}, status=200)
    assert page.form(NEW)["seats-1-percent"] == "20"
    page = karim.submit(page, NEW, {"seats-1-title_fr": "Seconde", "do": "add_skill-1"}, status=200)
    page = karim.submit(page, NEW, {"seats-1-skills-1-label": "CRM", "do": "remove_skill-1-0"}, status=200)
    kept = page.form(NEW)
    assert (kept["title_fr"], kept["seats-0-percent"], kept["seats-1-skills-0-label"]) == ("Gardé", "beaucoup", "CRM")
    assert "seats-1-skills-1-label" not in kept
    page = karim.submit(page, NEW, {"do": "remove_seat-0"}, status=200)
    kept = page.form(NEW)
    assert (kept["seats-0-title_fr"], kept["seats-0-skills-0-label"]) == ("Seconde", "CRM")
    assert "seats-1-title_fr" not in kept
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Mission)) == 0


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"seats-0-percent": "beaucoup"}, "seats-0-percent", "integer"),
        ({"seats-0-percent": "17"}, "seats-0-percent", "in steps of 5"),
        ({"seats-0-percent": "120"}, "seats-0-percent", "between 5 and 100"),
        ({"seats-0-places": "0"}, "seats-0-places", "between 1 and 99"),
        ({"seats-0-first_week": ""}, "seats-0-first_week", "Choose a week."),
        ({"seats-0-last_week": "2020-01-01"}, "seats-0-last_week", "before the first one"),
        ({"title_fr": "x" * 161}, "title_fr", "Keep it under 160 characters."),
        ({"co_owner": "Nobody Here"}, "co_owner", "No employee has this name."),
        ({"co_owner": "Sofia Marchetti"}, "co_owner", "No employee has this name."),
        ({"co_owner": "Karim Haddad"}, "co_owner", "someone other than the owner"),
        ({"seats-0-skills-0-label": "Sqlite"}, "seats-0-skills-0-label", "The library has no skill of this name"),
        ({"seats-0-skills-0-label": "SQ"}, "seats-0-skills-0-label", "Did you mean: SQL?"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(app, visit, cast, world, typed, field, sentence):
    world.skill("SQL")
    karim = visit(cast.karim)
    page = karim.submit(karim.get(NEW), NEW, {**WHOLE, "tools_en": "Kept", **typed}, status=422)
    assert sentence in page.field_error(field)
    assert f"#{field}" in page.links().values()
    kept = page.form(NEW)
    assert kept["tools_en"] == "Kept"
    assert kept[field] == typed[field]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Mission)) == 0


def test_two_people_of_one_name_are_told_apart(app, visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    with app.app_context(), transaction():
        ines = cast.ines.person()
        ines.given_name, ines.family_name = "Jade", "Petit"
        label = f"Jade Petit ({ines.identifier})"
    refused = karim.submit(karim.get(NEW), NEW, WHOLE, status=422)
    assert label in refused.field_error("co_owner")
    karim.submit(refused, NEW, {"co_owner": label})
    assert only(app).co_owner_id == cast.ines.id


def test_a_skill_asked_twice(visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    page = karim.submit(karim.get(NEW), NEW, {**WHOLE, "do": "add_skill-0"}, status=200)
    page = karim.submit(page, NEW, {"seats-0-skills-1-label": "SQL"}, status=422)
    assert "A skill is asked twice for this place." in page.text


def test_names_are_suggested_while_typing(visit, cast, world):
    world.skill("Data modelling", "Modélisation de données")
    karim = visit(cast.karim)
    piece = karim.fragment(f"{NEW}?seats-0-skills-0-label=model", "skill_labels")
    assert [option.attrib["value"] for option in piece.find("option")] == ["Data modelling"]
    piece = karim.fragment(f"{NEW}?co_owner=jade", "people_labels")
    assert [option.attrib["value"] for option in piece.find("option")] == ["Jade Petit (T009)"]


def test_editing_changes_what_was_changed(app, visit, cast, world):
    sql, crm = world.skill("SQL"), world.skill("CRM")
    mission = world.mission(state=MissionState.DRAFT, skills=((sql, 2),))
    karim = visit(cast.karim)
    page = karim.get(edit(mission))
    assert page.form("/edit")["seats-0-skills-0-label"] == "SQL"
    page = karim.submit(page, "/edit", {"do": "add_skill-0", "title_en": "Changed"}, status=200)
    done = karim.submit(page, "/edit", {"seats-0-skills-1-label": "CRM", "seats-0-percent": "30"})
    assert "Your changes are saved." in karim.get(done.location).text
    with app.app_context():
        found = mission.load()
        assert (found.title_en, found.seats[0].percent) == ("Changed", 30)
        assert [asked.skill_id for asked in found.seats[0].skills] == [sql.id, crm.id]


def test_a_stale_form_is_refused_and_keeps_what_was_typed(app, visit, cast, world):
    mission = world.mission(state=MissionState.DRAFT, co_owner=cast.jade)
    karim, jade = visit(cast.karim), visit(cast.jade)
    old = karim.get(edit(mission))
    jade.submit(jade.get(edit(mission)), "/edit", {"tools_en": "Hers"})
    stale = karim.submit(old, "/edit", {"tools_en": "His"}, status=409)
    assert "Someone changed this a moment ago" in stale.text
    assert stale.form("/edit")["tools_en"] == "His"
    karim.submit(stale, "/edit")
    with app.app_context():
        assert mission.load().brief.tools_en == "His"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"audience": "employees"}, "stays open to those who can already read it"),
        ({"pilot": ""}, "it keeps its pilot"),
        ({"do": "remove_seat-0", "objective_en": ""}, None),
        ({"seats-0-places": "1"}, "2 places are already taken."),
        ({"seats-0-percent": "50"}, "The pilot allows 20 % of a week at most."),
        ({"title_fr": "", "title_en": ""}, "Give the mission a title"),
    ],
)
def test_a_published_mission_keeps_its_word(app, visit, cast, world, typed, sentence):
    mission = world.mission(co_owner=cast.jade, pilot=world.pilot(), places=3)
    with app.app_context(), transaction():
        mission.load().seats[0].taken = 2
    karim = visit(cast.karim)
    page = karim.get(edit(mission))
    assert "remove_seat" not in page.html
    if sentence is None:
        page = karim.submit(page, "/edit", typed, status=200)
        typed, sentence = {}, "people may have applied for this place, so it stays"
    refused = karim.submit(page, "/edit", typed, status=422)
    assert sentence.replace(" %", "") in refused.text.replace(" %", "").replace("%", "")


def test_more_places_open_a_staffed_mission_again(app, visit, cast, world):
    mission = world.mission(state=MissionState.STAFFED, co_owner=cast.jade)
    karim = visit(cast.karim)
    karim.submit(karim.get(edit(mission)), "/edit", {"seats-0-places": "2"})
    with app.app_context():
        assert mission.load().state is MissionState.PUBLISHED


def test_a_mission_read_by_those_who_validate_is_not_edited(visit, cast, world):
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.jade)
    visit(cast.karim).get(edit(mission), status=409)


def test_who_may_write(visit, cast, world):
    visit(cast.sofia).get(NEW, status=403)
    mission = world.mission(audience=Audience.BOTH)
    visit(cast.ines).get(edit(mission), status=403)
    visit(cast.sofia).get(edit(mission), status=403)
    visit(cast.ines).get(edit(world.mission(state=MissionState.DRAFT)), status=404)
    visit().get(NEW, status=302)


def test_in_french(visit, cast, world):
    world.skill("Data modelling", "Modélisation de données")
    karim = visit(cast.karim, locale="fr")
    page = karim.get(NEW)
    assert "Décrire une mission" in page.text
    assert "En français" in page.text
    typed = {**WHOLE, "seats-0-skills-0-label": "modelisation de donnees"}
    done = karim.submit(page, NEW, typed)
    shown = karim.get(done.location)
    assert "Modélisation de données" in shown.text
    assert "Map the flows" in [text_of(e) for e in shown.find("span", lang="en")]
