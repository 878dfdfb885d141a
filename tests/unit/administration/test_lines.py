"""What can be wrong in a line by itself."""

from __future__ import annotations

import pytest

from portal.administration.people_import.lines import (
    PEOPLE,
    UNITS,
    Line,
    is_email,
    parse_rate,
    read_people,
    read_units,
    shown,
)
from portal.core.tables import read_table
from portal.demo.content_files import rows
from portal.demo.people import firm_of
from portal.organization.models import Kind

HEADER = "identifier,given_name,family_name,email,kind,unit,manager,job_title,place,language,firm,daily_rate"


def read(*lines: str, header: str = HEADER) -> tuple[list[Line], list[str]]:
    table = read_table("\n".join((header, *lines)).encode(), PEOPLE)
    people = read_people(table)
    return people, [str(problem.reason) for problem in table.problems]


def test_a_full_line() -> None:
    people, problems = read('X1,Théo,Lambert,t@b.example,consultant,COM,,Conseil,Lyon,EN,Brévane Conseil,"1 250,50 €"')
    assert problems == []
    assert people == [
        Line(2, "X1", "Théo", "Lambert", "t@b.example", Kind.CONSULTANT, "COM", "", "Conseil", "Lyon", "en",
             "Brévane Conseil", 125_050)
    ]  # fmt: skip
    assert (people[0].full_name, people[0].firm_key) == ("Théo Lambert", "brevane conseil")


@pytest.mark.parametrize("name", [row["name"] for row in rows("firms.csv")])
def test_a_firm_of_the_demo_is_the_same_when_imported(name: str) -> None:
    people, _ = read(f"X1,Théo,Lambert,t@b.example,consultant,COM,,Conseil,Lyon,EN,{name.upper()},")
    assert people[0].firm_key == firm_of({"name": name, "siren": "", "tier": "panel"}).name_key


def test_the_columns_that_must_be_there_are_enough() -> None:
    people, problems = read("M1,Dora,Keller,d@b.example,salariée,DG,", header=HEADER[: HEADER.index(",job_title")])
    assert (problems, people[0].kind, people[0].locale) == ([], Kind.EMPLOYEE, "fr")


def test_one_name_is_enough() -> None:
    people, problems = read("X1,,Raditya,r@b.example,freelance,ING,,,,,,")
    assert (problems, people[0].full_name) == ([], "Raditya")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (",A,B,a@b.example,employee,DG,,,,,,", ["the identifier is missing"]),
        ("M1,,,a@b.example,employee,DG,,,,,,", ["the family name is missing"]),
        ("M1,A,,a@b.example,employee,DG,,,,,,", ["the family name is missing"]),
        ("M1,A,B,,employee,DG,,,,,,", ["the e-mail address is missing"]),
        ("M1,A,B,a@b,employee,DG,,,,,,", ["“a@b” is not an e-mail address"]),
        ("M1,A,B,a@b.example,employee,,,,,,,", ["the unit is missing"]),
        ("M1,A,B,a@b.example,boss,DG,,,,,,", ["“boss” is not a kind: employee, freelance, consultant or temp"]),
        ("M1,A,B,a@b.example,employee,DG,,,,de,,", ["“de” is not a language: fr or en"]),
        ("X1,A,B,a@b.example,freelance,DG,,,,,,free", ["“free” is not a daily rate"]),
        ("X1,A,B,a@b.example,freelance,DG,M1,,,,,", ["a freelance or a consultant has no manager"]),
        ("X1,A,B,a@b.example,consultant,DG,M1,,,,F,", ["a freelance or a consultant has no manager"]),
        ("X1,A,B,a@b.example,consultant,DG,,,,,,", ["the firm of a consultant or a temp is missing"]),
        ("X1,A,B,a@b.example,temp,DG,M1,,,,,", ["the firm of a consultant or a temp is missing"]),
        ("M1,A,B,a@b.example,employee,DG,,,,,F,", ["an employee has neither firm nor daily rate"]),
        ("M1,A,B,a@b.example,employee,DG,,,,,,500", ["an employee has neither firm nor daily rate"]),
        (f"{'M' * 33},A,B,a@b.example,employee,DG,,,,,,", ["identifier is longer than 32 characters"]),
        (f"M1,A,B,a@b.example,employee,DG,,{'x' * 121},,,,", ["job_title is longer than 120 characters"]),
        (f"X1,A,B,a@b.example,consultant,DG,,,,,{'œ' * 61},", ["firm is longer than 120 characters"]),
        (
            "M1,,,x,boss,,,,,,,",
            [
                "the family name is missing",
                "the unit is missing",
                "“x” is not an e-mail address",
                "“boss” is not a kind: employee, freelance, consultant or temp",
            ],
        ),
    ],
)
def test_what_is_wrong_is_named(line: str, expected: list[str]) -> None:
    assert read(line)[1] == expected


@pytest.mark.parametrize(
    "text", ["a@b.example", "o'neil+x@mail.b-c.example", "A.B@EXAMPLE.org", f"{'a' * 64}@b.example"]
)
def test_addresses(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b.example", "a@b", "a b@c.example", "a..b@c.example", ".a@b.example", "a@-b.example",
     "é@b.example", "a@b.example\n", "a@b@c.example", "<a@b.example>", f"{'a' * 65}@b.example", "a@" + "b." * 130],
)  # fmt: skip
def test_what_is_not_an_address(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("620", 62_000),
        ("620.5", 62_050),
        ("620,50", 62_050),
        ("1 250", 125_000),
        ("1\u202f250,00\u00a0€", 125_000),
        ("100000", 10_000_000),
        ("0", None),
        ("0.00", None),
        ("-5", None),
        ("620.505", None),
        ("1e3", None),
        ("12 50", None),
        ("100000.01", None),
        ("9" * 6000, None),
        ("9" + " 999" * 2000, None),
        ("", None),
    ],
)
def test_rates(text: str, cents: int | None) -> None:
    assert parse_rate(text) == cents


def test_what_is_quoted_is_short_and_harmless() -> None:
    assert shown("\x1b[31mred") == "\ufffd[31mred"
    assert shown("x" * 200) == "x" * 59 + "…"


def test_units_take_the_name_they_have() -> None:
    table = read_table(b"code,name_en,name_fr,parent\nDG,Office,,\nMKT,,,DG\n,x,y,\n", UNITS)
    units = read_units(table)
    assert [(u.code, u.name_en, u.name_fr, u.parent) for u in units[:2]] == [
        ("DG", "Office", "Office", ""),
        ("MKT", "MKT", "MKT", "DG"),
    ]
    assert [(problem.line, str(problem.reason)) for problem in table.problems] == [(4, "the code is missing")]
