"""The same sending twice changes once, and a step on a page that someone overtook keeps what was typed."""

from __future__ import annotations

import pytest

from portal.core.submission import key_of
from portal.core.transaction import transaction
from portal.missions.drafting import views
from portal.missions.drafting.entries import rows_of
from portal.missions.models import MissionState
from tests.request.missions.test_form import NEW, WHOLE


def test_save_and_submit_pressed_twice_leads_to_the_mission_submitted(visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    page = karim.get(NEW)
    first = karim.submit(page, NEW, {**WHOLE, "do": "submit"})
    second = karim.submit(page, NEW, {**WHOLE, "do": "submit"})
    assert first.location == second.location
    assert "The mission is submitted." in karim.get(second.location).text


def test_a_draft_saved_and_submitted_twice_is_submitted_once(cast, world, visit, state_of, mails):
    draft = world.mission(state=MissionState.DRAFT, co_owner=cast.oscar)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{draft.public_id}/edit")
    typed = {"summary_en": "Told better.", "do": "submit"}
    first = karim.submit(page, "/edit", typed)
    told = mails()
    second = karim.submit(page, "/edit", typed)
    assert first.location == second.location == f"/missions/{draft.public_id}"
    assert state_of(draft) == "submitted"
    assert mails() == told


def test_other_words_in_the_same_form_are_not_the_same_sending(cast, world, visit):
    draft = world.mission(state=MissionState.DRAFT, co_owner=cast.oscar)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{draft.public_id}/edit")
    karim.submit(page, "/edit", {"summary_en": "Told better.", "do": "submit"})
    late = karim.submit(page, "/edit", {"summary_en": "Told even better.", "do": "submit"}, status=409)
    assert "Told even better." in late.text
    assert "Someone changed this a moment ago" in late.text


def test_the_key_of_a_sending_is_its_words():
    pairs = [("title", "Flows"), ("csrf_token", "one")]
    assert key_of(pairs) == key_of(reversed(pairs))
    assert key_of(pairs) != key_of([("title", "Flow"), ("csrf_token", "one")])
    assert len(key_of(pairs)) == 22


@pytest.mark.parametrize(
    ("state", "action", "typed"),
    [
        (MissionState.PUBLISHED, "/cancel", {"cancel-text": "The budget is gone"}),
        (MissionState.SUBMITTED, "/request-changes", {"request_changes-text": "Say what is delivered"}),
        (MissionState.PUBLISHED, "/accepting", {}),
        (MissionState.STAFFED, "/start", {}),
    ],
)
def test_someone_was_faster(app, cast, world, visit, state_of, state, action, typed):
    mission = world.mission(state=state, co_owner=cast.oscar)
    person = visit(cast.helene if state is MissionState.SUBMITTED else cast.karim)
    page = person.get(f"/missions/{mission.public_id}")
    with app.app_context(), transaction():
        mission.load().title_en = "Changed meanwhile"
    late = person.submit(page, action, typed, status=409)
    assert "Someone changed this a moment ago" in late.text
    assert "Changed meanwhile" in late.text
    assert all(words in late.text for words in typed.values())
    assert state_of(mission) == state.value


def test_who_goes_back_and_corrects_a_new_mission_loses_nothing(visit, cast, world):
    world.skill("SQL")
    karim = visit(cast.karim)
    page = karim.get(NEW)
    first = karim.submit(page, NEW, {**WHOLE, "title_en": "First words"})
    assert karim.submit(page, NEW, {**WHOLE, "title_en": "First words"}).location == first.location
    second = karim.submit(page, NEW, {**WHOLE, "title_en": "Second words"})
    assert "Second words" in karim.get(second.location).text


def test_thousands_of_rows_are_dropped_before_they_are_read(visit, cast, monkeypatch):
    karim = visit(cast.karim)
    page = karim.get(NEW)
    read = []
    monkeypatch.setattr(views, "rows_of", lambda pairs, prefix: read.append(len(pairs)) or rows_of(pairs, prefix))
    rows = {f"seats-{number}-title_fr": "x" for number in range(5000)}
    answer = karim.submit(page, NEW, {**rows, "do": "add_seat"}, status=200)
    assert answer.html.count('name="seats-') < 1000
    assert max(read) < 200
