"""What the desk says of a request once it is answered: what was decided, never what it would have done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.allocations import rules
from portal.allocations.models import PersonWeek
from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.web.jinja import day
from tests.factories import week


@pytest.fixture
def request_(cast, world):
    return world.authorization(world.mission(percent=25, first=2, last=4), cast.ines)


def propose(nadia, request):
    terms = {
        "counter-percent": "10",
        "counter-first_week": week(3).isoformat(),
        "counter-last_week": week(6).isoformat(),
        "counter-note": "Le salon",
    }
    page = nadia.get(f"/desk/{request.public_id}")
    return nadia.get(nadia.submit(page, "/counter", terms).location)


def test_once_authorized_nothing_is_counted_twice(visit, cast, request_):
    """At 25% of a ceiling of 40%, counting it twice would pass the ceiling."""
    nadia = visit(cast.nadia)
    nadia.submit(nadia.get(f"/desk/{request_.public_id}"), "/authorize")
    page = nadia.get(f"/desk/{request_.public_id}")
    assert "Authorized on" in page.text
    assert "25% authorized, from" in page.text
    assert "25% already given" in page.text
    assert "including 25 for this mission" in page.text
    assert "would pass" not in page.text
    assert "above the ceiling" not in page.text
    assert "In these weeks" not in page.text
    assert "If you authorize it" not in page.text
    assert "The place is confirmed;" not in page.text


def test_beside_what_was_authorized_stand_the_other_missions_only(app, visit, cast, world, request_):
    other = world.authorization(world.mission(title_en="Other", percent=10, first=2, last=4), cast.ines)
    nadia = visit(cast.nadia)
    for request in (other, request_):
        nadia.submit(nadia.get(f"/desk/{request.public_id}"), "/authorize")
    page = nadia.get(f"/desk/{request_.public_id}")
    assert "35% already given" in page.text
    assert "In these weeks, also: Other (10%)." in page.text


def test_a_refusal_is_dated_and_draws_nothing(visit, cast, request_):
    nadia = visit(cast.nadia)
    nadia.submit(nadia.get(f"/desk/{request_.public_id}"), "/refuse", {"refuse-reason": "workload"})
    page = nadia.get(f"/desk/{request_.public_id}")
    assert "Refused on" in page.text
    assert "asked for</span>" not in page.html
    assert "stays within the ceiling" not in page.text


def test_other_terms_stand_where_the_request_stood(app, visit, cast, request_):
    nadia = visit(cast.nadia)
    page = propose(nadia, request_)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        terms = f"10% instead of 25%, from {day(week(3))} to {day(clock.week_end(week(6)))}"
    assert page.text.count(terms) == 2
    assert "You proposed" in page.text
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert f"The mission starts on {day(week(3))}" in page.text
    assert "Nadia Benali proposed" not in page.text
    assert "If both say yes" in page.text
    assert page.html.count("including 10 asked for") == 4
    assert "including 25 asked for" not in page.text
    assert "They count once Inès Carvalho and Karim Haddad have both said yes" in page.text


def test_other_terms_in_french(visit, cast, request_):
    propose(visit(cast.nadia), request_)
    page = visit(cast.nadia, locale="fr").get(f"/desk/{request_.public_id}")
    assert "10 % au lieu de 25 %" in page.text.replace("\u00a0", " ")
    assert "Vous avez proposé" in page.text


def test_weeks_passed_over_by_others_stay_said_while_it_waits(app, visit, cast, request_):
    with app.app_context(), transaction():
        db.session.add(PersonWeek(person_id=cast.ines.id, week=week(2), used=30))
    page = visit(cast.nadia).get(f"/desk/{request_.public_id}")
    assert "would pass the ceiling of 40% in 1 week" in page.text


def test_who_decides_reads_that_silence_passes_it_on(visit, cast, request_):
    page = visit(cast.nadia).get(f"/desk/{request_.public_id}")
    assert "if you have not answered by then, Marc Ollivier decides" in page.text


def test_an_empty_desk_puts_a_space_between_its_sentences(visit, cast):
    assert "No request is waiting for you. You look after" in visit(cast.nadia).get("/desk").text
    assert ". Vous veillez" in visit(cast.nadia, locale="fr").get("/desk").text


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((), "Holds none of the 3 skills asked."),
        ((2,), "Holds 1 of the 3 skills asked."),
        ((0, 1, 2), "Holds the 3 skills asked."),
    ],
)
def test_why_this_person_counts_what_they_hold_and_shows_it_first(visit, cast, world, held, said):
    skills = [world.skill(name) for name in ("Welding", "Cooking", "Sailing")]
    for index in held:
        world.holds(cast.ines, skills[index])
    request = world.authorization(world.mission(skills=tuple((skill, 2) for skill in skills)), cast.ines)
    page = visit(cast.nadia).get(f"/desk/{request.public_id}")
    assert said in page.text
    assert page.text.index("Chosen by Karim Haddad") < page.text.index(said)
    if held == (2,):
        assert page.text.index("Sailing") < page.text.index("Welding")


@pytest.mark.parametrize(
    ("today", "ahead", "left"),
    [(0, 2, "2 weeks"), (1, 2, "1 week "), (6, 3, "2 weeks"), (6, 1, "1 day "), (4, 1, "3 days"), (0, 1, "1 week ")],
)
def test_the_notice_counts_whole_weeks_still_to_come(app, today, ahead, left):
    monday = date(2026, 11, 23)
    terms = rules.Terms(20, [monday + timedelta(weeks=ahead)])
    with app.test_request_context(headers={"Accept-Language": "en"}):
        sentence = str(rules.check_notice(terms, monday + timedelta(days=today)).sentence)
    assert f"The team has {left}" in sentence


def test_what_was_answered_is_found_again(visit, cast, world, request_):
    other = world.authorization(world.mission(title_en="Other", percent=10, first=2, last=4), cast.tom)
    nadia = visit(cast.nadia)
    empty = nadia.get("/desk")
    assert "Waiting for their answer" not in empty.text
    assert "Decided lately" not in empty.text
    nadia.submit(nadia.get(f"/desk/{other.public_id}"), "/refuse", {"refuse-reason": "workload"})
    propose(nadia, request_)
    page = nadia.get("/desk")
    assert page.text.index("Waiting for their answer") < page.text.index("Inès Carvalho")
    assert page.text.index("Decided lately") < page.text.index("Tom Lefèvre")
    assert page.links()["Tom Lefèvre"].startswith(f"/desk/{other.public_id}")
    assert page.links()["Inès Carvalho"].startswith(f"/desk/{request_.public_id}")
    assert "Decided lately" not in visit(cast.oscar).get("/desk").text


def test_a_confirmed_place_is_not_said_to_come(visit, cast, request_):
    nadia = visit(cast.nadia)
    nadia.submit(nadia.get(f"/desk/{request_.public_id}"), "/authorize")
    page = nadia.get(f"/desk/{request_.public_id}")
    assert "To come: The place is confirmed" not in page.text
    assert "The place is confirmed" in page.text
