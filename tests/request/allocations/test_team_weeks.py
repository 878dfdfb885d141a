"""The weeks of a team: what is given, asked and announced, read by whoever decides on them."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.models import Account, email_key
from portal.allocations.delegating.services import give_delegation, take_back
from portal.allocations.models import Ceiling
from portal.applications import services as applications
from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.desk.team.page import LENGTHS, window_of
from portal.extensions import db
from portal.organization.delegations import Delegation
from portal.organization.models import Kind, Person
from portal.talents.availability.models import Pause
from tests.factories import week
from tests.visitor import text_of

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
PAGE = "/team"


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


def rows(page):
    """{name: their weeks as they are read} of the table."""
    found = {}
    for line in page.find("tr"):
        cells = [*line.iter("th"), *line.iter("td")]
        if line.find("td") is not None:
            found[text_of(cells[0])] = [text_of(cell) for cell in cells[1:]]
    return found


def numbers(cells):
    """The first number that each cell says."""
    return [int(re.match(r"\d+", cell)[0]) for cell in cells]


def test_what_is_given_and_asked_stands_in_the_weeks(cast, world, visit, grant):
    grant(cast.ines, percent=20, first=0, last=2)
    world.authorization(world.mission(percent=30, first=1, last=3, title_en="Second one"), cast.ines)
    page = visit(cast.nadia).get(PAGE)
    weeks = rows(page)
    assert [*weeks] == ["The whole team", "Inès Carvalho", "Lila Diallo", "Tom Lefèvre", "Léa Nguyen"]
    assert numbers(weeks["Inès Carvalho"][:5]) == [20, 50, 50, 30, 0]
    assert "including 30 asked for" in weeks["Inès Carvalho"][1]
    assert "above the ceiling" in weeks["Inès Carvalho"][1]
    assert "above the ceiling" not in weeks["Inès Carvalho"][0]
    assert numbers(weeks["The whole team"][:5]) == [5, 12, 12, 8, 0]
    assert "Second one" in page.text
    assert "Waiting for an answer" in page.text


def test_other_terms_count_as_they_were_proposed(cast, counter, visit):
    counter()
    weeks = rows(visit(cast.nadia).get(PAGE))["Inès Carvalho"]
    assert numbers(weeks[2:8]) == [0, 10, 10, 10, 10, 0]


def test_pauses_and_ceilings(app, cast, visit):
    with app.app_context(), transaction() as session:
        days = {"starts_on": week(1), "ends_on": week(2) + timedelta(days=1)}
        session.add(Pause(person_id=cast.tom.id, **days, note="A secret of mine"))
        session.add(Ceiling(person_id=cast.lea.id, percent=10))
    page = visit(cast.nadia).get(PAGE)
    assert rows(page)["Tom Lefèvre"][:4] == ["0", "away", "away", "0"]
    assert "Pause announced from" in page.text
    assert "A secret of mine" not in page.text


def test_what_is_over_shows_no_more(app, cast, visit, grant):
    request = grant(cast.ines, first=0, last=4, title_en="Left")
    page = visit(cast.nadia).get(PAGE)
    assert "Left" in page.text
    with app.app_context():
        application = request.load().application
        applications.withdraw_application(application.person, application, text="")
    page = visit(cast.nadia).get(PAGE)
    assert numbers(rows(page)["Inès Carvalho"][:3]) == [20, 0, 0], "the present week stays given"


def test_links_lead_only_where_one_may_go(cast, world, visit):
    world.authorization(world.mission(title_en="For Nadia"), cast.ines)
    world.authorization(world.mission(title_en="For Marc", owner=cast.nadia), cast.tom, decider=cast.marc)
    nadia = visit(cast.nadia)
    page = nadia.get(PAGE)
    assert "For Marc" in page.text
    assert "For Marc" not in page.links()
    assert "Inès Carvalho" in nadia.get(page.links()["For Nadia"]).text


def test_a_rival_reads_nothing_of_who_applied(cast, world, visit):
    mission = world.mission(title_en="Wanted by both", places=2)
    world.authorization(mission, cast.ines, decider=cast.marc)
    world.application(mission, cast.nadia, state=ApplicationState.SUBMITTED)
    page = visit(cast.nadia).get(PAGE)
    assert "Wanted by both" not in page.text
    assert {cell[:1] for cell in rows(page)["Inès Carvalho"]} == {"0"}


def test_only_who_leads_or_stands_in_reads_it(app, cast, world, visit):
    world.authorization(world.mission(title_en="Quiet one"), cast.ines)
    of_nadia = f"{PAGE}?of={cast.nadia.public_id}"
    claire = visit(cast.claire)
    claire.get(of_nadia, status=404)
    visit(cast.marc).get(of_nadia, status=404)
    visit(cast.sofia).get(PAGE, status=403)
    assert "Nobody reports to you" in visit(cast.ines).get(PAGE).text
    with app.app_context():
        days = {"first_day": clock.today(), "last_day": clock.today()}
        given = give_delegation(cast.nadia.person(), delegate_id=cast.claire.id, **days).id
    page = claire.get(of_nadia)
    assert "Quiet one" in page.text
    assert "The weeks of the team: Nadia Benali" in page.text
    claire.get(f"{PAGE}.csv?of={cast.nadia.public_id}")
    with app.app_context():
        take_back(cast.nadia.person(), db.session.get_one(Delegation, given))
    claire.get(of_nadia, status=404)
    claire.get(f"{PAGE}.csv?of={cast.nadia.public_id}", status=404)


def test_a_table_for_a_spreadsheet(cast, visit, grant):
    grant(cast.ines, first=0, last=1, title_en="=1+1")
    answer = visit(cast.nadia).get(f"{PAGE}.csv")
    table = [*csv.reader(io.StringIO(answer.html.removeprefix("\ufeff")))]
    assert table[0][:3] == ["Person", "Week", "First day"]
    assert [line[:6] for line in table[1:]] == [
        ["Inès Carvalho", "2026-W12", "2026-03-16", "20", "0", "40"],
        ["Inès Carvalho", "2026-W13", "2026-03-23", "20", "0", "40"],
    ]
    assert table[1][7].startswith("'=1+1")


@pytest.mark.parametrize(
    ("asked", "weeks"),
    [
        (("2026-W50", "13"), ["W50", "W51", "W52", "W53", "W01"]),
        (("2027-W52", "26"), ["W52", "W01", "W02"]),
        (("2026-W53", "52"), ["W53", "W01"]),
    ],
)
def test_the_year_ends_where_iso_8601_says(asked, weeks):
    found = [f"{monday:W%V}" for monday in window_of(*asked).weeks]
    assert found[: len(weeks)] == weeks
    assert len(found) == int(asked[1])


@pytest.mark.parametrize(
    "asked", [("", ""), ("2026-W54", "0"), ("9999-W01", "13"), ("x" * 500, "-1"), ("0001-W01", "1e9")]
)
def test_an_address_that_makes_no_sense_shows_a_quarter_from_now(asked):
    window = window_of(*asked)
    assert (window.first, window.count) == (clock.this_week(), LENGTHS[0])


def test_it_moves_by_its_length(cast, visit):
    nadia = visit(cast.nadia)
    page = nadia.get(f"{PAGE}?from=2026-W40&weeks=26")
    assert "from=2027-W13&weeks=26" in page.links()["After"]
    assert "from=2026-W14&weeks=26" in page.links()["Before"]
    assert "weeks=52" in page.links()["52 weeks"]


def test_forty_people_over_half_a_year_take_eight_statements(app, cast, world, visit, grant):
    with app.app_context(), transaction() as session:
        unit = cast.nadia.person().unit_id
        for number in range(36):
            email = f"p{number}@merane.example"
            account = Account(email=email, email_key=email_key(email))
            person = Person(
                identifier=f"T{number}",
                given_name=f"Given{number}",
                family_name="Many",
                kind=Kind.EMPLOYEE,
                unit_id=unit,
                manager_id=cast.nadia.id,
                account=account,
            )
            session.add(person)
    for person in (cast.ines, cast.tom, cast.lea):
        grant(person, first=0, last=20)
        world.authorization(world.mission(percent=10, first=1, last=9), person)
    nadia = visit(cast.nadia)
    page = nadia.get(f"{PAGE}?weeks=26")
    assert len(rows(page)) == 41
    assert {len(cells) for cells in rows(page).values()} == {26}
    assert nadia.query_count <= 8
