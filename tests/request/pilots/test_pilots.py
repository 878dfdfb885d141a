"""Pilots: seen by employees, written by HR and sponsors, their rules in numbered versions."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.extensions import db
from portal.pilots.models import Pilot, PilotState

DATA = {
    "name_fr": "Transmettre",
    "name_en": "Passing it on",
    "starts_on": "2027-01-04",
    "ends_on": "2027-06-25",
}


def test_employees_see_pilots_with_their_rules(visit, cast, world):
    pilot = world.pilot()
    ines = visit(cast.ines)
    page = ines.get("/pilots")
    assert "Shared data" in page.text
    assert ines.query_count <= 10
    page = ines.get(f"/pilots/{pilot.public_id}")
    assert "20% at most for each person, 8 weeks at most" in page.text
    assert ines.query_count <= 8


def test_in_french(visit, cast, world):
    pilot = world.pilot()
    assert "Données partagées" in visit(cast.ines, locale="fr").get(f"/pilots/{pilot.public_id}").text


def test_a_pilot_over_two_years_says_both(visit, cast, world):
    year = clock.today().year
    world.pilot(starts_on=date(year, 4, 20), ends_on=date(year + 1, 4, 9))
    page = visit(cast.ines).get("/pilots")
    assert f"Apr 20, {year} → Apr 9, {year + 1}" in page.text


def test_externals_and_strangers(visit, cast, world):
    draft = world.pilot(state=PilotState.DRAFT)
    visit(cast.sofia).get("/pilots", status=403)
    visit(cast.ines).get(f"/pilots/{draft.public_id}", status=404)
    visit(cast.ines).get("/pilots/AAAAAAAAAAAAAAAAAAAAAA", status=404)
    visit(cast.ines).get("/pilots/new", status=403)


def test_a_draft_is_written_once_and_approved_by_hr(app, visit, cast, world):
    simone, helene = visit(cast.simone), visit(cast.helene)
    page = simone.get("/pilots/new")
    unnamed = simone.submit(page, "/pilots/new", {**DATA, "name_fr": "", "name_en": ""}, status=422)
    assert "Give it a name" in unnamed.text
    backwards = simone.submit(page, "/pilots/new", {**DATA, "ends_on": "2026-01-01"}, status=422)
    assert "The last day comes before the first one." in backwards.text
    assert "Transmettre" in backwards.html
    first = simone.submit(page, "/pilots/new", DATA)
    again = simone.submit(page, "/pilots/new", DATA)
    assert first.location == again.location
    shown = helene.get(first.location)
    helene.submit(shown, "/approve")
    with app.app_context():
        pilot = db.session.scalars(sa.select(Pilot)).one()
        assert pilot.state is PilotState.APPROVED
        assert pilot.current_rules.number == 1


def test_changed_rules_are_a_new_version(app, visit, cast, world):
    pilot = world.pilot()
    simone = visit(cast.simone)
    page = simone.get(f"/pilots/{pilot.public_id}")
    wrong = simone.submit(page, "/rules", {"max_percent": "140"}, status=422)
    assert "Choose a share between 5 and 100, in steps of 5." in wrong.text
    simone.submit(page, "/rules", {"max_percent": "30"})
    late = simone.submit(page, "/rules", {"max_percent": "35", "charter_en": "Whoever lends decides."}, status=409)
    assert "Whoever lends decides." in late.text  # what was typed is not lost
    assert 'value="30"' in late.html  # beside how things stand
    with app.app_context():
        found = db.session.get_one(Pilot, pilot.id)
        assert [(rules.number, rules.max_percent) for rules in found.rules] == [(1, 20), (2, 30)]


def test_a_stale_form_changes_nothing(visit, cast, world):
    pilot = world.pilot(state=PilotState.DRAFT)
    simone, helene = visit(cast.simone), visit(cast.helene)
    page = simone.get(f"/pilots/{pilot.public_id}/edit")
    helene.submit(helene.get(f"/pilots/{pilot.public_id}/edit"), "/edit", {"name_en": "By HR"})
    simone.submit(page, "/edit", {"name_en": "Too late"}, status=409)
    assert "By HR" in simone.get(f"/pilots/{pilot.public_id}").text


@pytest.mark.parametrize("name", ["evaluate", "stop"])
def test_only_those_who_steer_move_it_on(visit, cast, world, name):
    pilot = world.pilot()
    ines, simone = visit(cast.ines), visit(cast.simone)
    ines.post(f"/pilots/{pilot.public_id}/{name}", {"csrf_token": ines.token()}, status=403)
    simone.submit(simone.get(f"/pilots/{pilot.public_id}"), f"/{name}")
    simone.post(f"/pilots/{pilot.public_id}/start", {"csrf_token": simone.token()}, status=409)


def test_a_refused_step_says_why_and_keeps_what_was_typed(visit, cast, world):
    pilot = world.pilot()
    simone = visit(cast.simone)
    page = simone.get(f"/pilots/{pilot.public_id}")
    refused = simone.submit(page, "/evaluate", {"evaluate-text": "x" * 5000}, status=422)
    assert "x" * 5000 in refused.html
    assert 'name="max_percent"' in refused.html
    assert 'value="20"' in refused.html  # the other form of the page is not emptied
    simone.submit(page, "/evaluate", {"evaluate-text": "Two teams in three asked again."})
    late = simone.submit(page, "/stop", {"stop-text": "Too costly."}, status=409)
    assert "Too costly." in late.text
