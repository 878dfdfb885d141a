"""The manager's desk: what waits, the consequence, the decision."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.allocations.models import Allocation, Authorization, AuthorizationState, PersonWeek
from portal.applications.models import Application, ApplicationState
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from tests.factories import week


def state_of(app, authorization):
    with app.app_context():
        found = db.session.get_one(Authorization, authorization.id)
        return found.state, db.session.get_one(Application, found.application_id).state


def load(app, person, offset, used):
    with app.app_context(), transaction() as session:
        session.add(PersonWeek(person_id=person.id, week=week(offset), used=used))


def test_what_waits_stands_with_its_consequence(visit, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get("/desk")
    assert "One request is waiting for your authorization" in page.text
    assert "Inès stays within the ceiling of 40%" in page.text
    assert "Within the rules" in page.text
    assert f"/desk/{request.public_id}/authorize" in page.html
    assert nadia.query_count <= 13


def test_the_desk_stays_cheap_with_many_requests(visit, cast, world):
    for person in (cast.ines, cast.tom, cast.lea, cast.lila):
        world.authorization(world.mission(), person)
    nadia = visit(cast.nadia)
    nadia.get("/desk")
    assert nadia.query_count <= 13


def test_an_empty_desk_says_what_will_come(visit, cast):
    assert "Nothing to decide for now" in visit(cast.nadia).get("/desk").text


def test_in_french(visit, cast, world):
    world.authorization(world.mission(), cast.ines)
    page = visit(cast.nadia, locale="fr").get("/desk")
    assert "Décisions" in page.text
    assert "Cartographier les données clients" in page.text


def test_authorizing_takes_the_weeks_and_confirms_the_place(app, visit, cast, world):
    request = world.authorization(world.mission(percent=20, first=2, last=4), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    done = nadia.submit(
        page,
        "/authorize",
        {"authorize-note": "Bonne mission.", "authorize-relief_replaced": "Tom reprend le baromètre."},
    )
    after = nadia.get(done.location)
    assert "20% authorized. Inès Carvalho and Karim Haddad were told." in after.text
    assert state_of(app, request) == (AuthorizationState.APPROVED, ApplicationState.CONFIRMED)
    with app.app_context():
        used = db.session.scalars(sa.select(PersonWeek.used).where(PersonWeek.person_id == cast.ines.id)).all()
        assert used == [20, 20, 20]
        told = {item.payload["to"] for item in db.session.scalars(sa.select(OutboxItem)) if item.kind == "mail"}
    assert {"ines@merane.example", "karim@merane.example"} <= told


def test_a_double_click_decides_once(app, visit, cast, world):
    request = world.authorization(world.mission(first=2, last=3), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    nadia.submit(page, "/authorize")
    late = nadia.submit(page, "/authorize", status=409)
    assert "things moved on in the meantime" in late.text
    assert "You authorized 20%" in late.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Allocation)) == 2


def test_above_the_ceiling_takes_a_written_reason(app, visit, cast, world):
    load(app, cast.ines, 2, 30)
    request = world.authorization(world.mission(percent=20, first=2, last=3), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    assert "would pass the ceiling of 40% in 1 week, by 10 points at most" in page.text
    refused = nadia.submit(page, "/authorize", {"authorize-note": "Gardé"}, status=422)
    assert "write why you authorize this anyway" in refused.text
    assert "Gardé" in refused.html
    assert "Inès Carvalho and Karim Haddad only read that there is one." in refused.text
    reason = "The launch cannot move, two weeks only."
    nadia.submit(refused, "/authorize", {"authorize-override_reason": reason})
    assert state_of(app, request)[0] is AuthorizationState.APPROVED
    for reader in (cast.nadia, cast.helene):
        assert reason in visit(reader).get(f"/desk/{request.public_id}").text
    for reader in (cast.ines, cast.karim):
        page = visit(reader).get(f"/authorizations/{request.public_id}")
        assert reason not in page.html
        assert "A rule was not kept; why was written down for those who decide." in page.text


def test_a_full_week_cannot_be_authorized_at_all(app, visit, cast, world):
    load(app, cast.ines, 2, 90)
    request = world.authorization(world.mission(percent=20, first=2, last=3), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    assert "Not possible as it stands" in page.text
    assert "/authorize" not in page.html
    data = {
        "csrf_token": nadia.token(),
        "authorize-version": "1",
        "authorize-override_reason": "It must be possible somehow.",
    }
    nadia.post(f"/desk/{request.public_id}/authorize", data, status=422)
    assert state_of(app, request)[0] is AuthorizationState.REQUESTED


def test_refusing_takes_a_reason_and_gives_the_place_back(app, visit, cast, world):
    mission = world.mission()
    request = world.authorization(mission, cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    refused = nadia.submit(page, "/refuse", {"refuse-text": "Pas ce trimestre"}, status=422)
    assert "Choose a reason." in refused.text
    assert "Pas ce trimestre" in refused.html
    nadia.submit(refused, "/refuse", {"refuse-reason": "workload"})
    assert state_of(app, request) == (AuthorizationState.REFUSED, ApplicationState.RELEASED)
    with app.app_context():
        assert mission.load().seats[0].taken == 0


def test_other_terms_bind_when_both_said_yes(app, visit, cast, world):
    request = world.authorization(world.mission(percent=20, first=2, last=7), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    terms = {
        "counter-percent": "10",
        "counter-first_week": week(3).isoformat(),
        "counter-last_week": week(6).isoformat(),
        "counter-note": "Le salon",
    }
    nadia.submit(page, "/counter", terms)
    assert state_of(app, request)[0] is AuthorizationState.COUNTERED
    for person in (cast.ines, cast.karim):
        someone = visit(person)
        shown = someone.get(f"/authorizations/{request.public_id}")
        assert "What Nadia Benali proposes instead" in shown.text
        someone.submit(shown, "/accept")
    assert state_of(app, request) == (AuthorizationState.APPROVED, ApplicationState.CONFIRMED)
    with app.app_context():
        found = request.load()
        assert (found.percent, found.first_week, found.last_week) == (10, week(3), week(6))
        used = db.session.scalars(sa.select(PersonWeek.used).where(PersonWeek.person_id == cast.ines.id)).all()
        assert used == [10, 10, 10, 10]


def test_declining_other_terms_puts_the_first_request_back(app, visit, cast, world):
    request = world.authorization(world.mission(percent=20), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    terms = {"counter-percent": "10", "counter-note": "Moins"}
    nadia.submit(page, "/counter", terms)
    ines = visit(cast.ines)
    ines.submit(ines.get(f"/authorizations/{request.public_id}"), "/decline", {"text": "Trop peu pour aboutir"})
    assert state_of(app, request)[0] is AuthorizationState.REQUESTED
    assert "Trop peu pour aboutir" in nadia.get(f"/desk/{request.public_id}").text


def test_other_terms_are_checked(visit, cast, world):
    request = world.authorization(world.mission(percent=20), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    same = nadia.submit(page, "/counter", {"counter-note": "Pareil"}, status=422)
    assert "These are the terms asked for" in same.text
    more = nadia.submit(page, "/counter", {"counter-note": "Plus", "counter-percent": "50"}, status=422)
    assert "more than what is asked for" in more.text
    odd = nadia.submit(page, "/counter", {"counter-note": "Autre", "counter-percent": "13"}, status=422)
    assert "in steps of 5" in odd.text


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("0001-01-01", "9999-12-31", "last_week"),
        ("2027-01-04", "9999-12-31", "last_week"),
        ("0001-01-01", "0001-01-08", "first_week"),
        ("9999-12-27", "9999-12-31", "first_week"),
    ],
)
def test_other_terms_stay_within_what_can_be_planned(visit, cast, world, first, last, field):
    request = world.authorization(world.mission(percent=20), cast.ines)
    nadia = visit(cast.nadia)
    terms = {"counter-percent": "10", "counter-note": "Autre", "counter-first_week": first, "counter-last_week": last}
    page = nadia.submit(nadia.get(f"/desk/{request.public_id}"), "/counter", terms, status=422)
    assert page.field_error(f"counter-{field}")


def test_strangers_find_nothing(visit, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    for stranger in (cast.oscar, cast.tom, cast.marc):
        visit(stranger).get(f"/desk/{request.public_id}", status=404)
    visit(cast.nadia).get("/desk/AAAAAAAAAAAAAAAAAAAAAA", status=404)


def test_the_talent_and_the_owners_find_no_desk_page(visit, cast, world):
    """A team's weeks, why someone was chosen among how many: none of that is theirs to read."""
    request = world.authorization(world.mission(co_owner=cast.oscar), cast.ines)
    for person in (cast.ines, cast.karim, cast.oscar):
        someone = visit(person)
        someone.get(f"/desk/{request.public_id}", status=404)
        data = {"csrf_token": someone.token(), "refuse-reason": "workload"}
        someone.post(f"/desk/{request.public_id}/authorize", data, status=404)
        someone.post(f"/desk/{request.public_id}/refuse", data, status=404)
        assert "Nadia Benali authorizes the time" in someone.get(f"/authorizations/{request.public_id}").text


def test_human_resources_may_look_and_not_decide(visit, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    helene = visit(cast.helene)
    assert "There is nothing for you to decide" in helene.get(f"/desk/{request.public_id}").text
    data = {"csrf_token": helene.token(), "refuse-reason": "workload"}
    helene.post(f"/desk/{request.public_id}/authorize", data, status=403)
    helene.post(f"/desk/{request.public_id}/refuse", data, status=403)


def test_who_decided_still_reads_it(visit, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    nadia.submit(nadia.get(f"/desk/{request.public_id}"), "/refuse", {"refuse-reason": "workload"})
    assert "You refused" in nadia.get(f"/desk/{request.public_id}").text


def test_a_temp_has_a_line_manager_a_freelance_none(visit, cast, world):
    world.authorization(world.mission(), cast.lila)
    assert "Lila Diallo" in visit(cast.nadia).get("/desk").text
    visit(cast.sofia).get("/desk", status=403)


def test_a_decision_that_came_too_late_keeps_what_was_typed(visit, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    nadia.submit(page, "/authorize")
    late = nadia.submit(page, "/refuse", {"refuse-reason": "workload", "refuse-text": "Not in June"}, status=409)
    assert "Not in June" in late.text
    assert "You authorized 20%" in late.text


def test_human_resources_do_not_read_the_desk_about_themselves(visit, cast, world):
    request = world.authorization(world.mission(), cast.helene)
    visit(cast.helene).get(f"/desk/{request.public_id}", status=404)


def test_requests_from_several_teams_cost_no_more_queries(visit, cast, world):
    helene = visit(cast.helene)
    world.authorization(world.mission(), cast.ines, decider=cast.helene)
    helene.get("/desk")
    helene.get("/desk")
    alone = helene.query_count
    for person in (cast.jade, cast.oscar, cast.marc, cast.dora):
        world.authorization(world.mission(), person, decider=cast.helene)
    page = helene.get("/desk")
    assert "5 requests" in page.text
    assert helene.query_count == alone
