"""Applying to a mission."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, MissionState


def count(app) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Application))


def form_of(visitor, mission):
    return visitor.get(f"/missions/{mission.public_id}/apply")


def test_someone_applies_and_both_sides_are_told(app, visit, cast, world, mails):
    mission = world.mission(co_owner=cast.oscar, first=5, last=9)
    ines = visit(cast.ines)
    sent = ines.submit(form_of(ines, mission), "/apply", {"apply-message": "I mapped the product data."})
    page = ines.get(sent.location)
    assert "Your application was sent: Karim Haddad was told" in page.text
    assert "I mapped the product data." in page.text
    with app.app_context():
        application = db.session.scalars(sa.select(Application)).one()
        assert application.state is ApplicationState.SUBMITTED
        assert application.answer_due_on == clock.add_working_days(clock.today(), 10)
    assert mails() == {("ines", "received"), ("karim", "submitted"), ("oscar", "submitted")}


@pytest.mark.parametrize(
    ("first", "due"),
    [(4, date(2026, 4, 1)), (2, date(2026, 3, 26)), (1, date(2026, 3, 19)), (0, date(2026, 4, 1))],
)
def test_an_answer_is_promised_before_the_mission_starts(app, visit, cast, world, first, due):
    """Asked on a Wednesday: ten working days, or two before it starts, tomorrow at the soonest."""
    with clock.at(datetime(2026, 3, 18, 9, tzinfo=UTC)):
        mission = world.mission(first=first, last=9)
        ines = visit(cast.ines)
        page = form_of(ines, mission)
        assert f"answers by {due:%A}, {due:%B} {due.day}" in page.text
        ines.submit(page, "/apply", {"apply-message": "I mapped the product data."})
    with app.app_context():
        assert db.session.scalars(sa.select(Application.answer_due_on)).one() == due


def test_what_happens_next_and_who_reads_it_is_said_before(visit, cast, world):
    mission = world.mission()
    page = form_of(visit(cast.ines), mission)
    assert "Karim Haddad reads your application and answers by" in page.text
    assert "Your line manager is only asked once" in page.text
    assert "Procurement is only asked once" in form_of(visit(cast.sofia), mission).text


def test_a_draft_is_nobodys_to_apply_to(visit, cast, world):
    mission = world.mission(state=MissionState.DRAFT)
    visit(cast.ines).get(f"/missions/{mission.public_id}/apply", status=404)
    visit(cast.ines).get("/missions/nothing/apply", status=404)


def test_a_mission_for_employees_does_not_exist_for_externals(visit, cast, world):
    mission = world.mission(audience=Audience.EMPLOYEES)
    sofia = visit(cast.sofia)
    sofia.get(f"/missions/{mission.public_id}/apply", status=404)
    sofia.post(f"/missions/{mission.public_id}/apply", {"csrf_token": sofia.token("/applications")}, status=404)


def test_the_owner_cannot_apply(app, visit, cast, world):
    mission = world.mission()
    karim = visit(cast.karim)
    data = {
        "csrf_token": karim.token("/applications"),
        "apply-seat": world.seat_of(mission).public_id,
        "apply-message": "Me.",
    }
    karim.post(f"/missions/{mission.public_id}/apply", data, status=403)
    assert count(app) == 0


def test_a_mission_that_takes_none_says_so(app, visit, cast, world):
    mission = world.mission()
    ines = visit(cast.ines)
    page = form_of(ines, mission)
    with app.app_context(), transaction():
        mission.load().accepts_applications = False
    refused = ines.submit(page, "/apply", {"apply-message": "Too late."}, status=409)
    assert "takes no applications at the moment" in refused.text
    assert "takes no applications at the moment" in form_of(ines, mission).text


def test_an_empty_message_keeps_the_page_and_says_what_to_change(app, visit, cast, world):
    mission = world.mission()
    ines = visit(cast.ines)
    page = ines.submit(form_of(ines, mission), "/apply", {"apply-message": "  "}, status=422)
    assert "Say in a few words what you would bring." in page.field_error("apply-message")
    assert count(app) == 0


def test_too_long_keeps_what_was_typed(visit, cast, world):
    mission = world.mission()
    ines = visit(cast.ines)
    page = ines.submit(form_of(ines, mission), "/apply", {"apply-message": "word " * 1000}, status=422)
    assert page.form("/apply")["apply-message"].startswith("word word")
    assert "4000" in page.field_error("apply-message")


def test_a_double_click_makes_one_application(app, visit, cast, world, mails):
    mission = world.mission()
    ines = visit(cast.ines)
    page = form_of(ines, mission)
    first = ines.submit(page, "/apply", {"apply-message": "Once."})
    second = ines.submit(page, "/apply", {"apply-message": "Once."})
    assert first.location == second.location
    assert count(app) == 1
    assert len(mails()) == 2


def test_one_live_application_for_each_mission(app, visit, cast, world):
    mission = world.mission()
    ines = visit(cast.ines)
    page = form_of(ines, mission)
    world.application(mission, cast.ines)
    refused = ines.submit(page, "/apply", {"apply-message": "Again."}, status=409)
    assert "You already have an application to this mission" in refused.text
    assert count(app) == 1


def test_one_may_apply_again_after_it_ended(app, visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=ApplicationState.WITHDRAWN)
    ines = visit(cast.ines)
    ines.submit(form_of(ines, mission), "/apply", {"apply-message": "I am free again."})
    assert count(app) == 2


def test_a_full_seat_takes_people_in_reserve(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.tom, state=ApplicationState.CONFIRMED)
    ines = visit(cast.ines)
    page = form_of(ines, mission)
    assert "you would be in reserve" in page.text
    ines.submit(page, "/apply", {"apply-message": "In case."})


def test_in_french(visit, cast, world):
    page = form_of(visit(cast.ines, locale="fr"), world.mission())
    assert "Ce que vous apporteriez" in page.text
    assert "20 % de la semaine" in page.text
