"""A request always stands with someone who can decide it, whatever becomes of teams, owners and the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.allocations import services
from portal.allocations.models import Authorization
from portal.applications import services as applications
from portal.applications.inviting import services as inviting
from portal.applications.models import ApplicationState
from portal.core import clock, worker
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.workflow import manager_changed
from tests.factories import ref

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
LATE = datetime(2026, 3, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def do_chores(app):
    def run():
        with app.app_context():
            worker.do_chores()

    return run


def accept(app, application):
    with app.app_context():
        found = application.load()
        applications.accept_offer(found.person, found)
        opened = sa.select(Authorization.decider_id).where(Authorization.application_id == found.id)
        return db.session.scalars(opened).one()


def test_a_request_opens_before_the_first_who_owns_nothing(app, cast, world):
    offered = {"state": ApplicationState.OFFERED}
    mission = world.mission(owner=cast.nadia, co_owner=cast.karim, places=3)
    assert accept(app, world.application(mission, cast.ines, **offered)) == cast.marc.id
    assert accept(app, world.application(mission, cast.oscar, **offered)) == cast.dora.id
    assert accept(app, world.application(mission, cast.dora, **offered)) == cast.helene.id


def test_who_is_invited_decides_until_they_say_yes(app, cast, world, stand):
    mission = world.mission(places=3)
    first, second = world.authorization(mission, cast.ines), world.authorization(mission, cast.tom)
    with app.test_request_context():
        seat = mission.load().seats[0]
        invited = inviting.invite_to_seat(cast.karim.person(), seat, cast.nadia.person(), message="Would you join?")
        services.authorize_time(cast.nadia.person(), first.load())
        inviting.take_up_invitation(cast.nadia.person(), invited, message="")
    assert stand(first) == ("approved", cast.nadia.id)
    assert stand(second) == ("requested", cast.marc.id)


def test_it_stays_with_who_came_in_when_the_rival_is_none_any_more(app, cast, world, stand):
    mission = world.mission(places=3)
    request = world.authorization(mission, cast.ines)
    with app.test_request_context():
        rival = applications.apply_to_seat(cast.nadia.person(), mission.load().seats[0], message="Me too.", key=None)
        applications.withdraw_application(cast.nadia.person(), rival, text="")
    assert stand(request) == ("requested", cast.marc.id)
    with app.test_request_context():
        services.authorize_time(cast.marc.person(), request.load())
    assert stand(request) == ("approved", cast.marc.id)


def test_without_anyone_it_waits_for_someone_to_come(app, cast, world, leave, change, stand, mails, do_chores):
    leave(cast.helene)
    application = world.application(world.mission(), cast.dora, state=ApplicationState.OFFERED)
    assert accept(app, application) is None
    with app.app_context():
        request = ref(db.session.scalars(sa.select(Authorization)).one())
    change(cast.helene, left_on=None)
    do_chores()
    assert stand(request) == ("requested", cast.helene.id)
    assert ("helene", "allocations/requested") in mails()


def test_a_new_manager_takes_over(app, cast, world, change, stand, mails, event_of, visit):
    request = world.authorization(world.mission(), cast.ines)
    change(cast.ines, manager_changed, manager_id=cast.oscar.id)
    assert stand(request) == ("requested", cast.oscar.id)
    assert event_of(request, "redirect").data == {"former": cast.nadia.public_id, "decider": cast.oscar.public_id}
    assert mails() == [
        ("ines", "allocations/redirected"),
        ("karim", "allocations/redirected"),
        ("nadia", "allocations/passed_on"),
        ("oscar", "allocations/requested"),
    ]
    visit(cast.nadia).get(f"/desk/{request.public_id}", status=404)
    oscar = visit(cast.oscar)
    oscar.submit(oscar.get(f"/desk/{request.public_id}"), "/authorize")
    assert stand(request)[0] == "approved"


def test_a_change_two_levels_up_is_followed(app, cast, world, change, stand):
    request = world.authorization(world.mission(owner=cast.nadia), cast.ines, decider=cast.marc)
    change(cast.nadia, manager_changed, manager_id=cast.claire.id)
    assert stand(request) == ("requested", cast.claire.id)
    with app.app_context(), pytest.raises(Conflict, match="not_the_decider"):
        services.authorize_time(cast.marc.person(), request.load())
    with app.app_context():
        services.authorize_time(cast.claire.person(), request.load())
    assert stand(request)[0] == "approved"


def test_a_change_elsewhere_changes_nothing(cast, world, change, stand, mails):
    request = world.authorization(world.mission(), cast.ines)
    change(cast.marc, manager_changed, manager_id=cast.claire.id)
    change(cast.jade, manager_changed, manager_id=cast.claire.id)
    assert stand(request) == ("requested", cast.nadia.id)
    assert mails() == []


def test_a_hierarchy_in_a_circle_is_followed_too(cast, world, change, stand):
    request = world.authorization(world.mission(owner=cast.nadia), cast.ines, decider=cast.marc)
    change(cast.marc, manager_changed, manager_id=cast.nadia.id)
    assert stand(request) == ("requested", cast.marc.id)


def test_without_a_manager_human_resources_decide(cast, world, change, stand):
    request = world.authorization(world.mission(), cast.ines)
    change(cast.ines, manager_changed, manager_id=None)
    assert stand(request) == ("requested", cast.helene.id)


def test_human_resources_who_own_the_mission_do_not_decide(cast, world, change, stand):
    request = world.authorization(world.mission(owner=cast.helene), cast.ines)
    change(cast.ines, manager_changed, manager_id=None)
    assert stand(request) == ("requested", None)


def test_a_decider_who_leaves_is_replaced(cast, world, leave, stand, mails):
    request = world.authorization(world.mission(), cast.ines)
    leave(cast.nadia)
    assert stand(request) == ("requested", cast.marc.id)
    assert ("marc", "allocations/requested") in mails()
    assert ("nadia", "allocations/passed_on") not in mails()


def test_when_everyone_above_leaves_human_resources_decide(cast, world, leave, stand):
    request = world.authorization(world.mission(), cast.ines)
    for someone in (cast.marc, cast.nadia, cast.dora):
        leave(someone)
    assert stand(request) == ("requested", cast.helene.id)


def test_a_closed_account_is_noticed_within_the_hour(cast, world, change, stand, do_chores):
    request = world.authorization(world.mission(), cast.ines)
    change(cast.nadia, is_enabled=False)
    do_chores()
    assert stand(request) == ("requested", cast.marc.id)


@pytest.fixture
def edit_co_owner(world, visit, cast):
    def edit(mission, name):
        karim = visit(cast.karim)
        page = karim.get(f"/missions/{mission.public_id}/edit")
        karim.submit(page, "/edit", {"co_owner": name})

    return edit


def test_a_decider_who_becomes_co_owner_decides_no_more(cast, world, edit_co_owner, stand):
    mission = world.mission(co_owner=cast.claire)
    request = world.authorization(mission, cast.ines)
    edit_co_owner(mission, "Nadia Benali")
    assert stand(request) == ("requested", cast.marc.id)
    edit_co_owner(mission, "Claire Dubreuil")
    assert stand(request) == ("requested", cast.nadia.id)


def test_other_terms_fall_with_the_one_who_proposed_them(app, cast, counter, change, stand, mails, event_of, visit):
    request = counter()
    change(cast.ines, manager_changed, manager_id=cast.oscar.id)
    assert stand(request) == ("requested", cast.oscar.id)
    with app.app_context():
        found = request.load()
        assert (found.counter, found.decided_by_id, found.decided_at, found.note) == (None, None, None, "")
    assert event_of(request, "void_counter").to_state == "requested"
    assert ("oscar", "allocations/requested") in mails()
    page = visit(cast.ines, locale="fr").get(f"/authorizations/{request.public_id}")
    assert "Les autres conditions ne s’appliquent plus" in page.text
    assert "Oscar Weiss" in page.text


def test_other_terms_stand_when_a_change_concerns_nobody_above(cast, counter, change, stand):
    request = counter()
    change(cast.marc, manager_changed, manager_id=cast.claire.id)
    assert stand(request) == ("countered", cast.nadia.id)


def test_a_late_request_goes_up_until_human_resources(cast, world, stand, mails, event_of, do_chores):
    request = world.authorization(world.mission(), cast.ines)
    do_chores()
    assert stand(request) == ("requested", cast.nadia.id)
    with clock.at(LATE):
        do_chores()
        assert stand(request) == ("escalated", cast.marc.id)
        assert event_of(request, "escalate").actor_id is None
        assert mails() == [
            ("ines", "allocations/redirected"),
            ("karim", "allocations/redirected"),
            ("marc", "allocations/requested"),
            ("nadia", "allocations/passed_on"),
        ]
        do_chores()
        assert stand(request) == ("escalated", cast.marc.id)
    for weeks, decider in ((2, cast.dora), (4, cast.helene), (6, cast.helene)):
        with clock.at(LATE + timedelta(weeks=weeks)):
            do_chores()
        assert stand(request) == ("escalated", decider.id)


def test_the_one_it_was_passed_on_to_decides_and_no_other(app, cast, world, stand, visit, do_chores):
    request = world.authorization(world.mission(), cast.ines)
    with clock.at(LATE):
        do_chores()
        visit(cast.nadia).get(f"/desk/{request.public_id}", status=404)
        with app.app_context(), pytest.raises(Conflict, match="not_the_decider"):
            services.authorize_time(cast.nadia.person(), request.load())
        marc = visit(cast.marc)
        page = marc.get(f"/desk/{request.public_id}")
        assert "No answer came by the promised day" in page.text
        marc.submit(page, "/authorize")
    assert stand(request)[0] == "approved"


def test_what_was_passed_on_stays_there_while_it_can(cast, world, change, leave, stand, do_chores):
    request = world.authorization(world.mission(), cast.ines)
    with clock.at(LATE):
        do_chores()
    change(cast.nadia, manager_changed, manager_id=cast.marc.id)
    assert stand(request) == ("escalated", cast.marc.id)
    leave(cast.marc)
    assert stand(request) == ("escalated", cast.nadia.id)


def test_an_answered_request_is_passed_on_to_nobody(cast, world, counter, grant, stand, do_chores):
    granted, countered = grant(cast.ines), counter(cast.tom)
    with clock.at(LATE):
        do_chores()
    assert (stand(granted)[0], stand(countered)[0]) == ("active", "countered")


def test_the_path_says_until_when_and_who_is_next(cast, world, visit, change):
    request = world.authorization(world.mission(), cast.ines)
    ines = visit(cast.ines)
    address = f"/authorizations/{request.public_id}"
    assert "Mar 23; without an answer by then, Marc Ollivier decides" in ines.get(address).text
    change(cast.nadia, manager_changed, manager_id=None)
    assert "Mar 23; without an answer by then, human resources decides" in ines.get(address).text
    change(cast.ines, manager_changed, manager_id=None)
    page = ines.get(address)
    assert "Mar 23" in page.text
    assert "then" not in page.text.partition("Where it stands")[2].partition("History")[0]


def test_declining_puts_a_clean_request_before_who_decides_now(
    app, cast, counter, change, stand, mails, event_of, visit
):
    request = counter()
    change(cast.ines, manager_id=cast.oscar.id)  # nobody was told: a follower that failed must not leave it stuck
    ines = visit(cast.ines)
    ines.submit(ines.get(f"/authorizations/{request.public_id}"), "/decline", {"text": "Too little to succeed"})
    assert stand(request) == ("requested", cast.oscar.id)
    with app.app_context():
        found = request.load()
        assert (found.counter, found.decided_by_id, found.decided_at) == (None, None, None)
    assert ("oscar", "allocations/requested") in mails()
    assert ("oscar", "allocations/counter_declined") not in mails()


def test_declining_goes_back_to_the_same_manager(app, cast, counter, stand, mails, visit):
    request = counter(note="Less for now")
    karim = visit(cast.karim)
    karim.submit(karim.get(f"/authorizations/{request.public_id}"), "/decline", {"text": "Not enough"})
    assert stand(request) == ("requested", cast.nadia.id)
    with app.app_context():
        assert request.load().counter is None
        assert request.load().answer_due_on == clock.add_working_days(clock.today(), 5)
    assert mails() == [("nadia", "allocations/counter_declined")]


def test_declining_terms_of_the_next_level_stays_at_that_level(cast, counter, stand, visit):
    request = counter(decider=cast.marc)
    ines = visit(cast.ines)
    ines.submit(ines.get(f"/authorizations/{request.public_id}"), "/decline")
    assert stand(request) == ("escalated", cast.marc.id)
    marc = visit(cast.marc)
    marc.submit(marc.get(f"/desk/{request.public_id}"), "/authorize")
    assert stand(request)[0] == "approved"


def test_other_terms_can_be_proposed_again_after_a_refusal(app, cast, counter, stand, visit):
    request = counter()
    ines = visit(cast.ines)
    ines.submit(ines.get(f"/authorizations/{request.public_id}"), "/decline")
    nadia = visit(cast.nadia)
    again = {"counter-percent": "15", "counter-note": "A little more"}
    nadia.submit(nadia.get(f"/desk/{request.public_id}"), "/counter", again)
    assert stand(request)[0] == "countered"
    with app.app_context():
        counter_now = request.load().counter
        assert (counter_now.percent, counter_now.talent_accepted_at) == (15, None)


def test_a_request_that_waits_never_keeps_a_decision(app, cast, world):
    request = world.authorization(world.mission(), cast.ines)
    with app.app_context(), pytest.raises(sa.exc.IntegrityError), transaction():
        request.load().decided_by_id = cast.nadia.id
