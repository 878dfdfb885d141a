"""Others' time: confirmed by a manager or an owner, one line or all, never twice."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.allocations import time_queries as queries
from portal.allocations import time_services as services
from portal.allocations.models import TimeEntry, TimeState
from portal.core import clock
from portal.core.audit import Event
from portal.core.errors import Conflict
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from tests.threads import in_threads

WEDNESDAY = datetime(2026, 3, 18, 9, tzinfo=UTC)
PATH = "/time/to-confirm"


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(WEDNESDAY):
        yield


@pytest.fixture
def seat(world, cast):
    """Inès's place on Karim's mission."""
    return world.seated(world.mission(first=-3, last=4), cast.ines)


def states(app):
    with app.app_context():
        rows = db.session.scalars(sa.select(TimeEntry).order_by(TimeEntry.id)).all()
        return [(entry.state.value, entry.confirmed_by_id) for entry in rows]


def test_the_manager_confirms_all_at_once(app, visit, world, cast, seat):
    world.time_entry(seat, -2)
    world.time_entry(seat, -1, minutes=300, note="A quiet week")
    visitor = visit(cast.nadia)
    page = visitor.get(PATH)
    assert "Inès Carvalho" in page.text
    assert "A quiet week" in page.text
    assert "12\u00a0h of one person are confirmed." in follow(visitor, page).html
    assert states(app) == [("confirmed", cast.nadia.id)] * 2
    with app.app_context():
        events = db.session.scalars(sa.select(Event).where(Event.subject_type == "time_entry")).all()
        assert [(e.action, e.from_state, e.to_state) for e in events] == [("confirm", "declared", "confirmed")] * 2


def test_what_is_far_above_the_plan_is_said_and_left_unchecked(app, visit, world, cast, seat):
    """Seven hours are planned: a little more is named, more than twice is confirmed on purpose."""
    world.time_entry(seat, -2, minutes=480)
    world.time_entry(seat, -1, minutes=3000)
    visitor = visit(cast.nadia)
    page = visitor.get(PATH)
    assert "1\u00a0h more" in page.html
    assert "43\u00a0h more" in page.html
    assert ["checked" in box.attrib for box in page.find("input", name="entries")] == [True, False]
    assert "de plus que prévu" in visit(cast.nadia, locale="fr").get(PATH).text
    visitor.submit(page, PATH)
    assert [state for state, _ in states(app)] == ["confirmed", "declared"]


def follow(visitor, page, data=None):
    return visitor.get(visitor.submit(page, PATH, data).location)


def test_one_line_has_its_own_button(app, visit, world, cast, seat):
    world.time_entry(seat, -2)
    world.time_entry(seat, -1)
    visitor = visit(cast.karim)
    page = visitor.get(PATH)
    last = list(page.find("button", name="only"))[-1]
    visitor.submit(page, PATH, {"only": last.attrib["value"]})
    assert states(app) == [("declared", None), ("confirmed", cast.karim.id)]


def test_two_lines_of_one_page_are_both_confirmed(app, visit, world, cast, seat):
    world.time_entry(seat, -2)
    world.time_entry(seat, -1)
    visitor = visit(cast.nadia)
    page = visitor.get(PATH)
    for button in page.find("button", name="only"):
        visitor.submit(page, PATH, {"only": button.attrib["value"]})
    assert states(app) == [("confirmed", cast.nadia.id)] * 2


def test_an_external_is_confirmed_by_the_owner_only(app, visit, world, cast):
    world.time_entry(world.seated(world.mission(first=-3, last=4, co_owner=cast.claire), cast.sofia), -1)
    assert "Sofia Marchetti" in visit(cast.karim).get(PATH).text
    assert "Sofia Marchetti" in visit(cast.claire).get(PATH).text
    assert "Sofia Marchetti" not in visit(cast.nadia).get(PATH).text
    with app.app_context():
        assert queries.count_to_confirm(cast.nadia.person()) == 0


def test_a_temp_is_confirmed_by_who_directs_the_work(visit, world, cast):
    world.time_entry(world.seated(world.mission(first=-3, last=4), cast.lila), -1)
    assert "Lila Diallo" in visit(cast.nadia).get(PATH).text


def test_the_desk_reads_a_summary(app, world, cast, seat):
    world.time_entry(seat, -2)
    world.time_entry(seat, -1, minutes=90)
    world.time_entry(world.seated(world.mission(first=-3, last=4), cast.tom), -1, minutes=60)
    world.time_entry(seat, -3, confirmed_by=cast.karim)
    with app.app_context():
        assert queries.time_to_confirm(cast.nadia.person()) == queries.TimeSummary(people=2, minutes=570, entries=3)
        assert queries.time_to_confirm(cast.jade.person()) == queries.TimeSummary(people=0, minutes=0, entries=0)


def test_strangers_find_nothing(app, visit, world, cast, seat):
    entry = world.time_entry(seat, -1)
    visitor = visit(cast.oscar)
    assert "No time is waiting for you" in visitor.get(PATH).text
    data = {"csrf_token": visitor.token("/time"), "entries": f"{entry.public_id}.1"}
    visitor.post(PATH, data, status=404)
    visitor.get(f"/time/entries/{entry.public_id}/ask", status=404)
    assert states(app) == [("declared", None)]


def test_nobody_confirms_their_own_time(app, visit, world, cast, seat):
    entry = world.time_entry(seat, -1)
    visitor = visit(cast.ines)
    data = {"csrf_token": visitor.token("/time"), "entries": f"{entry.public_id}.1"}
    visitor.post(PATH, data, status=403)
    visitor.get(f"/time/entries/{entry.public_id}/ask", status=403)
    assert states(app) == [("declared", None)]


def test_hr_sees_and_does_not_confirm(visit, world, cast, seat):
    entry = world.time_entry(seat, -1)
    visitor = visit(cast.helene)
    data = {"csrf_token": visitor.token("/time"), "entries": f"{entry.public_id}.1"}
    visitor.post(PATH, data, status=403)


def test_who_confirms_for_nobody_has_no_tab(visit, cast, world):
    world.mission(owner=cast.karim)
    assert "To confirm" in visit(cast.karim).get("/time").text
    assert "To confirm" in visit(cast.nadia).get("/time").text
    assert "To confirm" not in visit(cast.ines).get("/time").text


def test_externals_have_nothing_to_confirm(visit, cast):
    visit(cast.sofia).get(PATH, status=403)


def test_a_line_corrected_meanwhile_is_not_confirmed(app, visit, world, cast, seat):
    first = world.time_entry(seat, -2)
    world.time_entry(seat, -1)
    visitor = visit(cast.nadia)
    page = visitor.get(PATH)
    with app.app_context(), transaction():
        first.load().minutes = 60
    answer = visitor.submit(page, PATH, status=409)
    assert "Nothing was confirmed" in answer.text
    assert "1 h" in answer.text
    assert states(app) == [("declared", None)] * 2


def test_a_confirmed_line_is_not_confirmed_again(app, visit, world, cast, seat):
    world.time_entry(seat, -1)
    manager, owner = visit(cast.nadia), visit(cast.karim)
    page = owner.get(PATH)
    manager.submit(manager.get(PATH), PATH)
    owner.submit(page, PATH, status=409)
    assert states(app) == [("confirmed", cast.nadia.id)]


def test_sending_twice_confirms_once(app, visit, world, cast, seat):
    world.time_entry(seat, -1)
    visitor = visit(cast.nadia)
    page = visitor.get(PATH)
    visitor.submit(page, PATH)
    visitor.submit(page, PATH)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(Event.action == "confirm")) == 1


def test_nothing_checked_is_said_and_stays_unchecked(visit, world, cast, seat):
    world.time_entry(seat, -1)
    visitor = visit(cast.nadia)
    page = visitor.submit(visitor.get(PATH), PATH, {"entries": None}, status=422)
    assert "Choose at least one line." in page.text
    assert "entries" not in page.form(PATH)


def test_a_question_goes_back_by_mail(app, visit, world, cast, seat):
    entry = world.time_entry(seat, -1)
    visitor = visit(cast.nadia)
    path = f"/time/entries/{entry.public_id}/ask"
    page = visitor.get(path)
    assert "Between 10" in visitor.submit(page, path, {"text": "Why?"}, status=422).text
    for _ in range(2):
        visitor.submit(page, path, {"text": "Does this hold the workshop?"})
    with app.app_context():
        mails = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        assert [mail.payload["to"] for mail in mails] == [cast.ines.email]
        assert "Does this hold the workshop?" in mails[0].payload["body"]
        assert "/time?week=2026-W11" in mails[0].payload["body"]
    assert states(app) == [("declared", None)]


def test_the_question_in_french(app, visit, world, cast, seat):
    visit(cast.ines, locale="fr")
    entry = world.time_entry(seat, -1, minutes=450)
    with app.test_request_context():
        services.ask_about(cast.nadia.person(), entry.load(), text="Cela compte-t-il l’atelier ?")
        mail = db.session.scalars(sa.select(OutboxItem)).one().payload
    assert mail["subject"].startswith("Une question sur votre temps")
    assert "7,5\u00a0h" in mail["body"]


def test_a_question_about_confirmed_time_comes_too_late(visit, world, cast, seat):
    entry = world.time_entry(seat, -1)
    visitor = visit(cast.nadia)
    page = visitor.get(f"/time/entries/{entry.public_id}/ask")
    with visitor.app.app_context():
        services.confirm_time(cast.karim.person(), {entry.public_id: None})
    visitor.submit(page, "/ask", {"text": "Does this hold the workshop?"}, status=409)


def test_two_confirmations_at_once_leave_one(app, world, cast, seat):
    entry = world.time_entry(seat, -1)
    start, outcomes = Barrier(2), []

    def confirm(someone):
        with app.app_context(), clock.at(WEDNESDAY):
            person = someone.person()
            start.wait()
            try:
                services.confirm_time(person, {entry.public_id: 1})
                outcomes.append("confirmed")
            except Conflict:
                outcomes.append("conflict")

    in_threads(partial(confirm, someone) for someone in (cast.nadia, cast.karim))
    assert sorted(outcomes) == ["confirmed", "conflict"]
    with app.app_context():
        assert entry.load().state is TimeState.CONFIRMED


def test_two_windows_at_once_never_pass_the_limit_of_a_week(app, world, cast, seat):
    other = world.seated(world.mission(first=-3, last=4), cast.ines)
    start, outcomes = Barrier(2), []
    monday = clock.this_week()

    def declare(application):
        with app.app_context(), clock.at(WEDNESDAY):
            person = cast.ines.person()
            start.wait()
            try:
                services.declare_week(
                    person, monday, [services.Declared(application.public_id, 2400, note="The launch")]
                )
                outcomes.append("kept")
            except services.Invalid:
                outcomes.append("refused")

    in_threads(partial(declare, application) for application in (seat, other))
    assert sorted(outcomes) == ["kept", "refused"]


def test_few_queries_and_both_languages(visit, world, cast, seat):
    for offset in (-3, -2, -1):
        world.time_entry(seat, offset)
    world.time_entry(world.seated(world.mission(first=-3, last=4), cast.tom), -1)
    visitor = visit(cast.nadia, locale="fr")
    assert "Temps à confirmer" in visitor.get(PATH).text
    assert visitor.query_count <= 6, visitor.queries


def test_a_question_too_late_is_kept(app, visit, cast, world):
    entry = world.time_entry(world.seated(world.mission(first=-4, last=2), cast.ines))
    nadia = visit(cast.nadia)
    page = nadia.get(f"/time/entries/{entry.public_id}/ask")
    nadia.submit(nadia.get("/time/to-confirm"), "/to-confirm")
    late = nadia.submit(page, "/ask", {"text": "Is this the audit week?"}, status=409)
    assert "Is this the audit week?" in late.text
