"""Calendars hold what their owner may read at the moment they are asked for, and no more than was asked to be shown."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import vobject

from portal.accounts.models import token_hash
from portal.accounts.services import administering
from portal.allocations.models import AuthorizationState
from portal.applications import services as applications
from portal.applications.models import ApplicationState as S
from portal.calendars.models import CalendarAddress
from portal.core import audit, clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, Mission, MissionState
from portal.organization.workflow import person_left
from tests.factories import week

TITLE = "Map the customer data"
OWN, TEAM = "/calendars/own", "/calendars/team"


@pytest.fixture
def address(visit):
    """`address(cast.ines)` makes the address of a calendar, by the page."""

    def make(person, action=OWN, *, titles=False):
        browser = visit(person)
        page = browser.get(action if "missions" in action else "/calendars")
        data = {"csrf_token": browser.token("/account"), "titles": "yes" if titles else None}
        shown = browser.submit(page, action, data, status=200)
        return urlsplit(next(shown.find("input", id="address")).attrib["value"]).path

    return make


@pytest.fixture
def read(app):
    """The entries of a calendar as an independent parser reads them, by the kind of their name."""

    def get(path):
        response = app.test_client().get(path)
        assert response.status_code == 200
        assert response.mimetype == "text/calendar"
        calendar = vobject.readOne(response.get_data(as_text=True))
        assert calendar.validate(raiseException=True)
        events = calendar.contents.get("vevent", [])
        assert len({event.uid.value for event in events}) == len(events)
        return events

    return get


def titles_of(events):
    return sorted(event.summary.value for event in events)


def test_my_weeks_without_what_they_are_for(world, cast, address, read, app):
    mission = world.mission(first=1, last=4)
    world.application(mission, cast.ines, state=S.CONFIRMED)
    path = address(cast.ines)
    (event,) = read(path)
    assert event.summary.value == "20% on a mission"
    assert event.dtstart.value == week(1)
    assert event.dtend.value == week(4) + timedelta(days=5)
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "TRANSPARENT"
    text = app.test_client().get(path).get_data(as_text=True)
    assert not re.search("customer|clients|Karim|Haddad", text)


def test_my_weeks_with_titles_when_i_ask(world, cast, address, read):
    world.application(world.mission(place="Lyon"), cast.ines, state=S.CONFIRMED)
    (event,) = read(address(cast.ines, titles=True))
    assert event.summary.value == f"20% · {TITLE}"
    assert "Lyon" in event.location.value
    assert "Karim Haddad" in event.description.value
    assert "/applications/" in event.url.value


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (S.ACCEPTED, "TENTATIVE"),
        (S.PENDING_CLEARANCE, "TENTATIVE"),
        (S.CONFIRMED, "CONFIRMED"),
        (S.COMPLETED, "CONFIRMED"),
    ],
)
def test_a_place_stands_as_it_does(world, cast, address, read, state, status):
    world.application(world.mission(), cast.ines, state=state)
    (event,) = read(address(cast.ines))
    assert event.status.value == status


@pytest.mark.parametrize("state", [S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED, S.NOT_SELECTED, S.DECLINED, S.LAPSED])
def test_a_wish_takes_no_week(world, cast, address, read, state):
    world.application(world.mission(), cast.ines, state=state)
    assert read(address(cast.ines)) == []


def test_what_i_give_up_is_cancelled_and_not_forgotten(app, world, cast, address, read):
    held = world.application(world.mission(), cast.ines, state=S.CONFIRMED)
    path = address(cast.ines)
    (before,) = read(path)
    with app.app_context():
        applications.withdraw_application(cast.ines.person(), held.load(), text="")
    (after,) = read(path)
    assert after.uid.value == before.uid.value
    assert (before.status.value, after.status.value) == ("CONFIRMED", "CANCELLED")
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value >= before.last_modified.value


def test_my_pauses_offers_and_answers(world, cast, address, read):
    world.pause(cast.karim, 3, 9, note="Surgery")
    mission = world.mission()
    world.application(mission, cast.ines, answer_due_on=clock.today())
    world.application(mission, cast.tom, answer_due_on=clock.today())
    world.application(world.mission(owner=cast.claire), cast.karim, state=S.OFFERED)
    path = address(cast.karim, titles=True)
    assert titles_of(read(path)) == [f"Answer 2 candidates: {TITLE}", f"Answer an offer: {TITLE}", "Away"]
    assert titles_of(read(address(cast.karim))) == ["Answer 2 candidates", "Answer an offer", "Away"]


def test_no_candidate_is_named_and_no_pause_is_explained(world, cast, address, app):
    world.pause(cast.karim, 3, 9, note="Surgery")
    world.application(world.mission(), cast.ines, answer_due_on=clock.today())
    text = app.test_client().get(address(cast.karim, titles=True)).get_data(as_text=True)
    assert "Answer 1 candidate" in text
    assert not re.search("Carvalho|Inès|Surgery", text)


def test_my_team_by_name_and_without_what_for(world, cast, address, read, app):
    world.authorization(world.mission(), cast.ines, state=AuthorizationState.REQUESTED)
    world.authorization(
        world.mission(owner=cast.claire),
        cast.tom,
        state=AuthorizationState.APPROVED,
        decided_by_id=cast.nadia.id,
        decided_at=clock.now(),
    )
    world.authorization(world.mission(), cast.jade, state=AuthorizationState.REQUESTED)
    path = address(cast.nadia, TEAM)
    events = {event.summary.value: event.status.value for event in read(path)}
    assert events == {
        "Inès Carvalho: 20% on a mission": "TENTATIVE",
        "Tom Lefèvre: 20% on a mission": "CONFIRMED",
    }
    assert TITLE not in app.test_client().get(path).get_data(as_text=True)
    assert titles_of(read(address(cast.nadia, TEAM, titles=True))) == [
        f"Inès Carvalho: 20% · {TITLE}",
        f"Tom Lefèvre: 20% · {TITLE}",
    ]


def test_who_changes_team_leaves_its_calendar(app, world, cast, address, read):
    world.authorization(world.mission(), cast.ines)
    path = address(cast.nadia, TEAM)
    assert len(read(path)) == 1
    with app.app_context(), transaction():
        cast.ines.person().manager_id = cast.oscar.id
    assert read(path) == []
    with app.app_context(), transaction():
        for member in (cast.tom, cast.lea, cast.lila):
            member.person().manager_id = cast.oscar.id
    assert app.test_client().get(path).status_code == 404


def test_a_team_is_needed_to_follow_one(visit, cast):
    browser = visit(cast.ines)
    assert not list(browser.get("/calendars").find("form", action=TEAM))
    token = browser.token("/account")
    assert browser.post(TEAM, {"csrf_token": token}, status=403)


def test_a_mission_for_its_owners(world, cast, address, read):
    mission = world.mission(places=2, closes_on=clock.today() + timedelta(days=4), first=1, last=3)
    world.application(mission, cast.ines, state=S.CONFIRMED)
    world.application(mission, cast.sofia, state=S.PENDING_CLEARANCE)
    world.application(mission, cast.tom)
    action = f"/calendars/missions/{mission.public_id}"
    assert titles_of(read(address(cast.karim, action))) == [
        "A mission",
        "Applications to a mission close",
        "Place taken: 20%",
        "Place taken: 20%",
    ]
    assert titles_of(read(address(cast.karim, action, titles=True))) == [
        f"Applications close: {TITLE}",
        "Inès Carvalho: 20% on a mission",
        TITLE,
        "Sofia Marchetti: 20% on a mission",
    ]


def test_a_mission_for_who_holds_a_place(app, world, cast, address, read):
    mission = world.mission(places=2)
    held = world.application(mission, cast.ines, state=S.CONFIRMED)
    world.application(mission, cast.sofia, state=S.CONFIRMED)
    path = address(cast.ines, f"/calendars/missions/{mission.public_id}", titles=True)
    assert titles_of(read(path)) == [f"20% · {TITLE}", TITLE]
    with app.app_context():
        applications.withdraw_application(cast.ines.person(), held.load(), text="")
    assert app.test_client().get(path).status_code == 404


def test_a_stopped_mission_is_cancelled(app, world, cast, address, read):
    mission = world.mission()
    path = address(cast.karim, f"/calendars/missions/{mission.public_id}")
    with app.app_context(), transaction():
        db.session.execute(sa.update(Mission).values(state=MissionState.CANCELLED))
    (event,) = read(path)
    assert event.status.value == "CANCELLED"


@pytest.mark.parametrize("who", ["tom", "sofia", "helene"])
def test_strangers_to_a_mission_find_no_calendar(world, cast, visit, who):
    mission = world.mission(audience=Audience.BOTH)
    world.application(mission, getattr(cast, who))
    browser = visit(getattr(cast, who))
    browser.get(f"/calendars/missions/{mission.public_id}", status=404)
    token = browser.token("/account")
    browser.post(f"/calendars/missions/{mission.public_id}", {"csrf_token": token}, status=404)


def test_a_new_address_replaces_the_first(app, world, cast, address):
    first, second = address(cast.ines), address(cast.ines)
    assert first != second
    assert app.test_client().get(first).status_code == 404
    assert app.test_client().get(second).status_code == 200
    with app.app_context():
        (row,) = db.session.scalars(sa.select(CalendarAddress)).all()
        secret = second.removeprefix("/calendars/").removesuffix(".ics")
        assert row.token_hash == token_hash(secret)
        assert secret not in str(vars(row))


def test_ended_it_opens_nothing(app, cast, address, visit):
    path = address(cast.ines)
    browser = visit(cast.ines)
    page = browser.get("/calendars")
    data = {"csrf_token": browser.token("/account")}
    assert list(page.find("button", formaction="/calendars/own/end"))
    browser.post("/calendars/own/end", data, status=303)
    assert app.test_client().get(path).status_code == 404
    browser.post("/calendars/own/end", data, status=303)
    with app.app_context():
        actions = [event.action for event in db.session.scalars(sa.select(audit.Event).order_by(audit.Event.id))]
        assert actions == ["calendar.open", "calendar.end"]


def test_the_same_form_twice_makes_one_address(cast, visit, app):
    browser = visit(cast.ines)
    page = browser.get("/calendars")
    data = {"csrf_token": browser.token("/account")}
    data["submission_key"] = next(page.find("input", name="submission_key")).attrib["value"]
    first = browser.post(OWN, data, status=200)
    again = browser.post(OWN, data, status=200)
    assert list(first.find("input", id="address")) and not list(again.find("input", id="address"))
    assert (
        app.test_client().get(urlsplit(next(first.find("input", id="address")).attrib["value"]).path).status_code == 200
    )


@pytest.mark.parametrize("end", ["closed", "left"])
def test_it_ends_with_the_account(app, cast, address, end):
    path = address(cast.ines)
    with app.app_context():
        if end == "closed":
            administering.disable_account(cast.adele.person(), cast.ines.person().account)
        else:
            with transaction():
                cast.ines.person().left_on = clock.today()
                person_left(cast.ines.person())
        assert db.session.scalar(sa.select(sa.func.count()).select_from(CalendarAddress)) == 0
    assert app.test_client().get(path).status_code == 404


def test_what_has_not_changed_is_not_sent_again(app, world, cast, address):
    world.application(world.mission(), cast.ines, state=S.CONFIRMED)
    path = address(cast.ines)
    first = app.test_client().get(path)
    again = app.test_client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert not first.headers.getlist("Set-Cookie")


def test_in_its_owner_s_language(app, world, cast, address, read):
    world.application(world.mission(), cast.ines, state=S.CONFIRMED)
    path = address(cast.ines, titles=True)
    with app.app_context(), transaction():
        cast.ines.person().account.locale = "fr"
    (event,) = read(path)
    assert event.summary.value == "20\u00a0% · Cartographier les données clients"


def test_one_place_to_add_once(world, cast, visit, app):
    mission = world.mission()
    mine = world.application(mission, cast.ines, state=S.CONFIRMED)
    page = visit(cast.ines).get(f"/applications/{mine.public_id}")
    assert f"/applications/{mine.public_id}/place.ics" in [link.attrib["href"] for link in page.find("a")]
    response = visit(cast.ines).client.get(f"/applications/{mine.public_id}/place.ics")
    (event,) = vobject.readOne(response.get_data(as_text=True)).vevent_list
    assert event.summary.value == f"20% · {TITLE}"
    assert response.headers["Content-Disposition"] == 'attachment; filename="mission.ics"'


@pytest.mark.parametrize(("who", "state"), [("karim", S.CONFIRMED), ("tom", S.CONFIRMED), ("ines", S.SUBMITTED)])
def test_nobody_else_s_place(world, cast, visit, who, state):
    held = world.application(world.mission(), cast.ines, state=state)
    visit(getattr(cast, who)).get(f"/applications/{held.public_id}/place.ics", status=404)


@pytest.mark.parametrize("token", ["x", "..%2F..", "a" * 5000, "%00", "é"])
def test_guessing_finds_nothing(app, token):
    assert app.test_client().get(f"/calendars/{token}.ics").status_code in (400, 404)


@pytest.mark.parametrize(
    ("locale", "title", "part"),
    [("fr", "Mes calendriers", "Le calendrier d’une mission"), ("en", "My calendars", "The calendar of a mission")],
)
def test_the_page_in_both_languages(world, cast, visit, locale, title, part):
    mission = world.mission()
    browser = visit(cast.karim, locale=locale)
    page = browser.get("/calendars")
    assert title in page.text and part in page.text
    assert browser.query_count <= 8
    assert part in browser.get(f"/calendars/missions/{mission.public_id}").text


@pytest.mark.parametrize("count", [1, 6])
def test_a_calendar_asks_as_much_for_many(world, cast, address, visit, count):
    for _ in range(count):
        world.application(world.mission(), cast.ines, state=S.CONFIRMED)
        world.pause(cast.ines, 5 + 9 * _, 6 + 9 * _)
    path = address(cast.ines)
    browser = visit()
    response = browser.client.get(path)
    assert response.get_data(as_text=True).count("BEGIN:VEVENT") == 2 * count
    assert statements(browser.app, path) <= 9


def statements(app, path):
    """How many statements a calendar takes."""
    asked = []
    with app.app_context():
        engine = db.engine

    def note(connection, cursor, statement, *rest):
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        app.test_client().get(path)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))])
