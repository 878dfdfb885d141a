"""Who decides for whom, asked of a real database."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from portal.accounts.models import Role
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization import queries
from tests.cast import Cast, Someone


def change(someone: Someone, **fields: Any) -> None:
    with transaction():
        for name, value in fields.items():
            setattr(someone.person(), name, value)


def names(people: Any) -> list[str]:
    return [person.given_name for person in people]


def test_the_line_goes_up_nearest_first(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert names(queries.management_line(cast.ines.id)) == ["Nadia", "Marc", "Dora"]
        assert queries.management_line(cast.dora.id) == []
        assert queries.management_line(cast.sofia.id) == []


def test_a_cycle_ends_and_never_holds_the_person(app: Flask, cast: Cast) -> None:
    with app.app_context():
        change(cast.dora, manager_id=cast.ines.id)
        assert names(queries.management_line(cast.ines.id)) == ["Nadia", "Marc", "Dora"]
        assert names(queries.management_line(cast.tom.id)) == ["Nadia", "Marc", "Dora", "Inès"]


def test_a_cycle_above_ends_too(app: Flask, cast: Cast) -> None:
    with app.app_context():
        change(cast.marc, manager_id=cast.nadia.id)
        assert names(queries.management_line(cast.ines.id)) == ["Nadia", "Marc"]


def test_the_decider_is_the_first_manager_who_may_decide(app: Flask, cast: Cast) -> None:
    with app.app_context():
        ines = cast.ines.person()
        assert queries.decider_for(ines).id == cast.nadia.id
        assert queries.decider_for(ines, {cast.nadia.id}).id == cast.marc.id
        assert queries.decider_for(ines, [cast.nadia.id, cast.marc.id, cast.dora.id]) is None
        assert queries.decider_for(cast.dora.person(), ()) is None


def test_those_who_left_or_are_disabled_are_passed_over(app: Flask, cast: Cast) -> None:
    with app.app_context():
        change(cast.nadia, left_on=date(2024, 1, 1))
        assert queries.decider_for(cast.ines.person(), ()).id == cast.marc.id
        with transaction():
            cast.marc.person().account.is_enabled = False
        assert queries.decider_for(cast.ines.person(), ()).id == cast.dora.id


def test_a_team_is_who_reports_and_is_still_here(app: Flask, cast: Cast) -> None:
    with app.app_context():
        nadia = cast.nadia.person()
        assert names(db.session.scalars(queries.team_of(nadia))) == ["Inès", "Lila", "Tom", "Léa"]
        change(cast.tom, left_on=date(2024, 1, 1))
        assert names(db.session.scalars(queries.team_of(nadia))) == ["Inès", "Lila", "Léa"]


def test_roles_are_held_by_people_who_can_act(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert names(db.session.scalars(queries.people_with_role(Role.HR))) == ["Hélène"]
        change(cast.helene, left_on=date(2024, 1, 1))
        assert names(db.session.scalars(queries.people_with_role(Role.HR))) == []


def test_units_are_listed_by_code(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert [unit.code for unit in db.session.scalars(queries.units())] == ["ACH", "COM", "DG", "MKT", "RH"]
