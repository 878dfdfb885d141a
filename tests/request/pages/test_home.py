"""Home: whose turn it is, what moved, where one stands, what suits, what comes next."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.accounts.models import Account
from portal.accounts.services import sessions
from portal.allocations.models import AuthorizationState
from portal.applications import services as applications
from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionLanguage, MissionState
from portal.recognition.models import RecognitionState
from portal.talents.models import Appetite, EvidenceKind, SpokenLevel
from tests.factories import week
from tests.visitor import text_of


@pytest.fixture
def back_after(app):
    """Let someone have been away for some hours, since a visit that ended then."""

    def leave(person, hours=48):
        with app.app_context(), transaction() as session:
            account = session.get_one(Account, person.person().account_id)
            account.seen_at = clock.now() - timedelta(hours=hours)

    return leave


def section(page, name: str) -> str:
    found = next((one for one in page.root.iter("section") if one.attrib.get("aria-labelledby") == name), None)
    return text_of(found) if found is not None else ""


# Newcomers


def test_an_empty_profile_has_three_first_steps(visit, cast, world):
    world.mission()
    ines = visit(cast.ines)
    page = ines.get("/")
    assert "Hello Inès" in page.text
    assert "Welcome. Three steps" in page.text
    steps = section(page, "steps-title")
    assert all(title in steps for title in ("Say what you do well", "Say when you could help", "Look at the missions"))
    assert "/profile/skills/new" in page.links()["Add a skill"]
    assert "Missions that suit you" not in page.text
    assert "Since your last visit" not in page.text
    assert ines.query_count <= 15


def test_a_step_that_is_done_says_so_and_goes_with_the_first_skill(visit, cast, world):
    world.profile(cast.ines, availability_share=20)
    page = visit(cast.ines).get("/")
    assert "Say when" not in page.links()
    assert 'aria-label="Done:"' in page.html
    world.holds(cast.ines, world.skill("SQL"))
    assert "Your first steps" not in visit(cast.ines).get("/").text


def test_an_external_reads_no_word_of_a_manager(visit, cast, world):
    assert "manager" not in visit(cast.sofia).get("/").text
    world.holds(cast.sofia, world.skill("SQL"))
    assert "manager" not in visit(cast.sofia).get("/").text
    mission = world.mission(first=-1)
    world.seated(mission, cast.sofia)
    page = visit(cast.sofia).get("/").text
    assert "your referent: Karim Haddad" in page
    assert "manager" not in page


# Whose turn it is


def test_a_talent_sees_the_offer_first(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=ApplicationState.OFFERED)
    page = visit(cast.ines).get("/")
    assert "A place is offered to you." in page.text
    assert "/applications" in page.links()["A place is offered to you."]
    assert "Map the customer data" in page.text
    assert "Answer the offer for “Map the customer data”" in section(page, "dates-title")


def test_a_manager_and_an_owner_see_what_waits_for_them(visit, cast, world):
    world.authorization(world.mission(), cast.ines)
    world.application(world.mission(), cast.tom)
    nadia = visit(cast.nadia).get("/")
    assert "One request for time is waiting for your authorization." in nadia.text
    assert "One request for time is to be decided" in section(nadia, "dates-title")
    assert "My team" in section(nadia, "rooms-title")
    karim = visit(cast.karim).get("/")
    assert "One application to your missions awaits an answer." in karim.text
    assert "2 open" in section(karim, "rooms-title")


@pytest.mark.parametrize("who", ["nadia", "karim", "ines", "helene"])
def test_the_header_and_the_home_count_alike(visit, cast, world, who):
    mission = world.mission(places=3)
    world.authorization(mission, cast.ines)
    world.application(world.mission(), cast.tom)
    world.application(world.mission(), cast.lea)
    world.application(world.mission(), cast.ines, state=ApplicationState.OFFERED)
    world.mission(state=MissionState.SUBMITTED, co_owner=cast.claire)
    world.time_entry(world.seated(world.mission(first=-3), cast.tom), -1)
    page = visit(getattr(cast, who)).get("/")
    nav = page.by_id("nav")
    announced = sum(int(text_of(one)) for one in nav.iter("span") if one.attrib.get("class") == "count")
    said = "One answer is" if announced == 1 else f"{announced} answers are"
    assert f"{said} awaited from you." in page.text


def test_hr_sees_what_to_publish_and_nobody_else_does(visit, cast, world):
    world.mission(state=MissionState.SUBMITTED, co_owner=cast.claire)
    helene = visit(cast.helene)
    page = helene.get("/")
    listed = helene.get(page.links()["One mission waits to be published."])
    assert "Map the customer data" in listed.text
    assert "waits to be published" not in visit(cast.ines).get("/").text


def test_a_recognition_waits_for_its_talent_to_choose_who_sees_it(visit, cast, world):
    mission = world.mission(first=-6, last=-2, places=3, state=MissionState.COMPLETED)
    words = "One recognition is waiting for you to choose who sees it."
    world.recognition(world.seated(mission, cast.sofia), state=RecognitionState.ATTESTED)
    world.recognition(world.seated(mission, cast.ines), state=RecognitionState.ATTESTED)
    world.recognition(world.seated(mission, cast.tom), state=RecognitionState.SEEN)
    assert words in visit(cast.sofia).get("/").text
    assert words in visit(cast.tom).get("/").text
    assert words not in visit(cast.ines).get("/").text


# What moved


def test_a_first_visit_has_nothing_to_compare_with(visit, cast):
    assert "Since your last visit" not in visit(cast.ines).get("/").text


def test_what_others_did_since_the_last_visit_is_told(app, visit, cast, world, back_after):
    back_after(cast.ines)
    application = world.application(world.mission(), cast.ines)
    with app.app_context():
        applications.review_application(cast.karim.person(), application.load())
    with app.app_context():
        applications.shortlist_application(cast.karim.person(), application.load())
    page = visit(cast.ines).get("/")
    news = section(page, "news-title")
    assert "Karim Haddad is reading your application to “Map the customer data”." in news
    assert "shortlist" not in page.text.casefold()


def test_what_one_answered_since_is_no_news(app, visit, cast, world, back_after):
    back_after(cast.ines)
    application = world.application(world.mission(), cast.ines, state=ApplicationState.SHORTLISTED)
    with app.app_context():
        seat = application.load().seat
        terms = {"percent": seat.percent, "first_week": seat.first_week, "last_week": seat.last_week}
        applications.offer_place(
            cast.karim.person(), application.load(), **terms, message="", why="They know it.", version=None
        )
    assert "Karim Haddad offers you a place" in visit(cast.ines).get("/").text
    back_after(cast.ines)
    with app.app_context():
        applications.accept_offer(cast.ines.person(), application.load())
    assert "offers you a place" not in visit(cast.ines).get("/").text


def test_several_who_did_the_same_are_one_line(app, visit, cast, world, back_after):
    back_after(cast.karim)
    mission = world.mission()
    for person in (cast.tom, cast.lea):
        with app.app_context():
            applications.apply_to_seat(person.person(), mission.load().seats[0], message="I can help.", key=None)
    assert "2 people applied to “Map the customer data”." in section(visit(cast.karim).get("/"), "news-title")
    assert "applied to" not in visit(cast.oscar).get("/").text


def test_an_endorsement_and_new_missions_that_suit_are_news(visit, cast, world, back_after):
    sql = world.skill("SQL")
    world.holds(cast.ines, sql, 3)
    back_after(cast.ines, hours=24 * 10)
    world.evidence(cast.ines, sql, EvidenceKind.ENDORSED, by=cast.tom, level=3)
    world.mission(skills=((sql, 2),))
    news = section(visit(cast.ines).get("/"), "news-title")
    assert "Tom Lefèvre endorsed your skill “SQL”." in news
    assert "One new mission suits you." in news


@pytest.mark.parametrize("gone", ["withdrawn_at", "hidden_at"])
def test_an_endorsement_taken_back_or_hidden_is_no_news(visit, cast, world, back_after, gone):
    sql = world.skill("SQL")
    world.holds(cast.ines, sql, 3)
    back_after(cast.ines)
    world.evidence(cast.ines, sql, EvidenceKind.ENDORSED, by=cast.tom, level=3, **{gone: clock.now()})
    assert "endorsed your skill" not in visit(cast.ines).get("/").text


def test_nothing_that_moved_is_said_too(visit, cast, back_after):
    back_after(cast.nadia)
    assert "Nothing moved that concerns you." in visit(cast.nadia).get("/").text


def test_a_visit_begins_after_an_hour_away_and_not_before(app, cast):
    def left_at():
        with app.app_context():
            return db.session.scalar(sa.select(Account.left_at).where(Account.id == cast.ines.person().account_id))

    def use(hours):
        moment = start + timedelta(hours=hours)
        with app.app_context(), clock.at(moment):
            account = db.session.get_one(Account, cast.ines.person().account_id)
            if not tokens:
                tokens.append(sessions.open_session(account))
            else:
                sessions.touch_session(tokens[0])
        return moment

    start, tokens = clock.now(), []
    first = use(0)
    assert left_at() is None
    use(0.5)
    assert left_at() is None
    use(3)
    assert left_at() == first + timedelta(hours=0.5)
    use(3.9)
    assert left_at() == first + timedelta(hours=0.5)


# What suits, and the profile


def test_missions_are_ranked_by_what_is_held_then_by_what_is_liked(visit, cast, world):
    liked, known, shunned = world.skill("Liked"), world.skill("Known"), world.skill("Shunned")
    world.holds(cast.ines, liked, 2, appetite=Appetite.USE)
    world.holds(cast.ines, known, 2)
    world.holds(cast.ines, shunned, 2, appetite=Appetite.AVOID)
    other = world.skill("Other")
    world.mission(skills=((liked, 2), (other, 2)), title_en="Half of it")
    world.mission(skills=((shunned, 2),), title_en="Shunned work")
    world.mission(skills=((known, 2),), title_en="Known work")
    world.mission(skills=((liked, 2),), title_en="Liked work")
    world.mission(skills=((other, 2),), title_en="Nothing held")
    suited = section(visit(cast.ines).get("/"), "suited-title")
    titles = [name for name in ("Liked work", "Known work", "Shunned work", "Half of it") if name in suited]
    assert sorted(titles, key=suited.index) == ["Liked work", "Known work", "Shunned work", "Half of it"]
    assert "Nothing held" not in suited
    assert "None of the" not in suited


def test_neither_ones_own_nor_those_applied_to_nor_closed_ones_are_shown(visit, cast, world):
    sql = world.skill("SQL")
    asks = ((sql, 2),)
    for person in (cast.ines, cast.sofia):
        world.holds(person, sql, 2)
    world.mission(owner=cast.ines, skills=asks, title_en="My own")
    world.application(world.mission(skills=asks, title_en="Applied to"), cast.ines)
    world.mission(skills=asks, title_en="Closed", closes_on=clock.today() - timedelta(days=1))
    world.mission(skills=asks, title_en="Full up", accepts_applications=False)
    world.mission(skills=asks, audience="externals", title_en="For those outside")
    world.mission(skills=asks, audience="employees", title_en="For those inside")
    suited = section(visit(cast.ines).get("/"), "suited-title")
    assert "For those inside" in suited
    for other in ("My own", "Applied to", "Closed", "Full up", "For those outside"):
        assert other not in suited
    outside = section(visit(cast.sofia).get("/"), "suited-title")
    assert "For those outside" in outside
    assert "For those inside" not in outside


def test_when_nothing_suits_it_is_said_with_a_way_on(visit, cast, world):
    world.holds(cast.ines, world.skill("SQL"), 2)
    world.mission(skills=((world.skill("Other"), 2),))
    page = visit(cast.ines).get("/")
    assert "No open mission asks mostly for the skills on your profile." in page.text
    assert "/missions" in page.links()["Look at them all"]


def test_the_profile_is_told_with_the_next_useful_step(visit, cast, world):
    old = clock.today() - timedelta(days=300)
    for name in ("SQL", "Excel", "Writing"):
        world.holds(cast.ines, world.skill(name), 2, confirmed_on=old)
    page = visit(cast.ines).get("/")
    health = section(page, "health-title")
    assert "Your skills were last confirmed in" in health
    assert "Nobody knows when you could help" in health
    assert "%" not in health
    world.profile(
        cast.ines, availability_share=20, available_until=clock.today() - timedelta(days=3), headline_en="Analyst"
    )
    assert "The availability you had said ended on" in section(visit(cast.ines).get("/"), "health-title")


def test_languages_that_missions_ask_for_are_counted(visit, cast, world):
    for name in ("SQL", "Excel", "Writing"):
        world.holds(cast.ines, world.skill(name), 2)
    world.profile(cast.ines, availability_share=20, availability_said_on=clock.today(), headline_en="Analyst")
    world.speaks(cast.ines, "fr", SpokenLevel.NATIVE)
    for _ in range(2):
        world.mission(language=MissionLanguage.EN)
    world.mission(language=MissionLanguage.EN, audience="externals")
    health = section(visit(cast.ines).get("/"), "health-title")
    assert "2 open missions are worked on in English, which is not among your languages." in health


def test_a_profile_in_good_health_is_said_to_be(visit, cast, world):
    for name in ("SQL", "Excel", "Writing"):
        world.holds(cast.ines, world.skill(name), 2)
    world.profile(
        cast.ines,
        availability_share=20,
        availability_said_on=clock.today(),
        headline_en="Analyst",
        summary_en="Ten years of it.",
    )
    world.speaks(cast.ines, "fr", SpokenLevel.NATIVE)
    world.experience(cast.ines, title_en="Analyst")
    assert "It says what it should" in section(visit(cast.ines).get("/"), "health-title")


# Next dates


def test_next_dates_come_in_order_with_what_comes_after(visit, cast, world):
    world.pause(cast.ines, 90, 100)
    world.seated(world.mission(first=-2, last=3, state=MissionState.IN_PROGRESS), cast.ines)
    world.application(world.mission(title_en="Later"), cast.ines, state=ApplicationState.ON_HOLD, hold_until=week(2))
    dates = section(visit(cast.ines).get("/"), "dates-title")
    order = [
        "An answer is promised to you for “Later”",
        "Your last day on “Map the customer data”",
        "Your pause begins",
    ]
    assert sorted(order, key=dates.index) == order
    assert "Then: what_next en" in dates


def test_an_owner_reads_what_is_late_and_what_ends(visit, cast, world):
    mission = world.mission(closes_on=clock.today() + timedelta(days=4))
    world.application(mission, cast.tom, answer_due_on=clock.today() - timedelta(days=2))
    world.mission(title_en="Under way", first=-4, last=1, state=MissionState.IN_PROGRESS)
    dates = section(visit(cast.karim).get("/"), "dates-title")
    assert "An answer is promised to one person who applied to “Map the customer data” this day is past" in dates
    assert "Applications to “Map the customer data” close" in dates
    assert "Your mission “Under way” reaches its end: complete it" in dates


def test_a_full_home_stays_within_its_budget(visit, cast, world, back_after):
    sql = world.skill("SQL")
    world.holds(cast.nadia, sql, 3)
    back_after(cast.nadia)
    for person in (cast.ines, cast.tom, cast.lea):
        world.authorization(world.mission(skills=((sql, 2),)), person)
    world.authorization(world.mission(), cast.nadia, decider=cast.marc, state=AuthorizationState.REQUESTED)
    for _ in range(5):
        world.mission(skills=((sql, 2),))
        world.application(world.mission(owner=cast.nadia), cast.oscar)
        world.application(world.mission(), cast.nadia)
    nadia = visit(cast.nadia)
    nadia.get("/")
    nadia.get("/")
    assert nadia.query_count <= 15


def test_in_french(visit, cast, world, back_after):
    world.authorization(world.mission(), cast.ines)
    back_after(cast.nadia)
    page = visit(cast.nadia, locale="fr").get("/")
    assert "Bonjour Nadia" in page.text
    assert "Une demande de temps attend votre autorisation." in page.text
    assert "Depuis votre dernière visite" in page.text
    assert "Prochaines dates" in page.text


def test_strangers_are_sent_to_the_door(visit):
    assert "/sign-in" in visit().get("/", status=302).location
