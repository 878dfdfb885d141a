"""A reader says that a post is not right: once, with a reason; human resources decide, and the reader is answered."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core.outbox import OutboxItem
from portal.extensions import db
from portal.missions.models import MissionState, Stage
from portal.missions.reporting import services
from portal.missions.reporting.models import MissionReport

S = MissionState
SAID = {"report-reason": "duplicate", "report-text": "The same stands in Sales."}


def address(mission):
    return f"/missions/{mission.public_id}"


def report(browser, mission, data=SAID, *, status=303):
    return browser.submit(browser.get(address(mission)), "/report", data, status=status)


def force(browser, mission, data=SAID, *, status):
    return browser.post(f"{address(mission)}/report", {"csrf_token": browser.token("/missions"), **data}, status=status)


@pytest.fixture
def reported(app, cast, world):
    """A mission of Karim's that Tom and Sofia reported."""
    mission = world.mission(co_owner=cast.jade)
    with app.app_context():
        for someone in (cast.tom, cast.sofia):
            services.report_mission(someone.person(), mission.load(), reason="duplicate", text="The same in Sales.")
    return mission


def test_a_reader_reports_it_and_nobody_but_human_resources_learns_who(
    app, visit, cast, world, mails, events_of, state_of
):
    mission = world.mission(co_owner=cast.jade)
    tom = visit(cast.tom)
    done = report(tom, mission)
    page = tom.get(done.location)
    assert "Thank you. Human resources look at it" in page.text
    assert "You reported this post on" in page.text
    assert mails() == [("helene", "reported"), ("jade", "reported"), ("karim", "reported")]
    assert events_of(mission) == [("reported", None, None, "The same stands in Sales.")]
    assert state_of(mission) == "published"
    for owner in (cast.karim, cast.jade):
        page = visit(owner).get(address(mission))
        assert "1 reader says that this post is not right." in page.text
        assert "The same stands in Sales." in page.text
        assert "Tom Lefèvre" not in page.text
        assert "/send-back" not in page.html
    page = visit(cast.helene).get(address(mission))
    assert "Tom Lefèvre" in page.text
    for other in (cast.ines, cast.simone, cast.sofia):
        assert "The same stands in Sales." not in visit(other).get(address(mission)).text
    with app.app_context():
        bodies = [item.payload["body"] for item in db.session.scalars(sa.select(OutboxItem)) if item.kind == "mail"]
        assert not any("Tom" in body or "Lefèvre" in body for body in bodies)


def test_once_for_each_reader(app, visit, cast, world, mails):
    mission = world.mission()
    tom = visit(cast.tom)
    page = tom.get(address(mission))
    tom.submit(page, "/report", SAID)
    tom.submit(page, "/report", SAID, status=409)
    assert "/report" not in tom.get(address(mission)).html
    report(visit(cast.sofia), mission)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MissionReport)) == 2
    assert len(mails()) == 4


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"report-text": "Twice."}, "report-reason", "Choose what is wrong."),
        ({"report-reason": "weather"}, "report-reason", "Not a valid choice"),
        ({"report-reason": "other"}, "report-text", "Say what is wrong, in a few words."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(app, visit, cast, world, data, field, sentence):
    tom = visit(cast.tom)
    page = report(tom, world.mission(), {"report-reason": "", "report-text": "", **data}, status=422)
    assert sentence in page.field_error(field)
    assert page.form("/report")["report-text"] == data.get("report-text", "")


def test_only_those_who_read_it_and_do_not_own_it(visit, cast, world):
    force(visit(cast.tom), world.mission(state=S.SUBMITTED), status=404)
    force(visit(cast.sofia), world.mission(stage=Stage.INTERNAL), status=404)
    force(visit(cast.karim), world.mission(), status=403)


@pytest.mark.parametrize("state", [S.PAUSED, S.IN_PROGRESS, S.EXPIRED])
def test_only_while_it_is_open(visit, cast, world, state):
    force(visit(cast.tom), world.mission(state=state), status=409)


def test_it_is_sent_back_mended_and_validated_again(app, visit, cast, world, reported, state_of, mails, events_of):
    application = world.application(reported, cast.ines)
    helene = visit(cast.helene)
    assert "2 reports" in helene.get("/reported-missions").text
    page = helene.get(address(reported))
    refused = helene.submit(page, "/send-back", {"send_back-text": ""}, status=422)
    assert "Say what to change" in refused.text
    done = helene.submit(refused, "/send-back", {"send_back-text": "Keep one of the two."})
    assert "The mission was sent back." in helene.get(done.location).text
    assert state_of(reported) == "changes_requested"
    sent = [mail for mail in mails() if mail[1] != "reported"]
    assert sent == [
        ("jade", "sent_back"),
        ("karim", "sent_back"),
        ("sofia", "report_followed"),
        ("tom", "report_followed"),
    ]
    assert "Nothing is reported" in helene.get("/reported-missions").text
    karim = visit(cast.karim)
    page = karim.get(address(reported))
    assert "Keep one of the two." in page.text
    assert "readers say" not in page.text
    karim.submit(page, "/submit")
    helene.submit(helene.get(address(reported)), "/publish")
    assert state_of(reported) == "published"
    assert events_of(reported)[2][:3] == ("send_back", "published", "changes_requested")
    with app.app_context():
        assert application.load().state is ApplicationState.SUBMITTED


def test_it_is_kept_with_thanks(visit, cast, reported, state_of, mails, events_of):
    helene = visit(cast.helene)
    page = helene.get(address(reported))
    data = {"dismiss_reports-text": "They are two teams."}
    helene.submit(page, "/dismiss-reports", data)
    assert state_of(reported) == "published"
    assert [mail for mail in mails() if mail[1] != "reported"] == [
        ("sofia", "report_dismissed"),
        ("tom", "report_dismissed"),
    ]
    assert events_of(reported)[-1] == ("reports_dismissed", None, None, "They are two teams.")
    helene.submit(page, "/dismiss-reports", data, status=409)


def test_nobody_decides_about_their_own(visit, cast, world, app):
    mission = world.mission(owner=cast.helene)
    with app.app_context():
        services.report_mission(cast.tom.person(), mission.load(), reason="duplicate", text="Twice.")
    helene = visit(cast.helene)
    page = helene.get(address(mission))
    assert "Tom Lefèvre" not in page.text
    data = {"csrf_token": helene.token("/missions"), "send_back-text": "No", "send_back-version": "1"}
    helene.post(f"{address(mission)}/send-back", data, status=403)


def test_the_list_is_of_human_resources_alone_and_short_of_questions(visit, cast, reported):
    helene = visit(cast.helene)
    helene.get("/reported-missions")
    assert helene.query_count <= 12
    for someone in (cast.karim, cast.adele, cast.sofia):
        visit(someone).get("/reported-missions", status=403)
    assert "Missions signalées" in visit(cast.helene, locale="fr").get("/reported-missions").text
