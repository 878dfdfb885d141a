"""The generated organization holds together, on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.applications.models import Application, ApplicationState
from portal.core.audit import Event
from portal.core.transaction import rehearsal, transaction
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from portal.organization.models import Kind, Person, Unit
from portal.talents.models import HeldSkill
from tests.bench.consistency import violations
from tests.bench.organization import NotEmpty, generate
from tests.bench.people import DEEPEST, TEAM
from tests.bench.profiles import HELD
from tests.bench.sizes import SMALL

TINY = SMALL.divided(4)


def quiet(text: str) -> None:
    """The phases' times, said to nobody."""


def count(of: type, *conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(of).where(*conditions)) or 0


def spread_of(column: sa.ColumnElement[int], *conditions: sa.ColumnElement[bool]) -> tuple[int, int]:
    sizes = sa.select(sa.func.count(column).label("size")).where(*conditions).group_by(column).subquery()
    return tuple(db.session.execute(sa.select(sa.func.min(sizes.c.size), sa.func.max(sizes.c.size))).one())


def test_it_is_as_large_as_asked_and_everything_holds(app: Flask) -> None:
    with app.app_context():
        rows = generate(SMALL, say=quiet)
        assert violations() == []
        assert count(Person, Person.kind == Kind.EMPLOYEE) == SMALL.employees
        assert count(Person, Person.kind != Kind.EMPLOYEE) == SMALL.externals
        assert count(Mission) == SMALL.missions == rows["mission"]
        assert count(Application) == SMALL.applications
        assert count(Unit) == 60
        assert 3 <= count(Event, Event.subject_type == "application") / SMALL.applications <= 5
        assert set(db.session.scalars(sa.select(Mission.state).distinct())) >= {
            MissionState.DRAFT,
            MissionState.PUBLISHED,
            MissionState.IN_PROGRESS,
            MissionState.CLOSED,
            MissionState.CANCELLED,
        }
        assert len(set(db.session.scalars(sa.select(Application.state).distinct()))) > len(ApplicationState) - 3


def test_teams_and_skills_have_believable_sizes(app: Flask) -> None:
    with app.app_context():
        generate(TINY, say=quiet)
        is_member = (Person.kind == Kind.EMPLOYEE, Person.manager_id.is_not(None))
        smallest, largest = spread_of(Person.manager_id, *is_member)
        assert TEAM[0] <= smallest <= largest <= TEAM[1]
        fewest, most = spread_of(HeldSkill.person_id)
        assert HELD[0] <= fewest < most <= HELD[1]
        managers = dict(db.session.execute(sa.select(Person.id, Person.manager_id)).all())
        assert max(depth_of(person_id, managers) for person_id in managers) <= DEEPEST


def depth_of(person_id: int, managers: dict[int, int | None]) -> int:
    manager_id = managers[person_id]
    return 1 if manager_id is None else 1 + depth_of(manager_id, managers)


# What to break, and the sentence that must then be said.
BREAKS = (
    ("UPDATE person_week SET used = used + 1 WHERE used < 100", "A week's counter is the sum of what was given in it"),
    ("DELETE FROM person_week", "Nothing is given in a week without a counter"),
    ("DELETE FROM allocation", "Weeks are given by granted authorizations, and by them alone"),
    ("UPDATE seat SET taken = 0", "A seat's counter is the number of those who hold it"),
    ("UPDATE application SET state = 'declined' WHERE state = 'not_selected'", "An offer stands behind every state"),
    ("UPDATE application SET state = 'lapsed'", "The last event of an application says its state"),
    ("UPDATE \"authorization\" SET state = 'lapsed'", "Employees and temps are cleared by an authorization"),
    ("UPDATE engagement SET state = 'cancelled'", "Other externals are cleared by an engagement"),
    ("UPDATE recognition SET minutes_spent = minutes_spent + 1", "A recognition counts the hours declared"),
    ("UPDATE held_skill SET counted_level = 5 - counted_level", "The level that counts is the one the rule says"),
    ("UPDATE application SET agreed_last_week = agreed_first_week", "Hours are declared in the weeks that were agreed"),
)


def test_what_does_not_hold_is_said(app: Flask) -> None:
    with app.app_context():
        generate(TINY, say=quiet)
        for statement, sentence in BREAKS:
            with rehearsal(), transaction() as session:
                session.execute(sa.text(statement))
                said = [broken for broken, _ in violations()]
            assert any(broken.startswith(sentence) for broken in said), (statement, said)
        assert violations() == []


def test_it_goes_into_an_empty_database_only(app: Flask, cast: object) -> None:
    with app.app_context(), pytest.raises(NotEmpty):
        generate(TINY, say=quiet)
