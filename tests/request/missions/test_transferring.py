"""A mission changes hands: someone named accepts, or nothing changes. When its owner leaves, nobody is forgotten."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.accounts.services.administering import disable_account, enable_account
from portal.core import clock, worker
from portal.core.errors import Conflict
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState, Stage
from portal.missions.transferring import services
from portal.missions.transferring.models import MissionTransfer
from portal.organization.workflow import person_left
from tests.mailbox import mails_written
from tests.threads import in_threads

S = MissionState
WORD = "Two people work on it, and the flows are drawn."


def address(mission):
    return f"/missions/{mission.public_id}"


def ask(browser, mission, name="Oscar Weiss", text=WORD, *, status=303):
    page = browser.get(f"{address(mission)}/transfer")
    return browser.submit(page, "/transfer", {"transfer-person": name, "transfer-text": text}, status=status)


def force(browser, path, data=None, *, status):
    return browser.post(path, {"csrf_token": browser.token("/missions"), **(data or {})}, status=status)


@pytest.fixture
def told(app):
    """Who was told what of a mission that changes hands: (name of the cast, event), in alphabetical order."""

    def read():
        with app.app_context():
            written = [(mail["to"].partition("@")[0], mail["event"]) for mail in mails_written()]
        return sorted(
            (to, event)
            for to, event in written
            if event.startswith(("transfers/", "applications/owner_", "missions/alone", "missions/ownerless"))
        )

    return read


@pytest.fixture
def asked(app, cast, world):
    """A question of Karim's to Oscar, about a mission that Jade owns with him. Where its page is."""

    def make(mission):
        with app.app_context():
            transfer = services.ask_transfer(
                cast.karim.person(), mission.load(), person_id=cast.oscar.id, text=WORD, version=None
            )
            return f"/transfers/{transfer.public_id}"

    return make


@pytest.fixture
def owners_of(app):
    def read(mission):
        with app.app_context():
            found = mission.load()
            return (found.owner.given_name, found.co_owner.given_name if found.co_owner else None, found.ownerless_on)

    return read


@pytest.fixture
def leave(app):
    def do(*people):
        with app.app_context(), transaction() as session:
            for someone in people:
                person = someone.person()
                person.left_on, person.account.is_enabled = clock.today(), False
            session.flush()
            for someone in people:
                person_left(someone.person())

    return do


def test_someone_asked_takes_it_over_and_everyone_concerned_is_told(
    visit, cast, world, told, owners_of, events_of, indexed
):
    mission = world.mission(co_owner=cast.jade, places=2)
    world.application(mission, cast.ines)
    world.application(mission, cast.sofia, state="confirmed")
    karim = visit(cast.karim)
    done = ask(karim, mission)
    page = karim.get(done.location)
    assert "Oscar Weiss was asked. You are told of the answer." in page.text
    assert "Oscar Weiss is asked to take it over" in page.text
    assert told() == [("jade", "transfers/asked_owner"), ("oscar", "transfers/asked")]
    assert owners_of(mission)[0] == "Karim"
    oscar = visit(cast.oscar)
    assert "You are asked to take a mission over." in oscar.get("/").text
    page = oscar.get("/transfers")
    assert len(oscar.queries) <= 15
    page = oscar.get(next(href for href in page.links().values() if href.startswith("/transfers/")))
    assert len(oscar.queries) <= 15
    assert WORD in page.text
    assert "objective en" in page.text
    done = oscar.submit(page, "/accept")
    page = oscar.get(done.location)
    assert len(oscar.queries) <= 15
    assert "The mission is yours. Everyone concerned was told." in page.text
    assert "Karim Haddad → Oscar Weiss" in page.text
    assert owners_of(mission) == ("Oscar", "Jade", None)
    assert [one for one in told() if "asked" not in one[1]] == [
        ("ines", "applications/owner_changed"),
        ("jade", "transfers/accepted"),
        ("karim", "transfers/accepted"),
        ("sofia", "applications/owner_changed"),
    ]
    assert [event[0] for event in events_of(mission)] == ["transfer_asked", "transferred"]
    assert indexed(mission) == 1
    force(karim, f"{address(mission)}/close", status=403)
    assert "Nobody asks you" in oscar.get("/transfers").text


def test_a_no_is_told_with_its_word_and_changes_nothing(visit, cast, world, told, owners_of, asked, events_of):
    mission = world.mission(co_owner=cast.jade)
    oscar = visit(cast.oscar)
    page = oscar.get(asked(mission))
    done = oscar.submit(page, "/decline", {"decline-text": "Not before June."})
    page = oscar.get(done.location)
    assert "Your answer was sent. The mission stays where it was." in page.text
    assert owners_of(mission) == ("Karim", "Jade", None)
    assert told()[-1] == ("oscar", "transfers/asked")
    assert ("karim", "transfers/declined") in told()
    assert events_of(mission)[-1] == ("transfer_declined", None, None, "Not before June.")
    assert "Not before June." in visit(cast.karim).get(address(mission)).text


def test_too_long_a_word_stays_in_the_form(visit, cast, world, asked):
    oscar = visit(cast.oscar)
    page = oscar.submit(oscar.get(asked(world.mission())), "/decline", {"decline-text": "x" * 4001}, status=422)
    assert "Keep it under 4000 characters." in page.field_error("decline-text")


def test_silence_is_a_no(app, visit, cast, world, told, owners_of, asked, events_of):
    mission = world.mission()
    where = asked(mission)
    page = visit(cast.oscar).get(where)
    with clock.at(clock.now() + timedelta(days=15)):
        oscar = visit(cast.oscar)
        oscar.submit(oscar.get(where), "/accept", status=409)
        with app.app_context():
            worker.do_chores()
        assert owners_of(mission)[0] == "Karim"
        assert ("karim", "transfers/lapsed") in told()
        assert ("oscar", "transfers/over") in told()
        assert "This question is over" in visit(cast.oscar).get(where).text
        before = told()
        with app.app_context():
            worker.do_chores()
        assert told() == before
    assert events_of(mission)[-1][0] == "transfer_lapsed"
    force(visit(cast.oscar), f"{where}/accept", {"accept-version": page.form("/accept")["accept-version"]}, status=409)


def test_it_is_taken_back(visit, cast, world, told, asked, owners_of):
    mission = world.mission()
    where = asked(mission)
    karim, oscar = visit(cast.karim), visit(cast.oscar)
    late = oscar.get(where)
    karim.submit(karim.get(where), "/call-off")
    assert ("oscar", "transfers/over") in told()
    page = oscar.submit(late, "/accept", status=409)
    assert "The question was taken back" in page.text
    assert owners_of(mission)[0] == "Karim"
    ask(karim, mission, "Claire Dubreuil")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Name an employee."),
        ("Nobody At All", "No employee has this name."),
        ("Sofia Marchetti", "No employee has this name."),
        ("Karim Haddad", "This person owns the mission already."),
        ("Inès Carvalho", "This person has applied to this mission. Answer the application first."),
        ("Tom Lefèvre", "This person takes part in the mission: nobody decides on themselves."),
        ("Léa Nguyen", "This person takes part in the mission: nobody decides on themselves."),
        ("Dora Keller", "This person has left, or has no access any more."),
    ],
)
def test_who_cannot_be_asked(app, visit, cast, world, told, name, sentence):
    mission = world.mission(places=3)
    world.application(mission, cast.ines)
    world.application(mission, cast.tom, state="confirmed")
    world.application(mission, cast.lea, state="completed")
    with app.app_context(), transaction():
        cast.dora.person().account.is_enabled = False
    page = ask(visit(cast.karim), mission, name, status=422)
    assert sentence in page.field_error("transfer-person")
    assert page.form("/transfer")["transfer-text"] == WORD
    assert told() == []


def test_nobody_gives_a_mission_to_themselves(visit, cast, world):
    page = ask(visit(cast.helene), world.mission(), "Hélène Roy", status=422)
    assert "nobody gives a mission to themselves" in page.field_error("transfer-person")


def test_the_validator_is_never_the_owner(app, visit, cast, world, owners_of):
    submitted = world.mission(state=S.SUBMITTED, co_owner=cast.jade)
    karim = visit(cast.karim)
    page = ask(karim, submitted, "Hélène Roy", status=422)
    assert "Nobody else could validate it" in page.field_error("transfer-person")
    piloted = world.mission(state=S.SUBMITTED, co_owner=cast.jade, pilot=world.pilot())
    ask(karim, piloted, "Hélène Roy")
    helene = visit(cast.helene)
    page = helene.get("/transfers")
    page = helene.get(next(href for href in page.links().values() if href.startswith("/transfers/")))
    helene.submit(page, "/accept")
    assert owners_of(piloted)[0] == "Hélène"
    force(helene, f"{address(piloted)}/publish", status=403)
    simone = visit(cast.simone)
    simone.submit(simone.get(address(piloted)), "/publish")


def test_whoever_applied_meanwhile_cannot_accept(visit, cast, world, asked, owners_of):
    mission = world.mission()
    where = asked(mission)
    world.application(mission, cast.oscar)
    oscar = visit(cast.oscar)
    page = oscar.submit(oscar.get(where), "/accept", status=409)
    assert "This person has applied to this mission." in page.text
    assert owners_of(mission)[0] == "Karim"


def test_the_co_owner_may_take_it_and_names_another(app, visit, cast, world, owners_of, told):
    mission = world.mission(co_owner=cast.jade)
    ask(visit(cast.karim), mission, "Jade Petit")
    jade = visit(cast.jade)
    page = jade.get("/transfers")
    page = jade.get(next(href for href in page.links().values() if href.startswith("/transfers/")))
    assert "You are its co-owner today" in page.text
    jade.submit(page, "/accept")
    assert owners_of(mission) == ("Jade", None, None)
    assert ("jade", "transfers/alone") in told()


def test_an_unpublished_mission_is_read_by_whoever_is_asked_and_no_more_by_who_gave_it(visit, cast, world, asked):
    mission = world.mission(state=S.CHANGES_REQUESTED, co_owner=cast.jade)
    where = asked(mission)
    oscar = visit(cast.oscar)
    oscar.get(address(mission), status=404)
    page = oscar.get(where)
    assert "objective en" in page.text
    assert address(mission) not in page.links().values()
    oscar.submit(page, "/accept")
    oscar.get(address(mission))
    visit(cast.karim).get(address(mission), status=404)


def test_strangers_do_not_see_a_question_and_only_some_answer_it(visit, cast, world, asked):
    where = asked(world.mission(co_owner=cast.jade))
    for stranger in (cast.ines, cast.simone, cast.adele):
        visit(stranger).get(where, status=404)
        for step in ("accept", "decline", "call-off"):
            force(visit(stranger), f"{where}/{step}", status=404)
    visit(cast.sofia).get(where, status=403)
    force(visit(cast.sofia), f"{where}/accept", status=403)
    for reader in (cast.karim, cast.helene):
        assert "/call-off" in visit(reader).get(where).html
        for step in ("accept", "decline"):
            force(visit(reader), f"{where}/{step}", status=403)
    assert "/call-off" not in visit(cast.jade).get(where).html
    for step in ("accept", "decline", "call-off"):
        force(visit(cast.jade), f"{where}/{step}", status=403)
    force(visit(cast.oscar), f"{where}/call-off", status=403)


def test_who_may_ask(visit, cast, world):
    mission = world.mission(co_owner=cast.jade)
    for someone in (cast.jade, cast.ines, cast.oscar, cast.adele, cast.sofia):
        visit(someone).get(f"{address(mission)}/transfer", status=403)
    draft = world.mission(state=S.DRAFT, co_owner=cast.jade)
    visit(cast.helene).get(f"{address(draft)}/transfer", status=404)
    ask(visit(cast.karim), draft)
    visit(cast.karim).get(f"{address(world.mission(state=S.CLOSED))}/transfer", status=409)


def test_two_at_once_one_question(app, visit, cast, world):
    mission = world.mission(co_owner=cast.jade)
    karim, helene = visit(cast.karim), visit(cast.helene)
    first, second = karim.get(f"{address(mission)}/transfer"), helene.get(f"{address(mission)}/transfer")
    sent = {"transfer-person": "Oscar Weiss", "transfer-text": WORD}
    once = karim.submit(first, "/transfer", sent)
    assert karim.submit(first, "/transfer", sent).location == once.location
    page = helene.submit(second, "/transfer", {**sent, "transfer-person": "Claire Dubreuil"}, status=409)
    assert "Someone is asked to take this mission over already." in page.text
    assert "Oscar Weiss is asked to take it over" in page.text
    assert "Claire Dubreuil" in page.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MissionTransfer)) == 1


def test_accepted_and_declined_at_once(visit, cast, world, asked, owners_of):
    mission = world.mission()
    where = asked(mission)
    one, other = visit(cast.oscar), visit(cast.oscar)
    first, second = one.get(where), other.get(where)
    one.submit(first, "/accept")
    page = other.submit(second, "/decline", {"decline-text": "No time."}, status=409)
    assert "Oscar Weiss took the mission over" in page.text
    assert owners_of(mission)[0] == "Oscar"


def test_the_co_owner_succeeds_an_owner_who_left(visit, cast, world, leave, told, owners_of, asked):
    mission = world.mission(co_owner=cast.jade)
    world.application(mission, cast.ines)
    asked(mission)
    leave(cast.karim)
    assert owners_of(mission) == ("Jade", None, None)
    assert [one for one in told() if "asked" not in one[1]] == [
        ("ines", "applications/owner_changed"),
        ("jade", "missions/alone"),
        ("jade", "transfers/lapsed"),
        ("oscar", "transfers/over"),
    ]
    assert "Karim Haddad → Jade Petit" in visit(cast.jade).get(address(mission)).text


def test_a_mission_without_an_owner_is_given_another_by_human_resources(
    visit, cast, world, leave, told, owners_of, events_of
):
    mission = world.mission(places=2)
    waits = world.application(mission, cast.ines, answer_due_on=clock.today() + timedelta(days=4))
    world.application(mission, cast.sofia, state="confirmed")
    leave(cast.karim)
    assert owners_of(mission) == ("Karim", None, clock.today())
    assert told() == [
        ("helene", "missions/ownerless"),
        ("ines", "applications/owner_sought"),
        ("sofia", "applications/owner_sought"),
    ]
    ines = visit(cast.ines)
    assert "A new owner is being sought" in ines.get(address(mission)).text
    page = ines.get(f"/applications/{waits.public_id}")
    assert len(ines.queries) <= 15
    assert "Your application keeps its place." in page.text
    assert "Whoever takes the mission over reads the application and answers" in page.text
    assert "Whoever takes the mission over answers by" in ines.get("/applications").text
    helene = visit(cast.helene)
    assert "One mission has no owner any more: name someone." in helene.get("/").text
    page = helene.get("/ownerless-missions")
    assert len(helene.queries) <= 15
    assert "Nobody is asked yet" in page.text
    assert "Map the customer data" in helene.get("/ownerless-missions.csv").response.text
    page = helene.get(address(mission))
    assert len(helene.queries) <= 15
    assert "Name someone" in page.text
    ask(helene, mission)
    assert "Oscar Weiss is asked" in helene.get("/ownerless-missions").text
    oscar = visit(cast.oscar)
    page = oscar.get("/transfers")
    page = oscar.get(next(href for href in page.links().values() if href.startswith("/transfers/")))
    oscar.submit(page, "/accept")
    assert owners_of(mission) == ("Oscar", None, None)
    assert "Every mission has an owner" in helene.get("/ownerless-missions").text
    assert "A new owner is being sought" not in ines.get(f"/applications/{waits.public_id}").text
    assert ("helene", "transfers/accepted") in told()
    assert [event[0] for event in events_of(mission)] == ["owner_left", "transfer_asked", "transferred"]


def test_both_owners_leave_at_once(cast, world, leave, owners_of, told):
    mission = world.mission(co_owner=cast.jade)
    leave(cast.karim, cast.jade)
    assert owners_of(mission) == ("Karim", None, clock.today())
    assert told() == [("helene", "missions/ownerless")]


def test_whoever_is_asked_leaves(cast, world, asked, leave, told):
    asked(world.mission())
    leave(cast.oscar)
    assert ("karim", "transfers/lapsed") in told()


def test_what_was_asked_before_the_owner_left_still_waits(visit, cast, world, asked, leave, told, owners_of):
    mission = world.mission()
    where = asked(mission)
    leave(cast.karim)
    oscar = visit(cast.oscar)
    oscar.submit(oscar.get(where), "/decline")
    assert ("helene", "transfers/declined") in told()
    assert owners_of(mission)[2] == clock.today()


def test_an_account_closed_then_opened_again(app, cast, world, owners_of, visit):
    alone, shared = world.mission(), world.mission(co_owner=cast.jade)
    with app.app_context():
        disable_account(cast.adele.person(), cast.karim.person().account)
    assert owners_of(alone) == ("Karim", None, clock.today())
    assert owners_of(shared) == ("Jade", None, None)
    with app.app_context():
        enable_account(cast.adele.person(), cast.karim.person().account)
    assert owners_of(alone) == ("Karim", None, None)
    assert "The owner is back" in visit(cast.helene).get(address(alone)).text


def test_a_cancelled_mission_waits_for_nobody(visit, cast, world, asked, told):
    mission = world.mission()
    asked(mission)
    karim = visit(cast.karim)
    karim.submit(karim.get(address(mission)), "/cancel", {"cancel-text": "The need is gone."})
    assert ("oscar", "transfers/over") in told()


def test_a_closed_one_is_over_by_the_next_round(app, visit, cast, world, asked, told):
    mission = world.mission(state=S.COMPLETED)
    where = asked(mission)
    karim = visit(cast.karim)
    karim.submit(karim.get(address(mission)), "/close")
    oscar = visit(cast.oscar)
    oscar.submit(oscar.get(where), "/accept", status=409)
    with app.app_context():
        worker.do_chores()
    assert ("oscar", "transfers/over") in told()


@pytest.mark.parametrize("address", ["/ownerless-missions", "/ownerless-missions.csv"])
def test_only_human_resources_read_those_without_an_owner(visit, cast, address):
    visit(cast.helene).get(address)
    for someone in (cast.karim, cast.simone, cast.adele, cast.sofia):
        visit(someone).get(address, status=403)


def test_drafts_and_missions_that_ended_are_not_listed(app, visit, cast, world):
    for state in (S.DRAFT, S.CLOSED, S.CANCELLED, S.UNFILLED, S.EXPIRED):
        world.mission(state=state, ownerless_on=clock.today())
    assert "Every mission has an owner" in visit(cast.helene).get("/ownerless-missions").text


def test_in_french(visit, cast, world, asked, leave):
    mission = world.mission(stage=Stage.OPEN)
    where = asked(mission)
    page = visit(cast.oscar, locale="fr").get(where)
    assert "Voulez-vous reprendre cette mission" in page.text
    assert "Qui la reprend" in visit(cast.helene, locale="fr").get(f"{address(world.mission())}/transfer").text
    assert "Missions à reprendre" in visit(cast.oscar, locale="fr").get("/transfers").text
    leave(cast.karim)
    assert "Missions sans porteur" in visit(cast.helene, locale="fr").get("/ownerless-missions").text


def test_the_names_are_offered_as_letters_are_typed(visit, cast, world):
    mission = world.mission()
    page = visit(cast.karim).fragment(f"{address(mission)}/transfer?transfer-person=weis", "people_labels")
    assert "Oscar Weiss" in page.html


def test_two_questions_at_the_same_instant_make_one(app, cast, world):
    mission = world.mission()
    refused = []

    def question(by, to):
        def deed():
            with app.app_context():
                try:
                    services.ask_transfer(by.person(), mission.load(), person_id=to.id, text="", version=None)
                except Conflict:
                    refused.append(to)

        return deed

    in_threads([question(cast.karim, cast.oscar), question(cast.helene, cast.claire)])
    with app.app_context():
        assert len(refused) == 1
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MissionTransfer)) == 1


def test_accepted_and_taken_back_at_the_same_instant(app, cast, world, asked, owners_of):
    mission = world.mission()
    key = asked(mission).rpartition("/")[2]
    done = []

    def deed(someone, verb):
        def act():
            with app.app_context(), suppress(Conflict):
                transfer = db.session.scalars(sa.select(MissionTransfer).filter_by(public_id=key)).one()
                verb(someone.person(), transfer)
                done.append(someone.full_name)

        return act

    in_threads([deed(cast.oscar, services.accept_transfer), deed(cast.karim, services.call_off_transfer)])
    assert len(done) == 1
    assert owners_of(mission)[0] == ("Oscar" if done == ["Oscar Weiss"] else "Karim")
