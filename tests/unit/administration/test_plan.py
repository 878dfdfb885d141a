"""What a file would change, and what is wrong in it as a whole: no database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.administration.people_import.checks import check
from portal.administration.people_import.lines import Line, UnitLine
from portal.administration.people_import.plan import (
    Export,
    FieldChange,
    Known,
    KnownUnit,
    Options,
    Plan,
    State,
    build,
    find_cycles,
)
from portal.engagements.models import firm_key
from portal.organization.models import Kind

ALL = frozenset(
    "identifier given_name family_name email kind unit manager job_title place language firm daily_rate".split()
)


def line(number: int, identifier: str, **fields: Any) -> Line:
    given = {
        "given_name": identifier,
        "family_name": "Test",
        "email": f"{identifier.lower()}@b.example",
        "kind": Kind.EMPLOYEE,
        "unit": "DG",
        "manager": "",
    }
    return Line(number=number, identifier=identifier, **{**given, **fields})


def known(identifier: str, number: int = 1, **fields: Any) -> Known:
    given = {
        "given_name": identifier,
        "family_name": "Test",
        "email": f"{identifier.lower()}@b.example",
        "email_key": f"{identifier.lower()}@b.example",
        "kind": Kind.EMPLOYEE,
        "unit": "DG",
    }
    return Known(id=number, account_id=number, identifier=identifier, **{**given, **fields})


def state_of(*people: Known, units: tuple[str, ...] = ("DG",), firms: tuple[str, ...] = ()) -> State:
    return State(
        people={person.identifier: person for person in people},
        emails={person.email_key: person.identifier for person in people},
        units={code: KnownUnit(n, code, code, "") for n, code in enumerate(units)},
        firms={firm_key(name): n for n, name in enumerate(firms)},
    )


def plan_of(export: Export, state: State, options: Options = Options()) -> tuple[Plan, list[tuple[int, str]]]:  # noqa: B008
    plan = build(export, state, options)
    return plan, [(problem.line, str(problem.reason)) for problem in check(export, state, options, plan)]


def problems(*lines: Line, state: State | None = None, options: Options = Options(), **fields: Any) -> list[Any]:  # noqa: B008
    export = Export(list(lines), fields.pop("columns", ALL), **fields)
    return plan_of(export, state or state_of(), options)[1]


def test_created_changed_unchanged_and_absent() -> None:
    state = state_of(known("A"), known("B"), known("C"), known("D", is_here=False))
    lines = [line(2, "A"), line(3, "B", job_title="Cheffe", unit="MKT"), line(4, "E")]
    plan, wrong = plan_of(Export(lines, ALL), state)
    assert wrong == []
    assert [created.identifier for created in plan.created] == ["E"]
    assert [change.known.identifier for change in plan.changed] == ["B"]
    assert plan.changed[0].fields == (FieldChange("unit", "DG", "MKT"), FieldChange("job_title", "", "Cheffe"))
    assert plan.unchanged == 1
    assert [person.identifier for person in plan.absent] == ["C"]
    assert [unit.code for unit in plan.units_created] == ["MKT"]
    assert (plan.leavers, plan.is_empty) == ([], False)


def test_nothing_to_do() -> None:
    plan, wrong = plan_of(Export([line(2, "A")], ALL), state_of(known("A"), known("B")))
    assert (wrong, plan.is_empty, plan.unchanged) == ([], True, 1)


def test_a_column_the_file_does_not_have_is_left_alone() -> None:
    person = known("A", kind=Kind.TEMP, job_title="Agent", place="Lyon", firm="F", firm_key="f", rate_cents=100)
    few = ALL - {"job_title", "place", "firm", "daily_rate"}
    plan, wrong = plan_of(Export([line(2, "A", kind=Kind.TEMP)], few), state_of(person))
    assert (wrong, plan.is_empty) == ([], True)


def test_the_language_belongs_to_the_person_once_given() -> None:
    assert plan_of(Export([line(2, "A", locale="en")], ALL), state_of(known("A")))[0].is_empty


def test_a_firm_is_known_whatever_its_case() -> None:
    person = known("A", kind=Kind.CONSULTANT, firm="Brévane", firm_key="brevane")
    lines = [
        line(2, "A", kind=Kind.CONSULTANT, firm="BREVANE"),
        line(3, "B", kind=Kind.CONSULTANT, firm="Noctule"),
        line(4, "C", kind=Kind.CONSULTANT, firm="NOCTULE"),
    ]
    plan, wrong = plan_of(Export(lines, ALL), state_of(person, firms=("Brévane",)))
    assert (wrong, plan.unchanged, plan.firms_created) == ([], 1, {"noctule": "Noctule"})


def test_an_external_who_becomes_an_employee_keeps_no_terms() -> None:
    person = known("A", kind=Kind.TEMP, firm="F", firm_key="f", rate_cents=10_000)
    plan, _ = plan_of(Export([line(2, "A")], ALL - {"firm", "daily_rate"}), state_of(person, firms=("F",)))
    assert plan.changed[0].fields == (
        FieldChange("kind", "temp", "employee"),
        FieldChange("firm", "F", ""),
        FieldChange("daily_rate", "100.00", ""),
    )


def test_someone_who_left_comes_back() -> None:
    plan, wrong = plan_of(Export([line(2, "A")], ALL), state_of(known("A", is_here=False)))
    assert (wrong, plan.changed[0].of("presence")) == ([], FieldChange("presence", "left", "here"))


def test_doubles_are_named_with_the_first_line() -> None:
    assert problems(
        line(2, "A"), line(3, "B"), line(4, "A", email="z@b.example"), line(5, "C", email="B@B.example")
    ) == [
        (4, "A is already on line 2"),
        (5, "B@B.example is already on line 3"),
    ]


def test_an_address_that_someone_else_keeps() -> None:
    state = state_of(known("A"), known("B"))
    assert problems(line(2, "C", email="a@b.example"), state=state) == [(2, "a@b.example is the address of A Test")]
    state.emails["root@b.example"] = ""
    assert problems(line(2, "C", email="root@b.example"), state=state) == [
        (2, "root@b.example is the address of another account")
    ]


def test_two_people_may_exchange_their_addresses() -> None:
    state = state_of(known("A"), known("B"))
    assert problems(line(2, "A", email="b@b.example"), line(3, "B", email="a@b.example"), state=state) == []


def test_only_an_administrator_changes_the_address_of_someone_with_a_role() -> None:
    state = state_of(known("A", has_role=True), known("B"))
    moved = [line(2, "A", email="new@b.example"), line(3, "B", email="other@b.example")]
    assert problems(*moved, state=state) == []
    assert problems(*moved, state=state, options=Options(may_touch_roles=False)) == [
        (2, "only an administrator can change the address of someone who holds a role")
    ]


def test_managers_must_exist_be_here_and_be_employees() -> None:
    state = state_of(known("OLD", is_here=False), known("TEMP", kind=Kind.TEMP), known("BOSS"))
    assert problems(
        line(2, "A", manager="BOSS"),
        line(3, "B", manager="NOBODY"),
        line(4, "C", manager="OLD"),
        line(5, "D", manager="TEMP"),
        line(6, "E", manager="F"),
        line(7, "F", kind=Kind.FREELANCE),
        state=state,
    ) == [
        (3, "the manager NOBODY is unknown"),
        (4, "the manager OLD Test has left"),
        (5, "the manager TEMP is not an employee"),
        (6, "the manager F is not an employee"),
    ]


def test_a_manager_who_is_about_to_be_marked_as_left() -> None:
    state = state_of(*(known(f"P{n}") for n in range(40)), known("BOSS"))
    lines = [line(n + 2, f"P{n}", manager="BOSS" if n == 0 else "") for n in range(40)]
    assert problems(*lines, state=state, options=Options(leavers=True)) == [
        (2, "the manager BOSS Test is not in the file, so has left")
    ]


def test_a_circle_is_refused_and_its_people_named() -> None:
    assert problems(
        line(2, "A", manager="B"),
        line(3, "B", manager="C"),
        line(4, "C", manager="B"),
        line(5, "D", manager="D"),
    ) == [
        (3, "the hierarchy turns in a circle: B Test (B) → C Test (C) → B Test (B)"),
        (5, "D Test cannot be their own manager"),
    ]


def test_a_circle_may_close_through_people_who_are_not_in_the_file() -> None:
    state = state_of(known("A"), known("B", manager="A"))
    assert problems(line(2, "A", manager="B"), state=state) == [
        (2, "the hierarchy turns in a circle: A Test (A) → B Test (B) → A Test (A)")
    ]


def test_rings_are_each_found_once() -> None:
    managers = {"a": "b", "b": "a", "c": "a", "d": "d", "e": "f", "f": "", "g": "missing"}
    assert [sorted(ring) for ring in find_cycles(managers)] == [["a", "b"], ["d"]]
    deep = {str(n): str(n + 1) for n in range(50_000)}
    assert find_cycles(deep) == []


def test_the_firm_of_a_new_consultant_cannot_be_left_out() -> None:
    columns = ALL - {"firm"}
    state = state_of(known("A", kind=Kind.CONSULTANT, firm="F", firm_key="f"))
    lines = [line(2, "A", kind=Kind.CONSULTANT), line(3, "B", kind=Kind.CONSULTANT)]
    assert problems(*lines, state=state, columns=columns) == [(3, "the firm of a consultant or a temp is missing")]


def test_leavers_are_at_most_one_in_twenty_unless_forced() -> None:
    state = state_of(*(known(f"P{n}") for n in range(40)))
    options = Options(leavers=True)
    assert problems(*(line(n + 2, f"P{n}") for n in range(38)), state=state, options=options) == []
    few = [line(n + 2, f"P{n}") for n in range(37)]
    assert problems(*few, state=state, options=options) == [
        (0, "3 of the 40 people are not in the file: more than one in twenty. Is the file complete?")
    ]
    assert problems(*few, state=state, options=replace(options, force=True)) == []
    assert problems(*few, state=state) == []


def test_access_is_not_lost_by_mistake() -> None:
    crowd = [known(f"P{n}") for n in range(60)]
    lines = [line(n + 2, f"P{n}") for n in range(60)]
    state = state_of(*crowd, known("ME", has_role=True), known("ROOT", has_role=True, is_administrator=True))
    options = Options(leavers=True, own_identifier="ME")
    assert problems(*lines, state=state, options=options) == [
        (0, "you are not in the file: you would lose your own access"),
        (0, "no administrator would be left"),
    ]
    lines.append(line(70, "ME"))
    assert problems(*lines, state=state, options=replace(options, may_touch_roles=False)) == [
        (0, "only an administrator can end the access of those who hold a role: ROOT Test"),
        (0, "no administrator would be left"),
    ]


def test_units_of_a_file_are_created_or_renamed_and_no_other_is_accepted() -> None:
    state = state_of(units=("DG", "OLD"))
    units = [UnitLine(2, "DG", "Direction", "Office", ""), UnitLine(3, "MKT", "Marketing", "Marketing", "DG")]
    lines = [line(2, "A", unit="MKT"), line(3, "B", unit="OLD"), line(4, "C", unit="NEW")]
    plan, wrong = plan_of(Export(lines, ALL, units=units), state)
    assert [unit.code for unit in plan.units_created] == ["MKT"]
    assert [unit.code for unit in plan.units_changed] == ["DG"]
    assert wrong == [(4, "the unit NEW is unknown")]


def test_bad_units_are_named() -> None:
    units = [
        UnitLine(2, "A", "A", "A", "B"),
        UnitLine(3, "B", "B", "B", "A"),
        UnitLine(4, "C", "C", "C", "Z"),
        UnitLine(5, "C", "C", "C", ""),
    ]
    assert problems(units=units, state=state_of(units=())) == [
        (2, "these units are above one another: A, B"),
        (4, "the parent unit Z is unknown"),
        (5, "C is already on line 4"),
    ]
