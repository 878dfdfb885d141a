"""Pages are opened as the person they hold the most for, and measured beside a bare view."""

from __future__ import annotations

from flask import Flask

from tests.bench.casting import stranger
from tests.bench.measure import measure, sound, table
from tests.bench.organization import generate
from tests.bench.pages import Page, named, prepare
from tests.bench.profile import profile, slow_statements
from tests.bench.sizes import SMALL


def quiet(text: str) -> None:
    """The phases' times, said to nobody."""


def test_a_page_is_measured_and_explained(app: Flask) -> None:
    with app.app_context():
        generate(SMALL.divided(4), say=quiet)
    program = prepare(app, named(["home"]))
    answering, broken = sound(program.visits)
    assert [visit.page.name for visit in answering] == ["home"]
    assert broken == program.missing == []
    (one,) = measure(app, answering, rounds=2)
    assert one.milliseconds > 0 < one.bare_milliseconds
    assert 0 < one.queries < 50
    assert b"</html>" in one.body
    assert f"{len(one.body):,}" in table([one])
    said = profile(app, answering[0], with_plans=True)
    assert "SELECT" in said
    assert "show_home" in said
    assert slow_statements(app, answering)


def test_a_page_that_does_not_exist_yet_is_left_out(app: Flask) -> None:
    program = prepare(app, [Page("nowhere", "nowhere.show_nothing", stranger)])
    assert program.visits == []
    assert [why for _, why in program.missing] == ["there is no endpoint nowhere.show_nothing yet"]


def test_a_page_for_whom_nobody_fits_is_left_out(app: Flask) -> None:
    program = prepare(app, named(["home"]))
    assert [why for _, why in program.missing] == ["the organization is too small"]
