"""The directory of everyone."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.organization.models import Person
from portal.talents import directory_text
from portal.talents.models import Profile
from tests.html_of_search import titles_of


def tallies(page) -> dict[str, str]:
    return {
        label.attrib.get("value", ""): "".join(span.itertext())
        for fieldset in page.find("fieldset", class_="facet")
        for box in fieldset.iter("label")
        for label in box.iter("input")
        for span in box.iter("span")
        if "tally" in span.attrib.get("class", "")
    }


def test_everyone_by_name_with_counts(cast, visit):
    page = visit(cast.ines).get("/talents")
    assert "17 people" in page.text
    assert titles_of(page)[:2] == ["Nadia Benali", "Inès Carvalho"]
    counts = tallies(page)
    assert (counts["employee"], counts["freelance"]) == ("14", "1")


def test_externals_open_it_too(cast, visit):
    assert "17 people" in visit(cast.sofia).get("/talents").text


def test_names_without_accents(cast, visit):
    ines = visit(cast.ines)
    assert titles_of(ines.get("/talents?q=INES")) == ["Inès Carvalho"]
    assert titles_of(ines.get("/talents?q=lefevre+tom")) == ["Tom Lefèvre"]
    assert titles_of(ines.get("/talents?q=100%25")) == []


def test_what_is_written_is_found_at_once(app, world, cast, visit):
    world.profile(cast.tom, headline_fr="Économètre", headline_en="Econometrician")
    ines = visit(cast.ines)
    assert titles_of(ines.get("/talents?q=econometre")) == ["Tom Lefèvre"]
    with app.app_context(), transaction() as session:
        cast.tom.person().family_name = "Œillet"
        session.get(Profile, cast.tom.id).headline_fr = "Statisticien"
    assert titles_of(ines.get("/talents?q=econometre")) == []
    assert titles_of(ines.get("/talents?q=oeillet+statisticien+tom")) == ["Tom Œillet"]


def test_whoever_is_brought_in_by_a_statement_is_found_once_refreshed(app, cast, visit):
    ines = visit(cast.ines)
    with app.app_context(), transaction() as session:
        session.execute(sa.update(Person), [{"id": cast.tom.id, "family_name": "Œillet"}])
        directory_text.refresh(session, [cast.tom.id, cast.lea.id])
    assert titles_of(ines.get("/talents?q=oeillet")) == ["Tom Œillet"]
    assert titles_of(ines.get("/talents?q=lefevre")) == []


def test_by_kind_and_unit(cast, visit):
    ines = visit(cast.ines)
    page = ines.get("/talents?kind=freelance&kind=temp")
    assert titles_of(page) == ["Lila Diallo", "Sofia Marchetti"]
    assert tallies(page)["employee"] == "14"
    links = [a.attrib["href"] for a in page.find("a", class_="chip")]
    assert len(links) == 2
    assert len(titles_of(ines.get(links[0]))) == 1
    unit = next(i.attrib["value"] for i in page.find("input", name="unit"))
    assert set(titles_of(ines.get(f"/talents?kind=freelance&kind=temp&unit={unit}"))) <= set(titles_of(page))


def test_by_skill_and_level(world, cast, visit):
    sql = world.skill("SQL")
    other = world.skill("Anything else")
    world.holds(cast.tom, sql, 2)
    world.holds(cast.lea, sql, 4)
    world.holds(cast.lea, other, 4)
    ines = visit(cast.ines)
    assert titles_of(ines.get("/talents?skill=sql")) == ["Tom Lefèvre", "Léa Nguyen"]
    page = ines.get("/talents?skill=sql&level=3")
    assert titles_of(page) == ["Léa Nguyen"]
    assert "SQL, at least “masters”" in page.text
    chips = ["".join(span.itertext()).strip() for span in page.find("span", class_="skill")]
    assert chips[0].startswith("SQL")


def test_a_skill_that_the_library_has_not_leaves_nobody_out(cast, visit):
    page = visit(cast.ines).get("/talents?skill=zzz")
    assert "The library has no skill called “zzz”" in page.text
    assert "17 people" in page.text


def test_by_availability(world, cast, visit):
    world.profile(cast.tom, availability_share=20)
    world.profile(cast.lea, availability_share=60, available_from=date(2026, 3, 2), available_until=date(2026, 6, 30))
    world.profile(cast.jade, availability_share=0)
    ines = visit(cast.ines)
    assert titles_of(ines.get("/talents?share=10")) == ["Tom Lefèvre", "Léa Nguyen"]
    assert titles_of(ines.get("/talents?share=40")) == ["Léa Nguyen"]
    assert titles_of(ines.get("/talents?from=2026-03-01")) == ["Tom Lefèvre"]
    assert titles_of(ines.get("/talents?from=2026-03-02")) == ["Tom Lefèvre", "Léa Nguyen"]
    assert titles_of(ines.get("/talents?from=2026-07-01")) == ["Tom Lefèvre"]


def test_externals_cannot_filter_by_what_they_cannot_read(app, world, cast, visit):
    world.profile(cast.tom, availability_share=20)
    with app.app_context(), transaction():
        cast.tom.person().job_title = "Jobword"
    sofia = visit(cast.sofia)
    page = sofia.get("/talents?share=10&from=2026-03-01")
    assert "17 people" in page.text
    assert not list(page.find("input", name="share"))
    assert titles_of(sofia.get("/talents?q=jobword")) == []
    assert titles_of(visit(cast.ines).get("/talents?q=jobword")) == ["Tom Lefèvre"]


def test_those_who_left_are_not_there(app, cast, visit):
    with app.app_context(), transaction():
        cast.tom.person().left_on = date(2024, 1, 1)
    assert "16 people" in visit(cast.ines).get("/talents").text


def test_nobody_says_what_to_do(cast, visit):
    page = visit(cast.ines).get("/talents?q=zzz")
    assert "Nobody fits all of this" in page.text
    assert "Show everyone" in page.links()


def test_pages(app, cast, visit):
    from portal.accounts.models import Account
    from portal.organization.models import Kind, Person

    with app.app_context(), transaction() as session:
        for number in range(20):
            email = f"more{number}@merane.example"
            account = Account(email=email, email_key=email)
            person = Person(
                identifier=f"X{number}",
                given_name="More",
                family_name=f"Zz{number:02}",
                kind=Kind.EMPLOYEE,
                unit_id=cast.unit_ids["RH"],
                account=account,
            )
            session.add(person)
    ines = visit(cast.ines)
    first = ines.get("/talents?kind=employee")
    second = ines.get(next(first.find("a", rel="next")).attrib["href"])
    assert len(titles_of(first)) == 20
    assert len(titles_of(second)) == 14
    assert ines.query_count <= 6, ines.queries
    assert ines.get("/talents?page=999").status == 200


def test_the_fragment_is_what_the_page_holds(cast, visit):
    ines = visit(cast.ines)
    page, fragment = ines.get("/talents?kind=temp"), ines.fragment("/talents?kind=temp", "results")
    assert titles_of(fragment) == titles_of(page) == ["Lila Diallo"]


@pytest.mark.parametrize("query", ["page=x", "level=99", "share=-3", "from=31/31", "kind=robot", "unit=" + "x" * 500])
def test_addresses_that_make_no_sense_are_answered(cast, visit, query):
    visit(cast.ines).get(f"/talents?{query}")


def test_in_french(cast, visit):
    page = visit(cast.ines, locale="fr").get("/talents?kind=temp")
    assert "1 personne" in page.text
    assert "Intérimaire" in page.text


def test_human_resources_take_it_to_a_spreadsheet(app, world, cast, visit):
    world.profile(cast.tom, headline_en="=cmd|' /C calc'!A0", availability_share=20)
    world.holds(cast.tom, world.skill("SQL"), 3)
    helene = visit(cast.helene)
    page = helene.get("/talents?q=tom")
    link = page.links()["This list for a spreadsheet (CSV)"]
    response = helene.get(link).response
    assert response.mimetype == "text/csv"
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 1
    assert rows[0]["Headline"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["Skills and level"] == "SQL (masters)"
    assert rows[0]["Share available"] == "20"


def test_the_spreadsheet_is_for_human_resources(cast, visit):
    for someone in (cast.ines, cast.sofia, cast.adele):
        visitor = visit(someone)
        assert "CSV" not in visitor.get("/talents").text
        visitor.get("/talents/export.csv", status=403)


def test_the_numbers_follow_every_write(app, cast, visit, world):
    crm = world.skill("CRM")

    def employees(reader: str, filters: str = "") -> str:
        return tallies(visit(getattr(cast, reader)).get(f"/talents?{filters}"))["employee"]

    def write(person, **values) -> None:
        with app.app_context(), transaction() as session:
            for name, value in values.items():
                setattr(session.get_one(Person, person.id), name, value)

    assert employees("ines") == employees("ines") == "14"
    write(cast.jade, left_on=clock.today())
    assert employees("ines") == "13"
    assert employees("ines", "skill=CRM") == "0"
    world.holds(cast.lea, crm, 2)
    assert employees("ines", "skill=CRM") == "1"
    assert employees("ines", "q=eclusiere") == "0"
    write(cast.lea, job_title="Éclusière")
    assert employees("ines", "q=eclusiere") == "1"
    assert employees("sofia", "q=eclusiere") == "0"
