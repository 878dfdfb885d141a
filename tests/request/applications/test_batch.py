"""The same answer to several people, read before it is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person

S = ApplicationState
BATCH = "/applications/answer"


def candidates(visitor, mission):
    return visitor.get(f"/missions/{mission.public_id}/applications")


def tick(page, application):
    """What the box of this application sends."""
    boxes = (box.attrib["value"] for box in page.find("input", type="checkbox", name="batch-applications"))
    return next(value for value in boxes if value.startswith(application.public_id))


def test_several_people_are_answered_after_a_preview(app, visit, cast, world, state_of, mails):
    mission = world.mission()
    people = [world.application(mission, someone) for someone in (cast.ines, cast.tom, cast.lea)]
    with app.app_context(), transaction() as session:
        session.get_one(Person, cast.tom.id).account.locale = "fr"
    karim = visit(cast.karim)
    page = candidates(karim, mission)
    chosen = {"batch-applications": [tick(page, one) for one in people[:2]], "batch-reason": "another_chosen"}
    preview = karim.submit(page, BATCH, {**chosen, "batch-text": "Thank you both."}, status=200)
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
    page = karim.submit(page, BATCH, {"batch-applications": tick(page, application)}, status=422)
    assert "Choose a reason." in page.text
    box = next(page.find("input", type="checkbox", value=tick(page, application)))
    assert "checked" in box.attrib


def test_who_moved_on_is_left_out_and_the_others_are_answered(app, visit, cast, world, state_of, mails):
    mission = world.mission()
    stays, leaves = world.application(mission, cast.ines), world.application(mission, cast.tom)
    karim = visit(cast.karim)
    page = candidates(karim, mission)
    chosen = {"batch-applications": [tick(page, stays), tick(page, leaves)], "batch-reason": "skills"}
    preview = karim.submit(page, BATCH, chosen, status=200)
    with app.app_context(), transaction():
        leaves.load().state = S.WITHDRAWN
    done = karim.get(karim.submit(preview, BATCH).location)
    assert "1 person was told." in done.text
    assert "Left out, since they moved on meanwhile" in done.text
    assert "Tom Lefèvre" in done.text
    assert (state_of(stays), state_of(leaves)) == ("not_selected", "withdrawn")
    assert mails() == {("ines", "not_selected")}


def test_nobody_left_to_answer_is_a_conflict(app, visit, cast, world, state_of):
    mission = world.mission()
    application = world.application(mission, cast.ines)
    karim = visit(cast.karim)
    page = candidates(karim, mission)
    sent = {"batch-applications": tick(page, application), "batch-reason": "skills", "batch-text": "Kept."}
    preview = karim.submit(page, BATCH, sent, status=200)
    with app.app_context(), transaction():
        application.load().state = S.WITHDRAWN
    assert "Kept." in karim.submit(preview, BATCH, status=409).text
    assert "Kept." in karim.submit(page, BATCH, sent, status=409).text


@pytest.mark.parametrize("at", ["page", "preview"])
def test_what_a_co_owner_did_meanwhile_is_not_overridden(visit, cast, world, state_of, mails, at):
    mission = world.mission(co_owner=cast.claire)
    stays, kept = world.application(mission, cast.ines), world.application(mission, cast.tom)
    karim, claire = visit(cast.karim), visit(cast.claire)
    page = candidates(karim, mission)
    sent = {
        "batch-applications": [tick(page, stays), tick(page, kept)],
        "batch-reason": "skills",
        "batch-text": "Thank you both.",
    }
    if at == "preview":
        page = karim.submit(page, BATCH, sent, status=200)
    claire.submit(claire.get(f"/applications/{kept.public_id}"), "/shortlist")
    if at == "page":
        page = karim.submit(page, BATCH, sent, status=200)
        assert "1 person moved on meanwhile and is left out." in page.text
    done = karim.get(karim.submit(page, BATCH).location)
    assert "Inès Carvalho" in done.text
    assert ("Tom Lefèvre" in done.text) == (at == "preview")
    assert (state_of(stays), state_of(kept)) == ("not_selected", "shortlisted")
    assert {said for said in mails() if said[1] == "not_selected"} == {("ines", "not_selected")}


def test_several_are_put_on_hold_until_a_day(visit, cast, world, state_of, mails):
    mission = world.mission()
    people = [world.application(mission, someone) for someone in (cast.ines, cast.tom)]
    karim = visit(cast.karim)
    page = candidates(karim, mission)
    sent = {"batch-applications": [tick(page, one) for one in people], "batch-decision": "hold"}
    assert "Choose a day." in karim.submit(page, BATCH, sent, status=422).text
    past = {**sent, "batch-until": clock.today().isoformat()}
    assert "Choose a day within the next three months." in karim.submit(page, BATCH, past, status=422).text
    until = clock.today() + timedelta(days=20)
    preview = karim.submit(page, BATCH, {**sent, "batch-until": until.isoformat()}, status=200)
    assert preview.text.count("is on hold until") == 2
    karim.submit(preview, BATCH)
    assert [state_of(one) for one in people] == ["on_hold", "on_hold"]
    assert mails() == {("ines", "on_hold"), ("tom", "on_hold")}


def test_several_are_shortlisted_and_read_no_more_than_they_should(visit, cast, world, state_of, mails):
    mission = world.mission()
    new = world.application(mission, cast.ines)
    read = world.application(mission, cast.tom, state=S.IN_REVIEW)
    karim = visit(cast.karim)
    page = candidates(karim, mission)
    sent = {"batch-applications": [tick(page, new), tick(page, read)], "batch-decision": "shortlist"}
    preview = karim.submit(page, BATCH, sent, status=200)
    assert "is being read" in preview.text
    assert "They read nothing" in preview.text
    done = karim.get(karim.submit(preview, BATCH).location)
    assert "2 people are shortlisted." in done.text
    assert [state_of(new), state_of(read)] == ["shortlisted", "shortlisted"]
    assert mails() == {("ines", "under_review")}


def test_sent_twice_is_done_once(visit, cast, world, app):
    mission = world.mission()
    people = [world.application(mission, someone) for someone in (cast.ines, cast.tom)]
    karim = visit(cast.karim)
    page = candidates(karim, mission)
    sent = {"batch-applications": [tick(page, one) for one in people], "batch-reason": "skills"}
    preview = karim.submit(page, BATCH, sent, status=200)
    first, second = karim.submit(preview, BATCH), karim.submit(preview, BATCH)
    assert first.location == second.location
    with app.app_context():
        count = sa.select(sa.func.count()).select_from(OutboxItem).where(OutboxItem.kind == "mail")
        assert db.session.scalar(count) == 2


def test_the_result_is_for_those_who_own_the_mission(visit, cast, world):
    mission = world.mission()
    application = world.application(mission, cast.ines)
    path = f"/missions/{mission.public_id}/applications/answered?done={application.public_id}"
    visit(cast.karim).get(path)
    visit(cast.helene).get(path, status=403)
    visit(cast.tom).get(path, status=404)
    elsewhere = world.application(world.mission(), cast.tom)
    visit(cast.karim).get(path.replace(application.public_id, elsewhere.public_id), status=404)


@pytest.mark.parametrize("version", ["", ".", ".x", ".999"])
def test_a_tick_without_the_version_it_was_read_at_is_stale(visit, cast, world, state_of, version):
    mission = world.mission()
    application = world.application(mission, cast.ines)
    karim = visit(cast.karim)
    data = {"batch-applications": f"{application.public_id}{version}", "batch-reason": "skills"}
    for confirmed in ("", "1"):
        karim.submit(candidates(karim, mission), BATCH, {**data, "batch-confirmed": confirmed}, status=409)
    assert state_of(application) == "submitted"


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
