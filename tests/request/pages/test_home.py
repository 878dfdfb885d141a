"""Home: whose turn it is, where one stands, what is new."""

from __future__ import annotations

from portal.applications.models import ApplicationState
from portal.missions.models import MissionState
from portal.recognition.models import RecognitionState


def test_a_new_employee_is_told_what_to_do(visit, cast, world):
    world.mission()
    ines = visit(cast.ines)
    page = ines.get("/")
    assert "Hello Inès" in page.text
    assert "Nothing is waiting for you" in page.text
    assert "You are on no mission yet" in page.text
    assert "Map the customer data" in page.text
    assert ines.query_count <= 10


def test_a_talent_sees_the_offer_first(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=ApplicationState.OFFERED)
    page = visit(cast.ines).get("/")
    assert "A place is offered to you." in page.text
    assert "/applications" in page.links()["A place is offered to you."]
    assert "Map the customer data" in page.text


def test_a_manager_and_an_owner_see_what_waits_for_them(visit, cast, world):
    world.authorization(world.mission(), cast.ines)
    world.application(world.mission(), cast.tom)
    assert "One request for time is waiting for your authorization." in visit(cast.nadia).get("/").text
    karim = visit(cast.karim).get("/")
    assert "One application to your missions awaits an answer." in karim.text


def test_hr_sees_what_to_publish_and_nobody_else_does(visit, cast, world):
    world.mission(state=MissionState.SUBMITTED, co_owner=cast.claire)
    helene = visit(cast.helene)
    page = helene.get("/")
    listed = helene.get(page.links()["One mission waits to be published."])
    assert "Map the customer data" in listed.text
    assert "waits to be published" not in visit(cast.ines).get("/").text


def test_an_external_is_shown_what_addresses_externals(visit, cast, world):
    world.mission(audience="employees", title_en="For those inside")
    world.mission(audience="externals", title_en="For those outside")
    page = visit(cast.sofia).get("/")
    assert "For those outside" in page.text
    assert "For those inside" not in page.text


def test_in_french(visit, cast, world):
    world.authorization(world.mission(), cast.ines)
    page = visit(cast.nadia, locale="fr").get("/")
    assert "Bonjour Nadia" in page.text
    assert "Une demande de temps attend votre autorisation." in page.text


def test_strangers_are_sent_to_the_door(visit):
    assert "/sign-in" in visit().get("/", status=302).location


def test_a_recognition_waits_for_its_talent_to_choose_who_sees_it(visit, cast, world):
    mission = world.mission(first=-6, last=-2, places=3, state=MissionState.COMPLETED)
    words = "One recognition is waiting for you to choose who sees it."
    world.recognition(world.seated(mission, cast.sofia), state=RecognitionState.ATTESTED)
    world.recognition(world.seated(mission, cast.ines), state=RecognitionState.ATTESTED)
    world.recognition(world.seated(mission, cast.tom), state=RecognitionState.SEEN)
    assert words in visit(cast.sofia).get("/").text
    assert words in visit(cast.tom).get("/").text
    assert words not in visit(cast.ines).get("/").text
