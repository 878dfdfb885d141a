"""Before a form is sent: who would be told, and the very words they would read; nothing is told by looking."""

from __future__ import annotations

import pytest

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.missions.models import MissionState
from tests.request.security.conftest import digest
from tests.visitor import text_of

S = ApplicationState


def letters(page):
    """What each message says: who reads it, its subject, its text."""
    found = []
    for letter in page.find("details", class_="letter"):
        summary = next(letter.iter("summary"))
        body = next(e for e in letter.iter("div") if e.attrib.get("class") == "letter-body")
        (names,) = [text_of(b) for b in summary.iter("b")]
        (subject,) = [text_of(span) for span in summary.iter("span")]
        found.append((names, subject, text_of(body)))
    return found


def written(outbox):
    """The same, of what was really written: without the foot, which holds its reader's own links."""
    items = [item.payload for item in outbox()]
    above = [one["body"].partition("\n-- \n")[0] for one in items]
    return [
        (one["name"], " ".join(one["subject"].split()), " ".join(body.split()))
        for one, body in zip(items, above, strict=True)
    ]


def look_then_send(app, visitor, page, action, data, outbox):
    """Ask for the messages, check that nothing happened, send the form that came back, and return both."""
    before = digest(app)
    step = action.rpartition("/")[2].replace("-", "_")
    page = visitor.submit(page, action, {**data, "foretell": step}, status=200)
    assert digest(app) == before
    assert outbox() == []
    assert text_of(next(page.find("p", role="status", class_="small"))).endswith("Nothing has been yet.")
    shown = letters(page)
    visitor.submit(page, action)
    return shown, written(outbox)


@pytest.fixture
def in_french(app):
    """Have someone read French."""

    def change(person):
        with app.app_context(), transaction():
            person.person().account.locale = "fr"

    return change


def test_cancelling_a_mission(app, cast, visit, world, outbox, in_french):
    mission = world.mission(owner=cast.karim, co_owner=cast.claire)
    world.application(mission, cast.ines)
    world.application(mission, cast.tom, state=S.SHORTLISTED)
    in_french(cast.tom)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}")
    shown, sent = look_then_send(
        app, karim, page, "/cancel", {"cancel-text": "The budget <b>went</b> elsewhere."}, outbox
    )
    assert sorted(shown) == sorted(sent)
    assert {name for name, *_ in shown} == {"Claire Dubreuil", "Inès Carvalho", "Tom Lefèvre"}
    assert any("The budget <b>went</b> elsewhere." in body for _name, _subject, body in shown)
    assert any("« Cartographier" in subject for _name, subject, _body in shown)


def test_asking_for_changes(app, cast, visit, world, outbox):
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.claire)
    helene = visit(cast.helene)
    page = helene.get(f"/missions/{mission.public_id}")
    data = {"request_changes-text": "Say who will answer questions."}
    shown, sent = look_then_send(app, helene, page, "/request-changes", data, outbox)
    assert [(name.split(", "), subject) for name, subject, _body in shown] == [
        (["Karim Haddad", "Claire Dubreuil"], sent[0][1])
    ]
    assert {body for *_rest, body in sent} == {shown[0][2]}


def test_not_selecting(app, cast, visit, world, outbox):
    application = world.application(world.mission(), cast.ines)
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    data = {"not_select-reason": "skills", "not_select-text": "We liked your message."}
    shown, sent = look_then_send(app, karim, page, "/not-select", data, outbox)
    assert shown == sent
    assert "We liked your message." in shown[0][2]


def test_offering(app, cast, visit, world, outbox):
    application = world.application(world.mission(co_owner=cast.claire), cast.ines, state=S.SHORTLISTED)
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    shown, sent = look_then_send(
        app, karim, page, "/offer", {"offer-percent": "15", "offer-message": "Come.", "offer-why": "She knows."}, outbox
    )
    assert sorted(shown) == sorted(sent)
    assert {name for name, *_ in shown} == {"Inès Carvalho", "Claire Dubreuil"}
    assert any("15% of the week" in body and "Come." in body for *_rest, body in shown)


@pytest.mark.parametrize(
    ("answer", "data", "words"),
    [
        ("refuse", {"refuse-reason": "workload", "refuse-text": "Not before the summer."}, "Not before the summer."),
        ("counter", {"counter-percent": "10", "counter-note": "One day every other week."}, "10%"),
    ],
)
def test_refusing_and_countering(app, cast, visit, world, outbox, answer, data, words):
    authorization = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{authorization.public_id}")
    shown, sent = look_then_send(app, nadia, page, f"/{answer}", data, outbox)
    assert sorted(shown) == sorted(sent)
    assert {"Inès Carvalho", "Karim Haddad"} <= {name for name, *_ in shown}
    assert any(words in body for *_rest, body in shown)


def test_what_could_not_be_sent_cannot_be_looked_at(app, cast, visit, world, outbox):
    application = world.application(world.mission(), cast.ines)
    karim, tom = visit(cast.karim), visit(cast.tom)
    page = karim.get(f"/applications/{application.public_id}")
    path = f"/applications/{application.public_id}/not-select"
    wrong = karim.submit(page, "/not-select", {"not_select-reason": "x", "foretell": "not_select"}, status=422)
    assert letters(wrong) == []
    data = {"foretell": "not_select", "not_select-reason": "skills", "csrf_token": tom.token()}
    tom.post(path, data, status=404)
    with app.app_context(), transaction():
        application.load().message = "Changed since."
    stale = karim.submit(page, "/not-select", {"not_select-reason": "skills", "foretell": "not_select"}, status=409)
    assert letters(stale) == []
    assert outbox() == []


def test_a_form_that_does_not_foretell_is_sent(cast, visit, world, outbox):
    """A talent who withdraws would read how many others wait."""
    application = world.application(world.mission(), cast.ines)
    ines = visit(cast.ines)
    page = ines.get(f"/applications/{application.public_id}")
    ines.submit(page, "/withdraw", {"foretell": "withdraw"})
    assert [item.payload["event"] for item in outbox()] == ["applications/withdrawn"]


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en", "Who will be told, and what they will read"), ("fr", "Qui sera prévenu, et ce que chacun lira")],
)
def test_the_form_says_that_it_can_be_asked(cast, visit, world, locale, words):
    mission = world.mission(first=2, last=5)
    page = visit(cast.karim, locale=locale).get(f"/missions/{mission.public_id}")
    assert words in page.text
    assert "open" not in next(page.find("details", class_="foretold")).attrib


def test_nobody_learns_by_looking_what_they_may_not_read(cast, visit, world):
    """Those who own the mission are told who comes next; the manager who refuses is not."""
    mission = world.mission(owner=cast.karim, co_owner=cast.claire)
    authorization = world.authorization(mission, cast.ines)
    after = world.application(mission, cast.tom, state=S.SHORTLISTED)
    karim, nadia = visit(cast.karim), visit(cast.nadia)
    karim.submit(karim.get(f"/applications/{after.public_id}"), "/alternate", {"alternate-why": "Knows the flows."})
    page = nadia.get(f"/desk/{authorization.public_id}")
    data = {"refuse-reason": "workload", "foretell": "refuse"}
    page = nadia.submit(page, "/refuse", data, status=200)
    assert letters(page)
    assert all("Tom Lefèvre" not in " ".join(letter) for letter in letters(page))
    nadia.submit(page, "/refuse")
    assert "Tom Lefèvre comes next" in karim.get("/notices").text


@pytest.mark.parametrize("step", ["pause", "complete", "leave_unfilled"])
def test_the_other_ends_of_a_mission_foretell_too(app, cast, visit, world, outbox, step):
    mission = world.mission(state=MissionState.IN_PROGRESS if step == "complete" else MissionState.PUBLISHED)
    world.application(mission, cast.ines)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}")
    data = {f"{step}-text": "The budget waits.", "leave_unfilled-causes": "skills"}
    shown, sent = look_then_send(app, karim, page, f"/{step.replace('_', '-')}", data, outbox)
    assert set(shown) <= set(sent)
    assert "Inès Carvalho" in {name for name, *_ in shown}


def test_holding_foretells_too(app, cast, visit, world, outbox):
    application = world.application(world.mission(), cast.ines, state=S.IN_REVIEW)
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    data = {"hold-until": clock.add_working_days(clock.today(), 5).isoformat()}
    shown, sent = look_then_send(app, karim, page, "/hold", data, outbox)
    assert shown == sent
