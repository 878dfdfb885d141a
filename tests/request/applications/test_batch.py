"""The same answer to several people, read before it is sent."""

from __future__ import annotations

from portal.applications.models import ApplicationState
from portal.core.transaction import transaction
from portal.organization.models import Person

S = ApplicationState
BATCH = "/applications/not-select"


def candidates(visitor, mission):
    return visitor.get(f"/missions/{mission.public_id}/applications")


def test_several_people_are_answered_after_a_preview(app, visit, cast, world, state_of, mails):
    mission = world.mission()
    people = [world.application(mission, someone) for someone in (cast.ines, cast.tom, cast.lea)]
    with app.app_context(), transaction() as session:
        session.get_one(Person, cast.tom.id).account.locale = "fr"
    karim = visit(cast.karim)
    chosen = {"batch-applications": [people[0].public_id, people[1].public_id], "batch-reason": "another_chosen"}
    preview = karim.submit(candidates(karim, mission), BATCH, {**chosen, "batch-text": "Thank you both."}, status=200)
    assert "Nothing has been sent yet" in preview.text
    assert "The reason: someone else was chosen." in preview.text
    assert "Le motif : une autre personne a été choisie." in preview.text
    assert preview.text.count("Thank you both.") == 2
    assert state_of(people[0]) == "submitted"
    assert mails() == set()
    done = karim.submit(preview, BATCH)
    assert "2 people were told." in karim.get(done.location).text
    assert [state_of(one) for one in people] == ["not_selected", "not_selected", "submitted"]
    assert mails() == {("ines", "not_selected"), ("tom", "not_selected")}


def test_nobody_chosen_and_no_reason(visit, cast, world):
    mission = world.mission()
    application = world.application(mission, cast.ines)
    karim = visit(cast.karim)
    page = karim.submit(candidates(karim, mission), BATCH, {"batch-text": "Kept."}, status=422)
    assert "Choose at least one person." in page.text
    assert page.form(BATCH)["batch-text"] == "Kept."
    page = karim.submit(page, BATCH, {"batch-applications": application.public_id}, status=422)
    assert "Choose a reason." in page.text
    box = next(page.find("input", type="checkbox", value=application.public_id))
    assert "checked" in box.attrib


def test_all_or_none_when_one_moved_on(app, visit, cast, world, state_of):
    mission = world.mission()
    stays, leaves = world.application(mission, cast.ines), world.application(mission, cast.tom)
    karim = visit(cast.karim)
    chosen = {"batch-applications": [stays.public_id, leaves.public_id], "batch-reason": "skills"}
    preview = karim.submit(candidates(karim, mission), BATCH, chosen, status=200)
    with app.app_context(), transaction():
        leaves.load().state = S.WITHDRAWN
    page = karim.submit(preview, BATCH, status=409)
    assert "things moved on in the meantime" in page.text
    assert "Withdrawn" in page.text
    assert state_of(stays) == "submitted"


def test_someone_who_never_applied_cannot_be_answered(visit, cast, world):
    mission, other = world.mission(), world.mission()
    world.application(mission, cast.ines)
    elsewhere = world.application(other, cast.tom)
    karim = visit(cast.karim)
    chosen = {"batch-applications": [elsewhere.public_id], "batch-reason": "skills"}
    karim.submit(candidates(karim, mission), BATCH, chosen, status=404)


def test_only_those_who_own_the_mission(visit, cast, world, state_of):
    mission = world.mission()
    application = world.application(mission, cast.ines)
    data = {"batch-applications": application.public_id, "batch-reason": "skills", "batch-confirmed": "1"}
    for someone, status in ((cast.tom, 404), (cast.helene, 403)):
        visitor = visit(someone)
        token = visitor.token("/applications")
        visitor.post(f"/missions/{mission.public_id}{BATCH}", {**data, "csrf_token": token}, status=status)
    assert state_of(application) == "submitted"
