"""The pages of applications: who sees what, in how many queries, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Seat
from portal.organization.models import Unit
from portal.talents.models import HeldSkill, Profile
from tests.factories import week
from tests.visitor import text_of

S = ApplicationState


def hold(app, person, skill, level):
    with app.app_context(), transaction() as session:
        session.add(HeldSkill(person_id=person.id, skill_id=skill.id, level=level))


def test_an_empty_list_says_what_to_do_next(visit, cast):
    page = visit(cast.ines).get("/applications")
    assert "You have not applied yet" in page.text
    assert "For my missions" not in page.text


def test_my_list_says_whose_turn_it_is(visit, cast, world):
    due = clock.add_working_days(clock.today(), 4)
    world.application(world.mission(), cast.ines, answer_due_on=due)
    world.application(world.mission(), cast.ines, state=S.OFFERED)
    world.application(world.mission(), cast.ines, state=S.CONFIRMED)
    world.application(world.mission(), cast.ines, state=S.NOT_SELECTED)
    ines = visit(cast.ines)
    page = ines.get("/applications")
    assert page.text.index("Your turn: answer by") < page.text.index("Karim Haddad answers by")
    assert "The mission starts on" in page.text
    assert "Ended on" in page.text
    assert ines.query_count <= 6


def test_my_list_in_french(visit, cast, world):
    world.application(world.mission(), cast.ines, state=S.OFFERED)
    page = visit(cast.ines, locale="fr").get("/applications")
    assert "Mes candidatures" in page.text
    assert "À vous : répondez au plus tard le" in page.text
    assert "Cartographier les données clients" in page.text


@pytest.mark.parametrize("state", list(S))
def test_both_sides_can_read_every_state(visit, cast, world, state):
    application = world.application(world.mission(co_owner=cast.oscar), cast.ines, state=state)
    for someone, locale in ((cast.ines, "fr"), (cast.karim, "fr"), (cast.oscar, "en"), (cast.helene, "en")):
        visitor = visit(someone, locale=locale)
        visitor.get(f"/applications/{application.public_id}")
        assert visitor.query_count <= (14 if someone in (cast.karim, cast.oscar) else 12)


def test_strangers_get_the_same_answer_as_for_nothing(visit, cast, world):
    application = world.application(world.mission(), cast.ines)
    for someone in (cast.tom, cast.nadia, cast.sofia, cast.paul, cast.adele):
        visit(someone).get(f"/applications/{application.public_id}", status=404)
        visit(someone).get("/applications/nothing", status=404)
    visit().get(f"/applications/{application.public_id}", status=302)


def test_the_owner_reads_skills_asked_beside_skills_held(app, visit, cast, world):
    sql, data = world.skill("SQL"), world.skill("Data modelling")
    application = world.application(world.mission(skills=((sql, 3), (data, 2))), cast.ines)
    hold(app, cast.ines, sql, 2)
    hold(app, cast.ines, data, 3)
    page = visit(cast.karim).get(f"/applications/{application.public_id}")
    assert "1 of 2 skills, 1 at a lower level" in page.text
    assert "asked at level 3. Held at level 2, below what is asked." in page.text
    assert "asked at level 2. Held at level 3." in page.text


def test_the_owner_reads_availability(app, visit, cast, world):
    application = world.application(world.mission(), cast.ines)
    with app.app_context(), transaction() as session:
        session.add(
            Profile(person_id=cast.ines.id, availability_share=40, available_from=clock.today(), notice_weeks=2)
        )
    page = visit(cast.karim).get(f"/applications/{application.public_id}")
    assert "2 weeks of notice" in page.text


def test_human_resources_read_without_deciding(visit, cast, world):
    application = world.application(world.mission(), cast.ines)
    page = visit(cast.helene).get(f"/applications/{application.public_id}")
    assert "Your answer" not in page.text
    assert not [form for form in page.find("form") if "/applications/" in form.attrib.get("action", "")]


def test_candidates_are_grouped_by_what_they_wait_for(visit, cast, world):
    mission = world.mission(places=2)
    late = clock.today() - timedelta(days=1)
    world.application(mission, cast.ines, answer_due_on=late, created_at=clock.now() - timedelta(days=16))
    world.application(mission, cast.tom, state=S.SHORTLISTED)
    world.application(mission, cast.sofia, state=S.CONFIRMED)
    world.application(mission, cast.lea, state=S.WITHDRAWN)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}/applications")
    headings = ["To read", "Shortlisted", "Place confirmed", "Applications that ended"]
    places = [page.text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "The answer was promised for" in page.text
    assert "waiting for 16 days" in page.text
    assert "1 place of 2 taken" in page.text
    assert karim.query_count <= 8


def test_many_candidates_cost_no_more_queries(visit, cast, world):
    mission = world.mission(skills=((world.skill("SQL"), 2),))
    for someone in (cast.ines, cast.tom, cast.lea, cast.sofia, cast.theo, cast.lila, cast.jade):
        world.application(mission, someone)
    karim = visit(cast.karim)
    karim.get(f"/missions/{mission.public_id}/applications")
    assert karim.query_count <= 8


def test_only_those_who_own_the_mission_see_its_candidates(visit, cast, world):
    mission = world.mission(co_owner=cast.oscar)
    world.application(mission, cast.ines)
    address = f"/missions/{mission.public_id}/applications"
    for someone in (cast.karim, cast.oscar, cast.helene):
        assert "Inès Carvalho" in visit(someone).get(address).text
    for someone in (cast.ines, cast.tom, cast.nadia, cast.paul):
        visit(someone).get(address, status=404)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.WITHDRAWN])
def test_nobody_reads_their_rivals(visit, cast, world, state):
    mission, other = world.mission(), world.mission()
    rival = world.application(mission, cast.ines)
    own = world.application(mission, cast.helene, state=state)
    world.application(other, cast.ines)
    helene = visit(cast.helene)
    helene.get(f"/missions/{mission.public_id}/applications", status=404)
    helene.get(f"/applications/{rival.public_id}", status=404)
    assert "What you wrote" in helene.get(f"/applications/{own.public_id}").text
    assert "Inès Carvalho" in helene.get(f"/missions/{other.public_id}/applications").text


def test_who_joins_once_answered_reads_the_candidates(visit, cast, world):
    mission = world.mission(co_owner=cast.helene)
    world.application(mission, cast.helene, state=S.NOT_SELECTED)
    rival = world.application(mission, cast.ines)
    helene = visit(cast.helene)
    assert "Inès Carvalho" in helene.get(f"/missions/{mission.public_id}/applications").text
    assert "Your answer" in helene.get(f"/applications/{rival.public_id}").text


def test_no_candidate_yet(visit, cast, world):
    mission = world.mission()
    page = visit(cast.karim, locale="fr").get(f"/missions/{mission.public_id}/applications")
    assert "Personne n’a encore postulé" in page.text


def test_received_lists_missions_by_what_presses(visit, cast, world):
    quiet = world.mission(title_en="Quiet mission")
    world.application(quiet, cast.ines, state=S.CONFIRMED)
    pressing = world.mission(title_en="Pressing mission")
    world.application(pressing, cast.tom, answer_due_on=clock.today() - timedelta(days=2))
    karim = visit(cast.karim)
    page = karim.get("/applications/received")
    assert page.text.index("Pressing mission") < page.text.index("Quiet mission")
    assert "1 to answer" in page.text
    assert karim.query_count <= 10
    assert "Nobody has applied to your missions yet" in visit(cast.claire).get("/applications/received").text


def test_the_header_counts_what_waits_for_me(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=S.OFFERED)
    world.application(mission, cast.tom)
    world.application(mission, cast.lea, state=S.ON_HOLD, hold_until=clock.today())
    world.application(mission, cast.jade, state=S.ON_HOLD, hold_until=week(3))

    def count(someone):
        return next(text for text in visit(someone).get("/applications").links() if text.startswith("Applications"))

    assert count(cast.ines) == "Applications 1"
    assert count(cast.karim) == "Applications 2"
    assert count(cast.tom) == "Applications"


def test_the_header_counts_as_of_the_day_it_is_asked(visit, cast, world):
    tomorrow = clock.now() + timedelta(days=1)
    world.application(world.mission(), cast.lea, state=S.ON_HOLD, hold_until=clock.local_day(tomorrow))
    assert "Applications" in visit(cast.karim).get("/applications").links()
    with clock.at(tomorrow):
        assert "Applications 1" in visit(cast.karim).get("/applications").links()


def test_content_in_one_language_says_so(visit, cast, world):
    application = world.application(world.mission(title_en=""), cast.ines)
    page = visit(cast.ines).get(f"/applications/{application.public_id}")
    assert [span.attrib.get("lang") for h1 in page.find("h1") for span in h1.iter("span")] == ["fr"]


def test_a_name_in_the_other_language_says_so(app, visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines)
    with app.app_context(), transaction():
        told = mission.load()
        told.seats[0].title_en = ""
        told.seats.append(
            Seat(title_fr="Rédacteur", percent=20, first_week=week(2), last_week=week(7), audience="both")
        )
        for unit in db.session.scalars(sa.select(Unit)):
            unit.name_en = ""
    listed = visit(cast.ines).get("/applications")
    assert "Direction commerciale" in [text_of(one) for one in listed.find("span", lang="fr")]
    candidates = visit(cast.karim).get(f"/missions/{mission.public_id}/applications")
    assert {"Marketing et marque", "Analyste"} <= {text_of(one) for one in candidates.find("span", lang="fr")}


def test_the_way_to_apply_stands_at_the_top_of_a_mission_for_those_who_may(visit, cast, world):
    mission = world.mission()
    path = f"/missions/{mission.public_id}"
    top = list(visit(cast.ines).get(path).find("a", href="#apply"))
    assert [text_of(link) for link in top] == ["Apply"]
    assert not list(visit(cast.karim).get(path).find("a", href="#apply"))
    world.application(mission, cast.ines)
    assert not list(visit(cast.ines).get(path).find("a", href="#apply"))
