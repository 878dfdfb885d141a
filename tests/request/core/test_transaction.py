"""The one way to write."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from portal.core.errors import Conflict
from portal.core.transaction import (
    WriteOutsideTransaction,
    after_commit,
    forbid_writes,
    is_unique_violation,
    transaction,
)
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person, Unit
from tests.threads import in_threads


def title_of(cast):
    return db.session.scalar(sa.select(Person.job_title).where(Person.id == cast.ines.id))


def test_it_commits(app, cast):
    with app.app_context():
        person = cast.ines.person()
        with transaction():
            person.job_title = "Analyst"
    with app.app_context():
        assert title_of(cast) == "Analyst"


def test_it_rolls_back_on_anything(app, cast):
    for error in (ValueError, KeyboardInterrupt):
        with app.app_context():
            person = cast.ines.person()
            with pytest.raises(error), transaction():
                person.job_title = "Lost"
                db.session.flush()
                raise error
            assert title_of(cast) == ""


def test_it_does_not_nest(app):
    with app.app_context(), pytest.raises(WriteOutsideTransaction), transaction(), transaction():
        pass


def test_a_refused_nesting_leaves_no_trace(app, cast):
    with app.app_context():
        with pytest.raises(WriteOutsideTransaction), transaction(), transaction():
            pass
        person = cast.ines.person()
        with transaction():
            person.job_title = "Analyst"
        assert title_of(cast) == "Analyst"


def test_nothing_is_written_outside(app, cast):
    with app.app_context():
        cast.ines.person().job_title = "Queen"
        with pytest.raises(WriteOutsideTransaction):
            db.session.flush()
    with app.app_context():
        db.session.add(Unit(code="X", name_fr="X", name_en="X"))
        with pytest.raises(WriteOutsideTransaction):
            db.session.commit()
    for statement in (sa.update(Person).values(job_title="Queen"), sa.delete(Person)):
        with app.app_context(), pytest.raises(WriteOutsideTransaction):
            db.session.execute(statement)
    with app.app_context():
        assert title_of(cast) == ""


def test_a_change_made_before_is_refused(app, cast):
    with app.app_context():
        cast.ines.person().job_title = "Queen"
        with pytest.raises(WriteOutsideTransaction), transaction():
            pass


def test_reading_requests_cannot_open_one(app):
    with app.app_context():
        forbid_writes(True)
        with pytest.raises(WriteOutsideTransaction), transaction():
            pass
        forbid_writes(False)
        with transaction():
            pass


def test_what_follows_runs_after_success_only(app, cast):
    done = []
    with app.app_context():
        with transaction():
            after_commit(lambda: done.append(db.session.scalar(sa.select(sa.func.count()).select_from(Person))))
            assert done == []
        assert done == [17]
        with pytest.raises(ValueError, match="no"), transaction():
            after_commit(lambda: done.append("never"))
            raise ValueError("no")
        assert done == [17]
        with pytest.raises(WriteOutsideTransaction):
            after_commit(lambda: None)


def test_it_decides_on_fresh_rows(app, cast):
    with app.app_context():
        person = cast.ines.person()
        assert person.job_title == ""

        def elsewhere():
            with app.app_context(), transaction() as session:
                session.execute(sa.update(Person).where(Person.id == cast.ines.id).values(job_title="Analyst"))

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        with transaction():
            assert person.job_title == "Analyst"


def test_a_row_changed_meanwhile_is_a_conflict(app, cast, world):
    mission = world.mission()
    with app.app_context(), pytest.raises(Conflict), transaction() as session:
        loaded = mission.load()
        session.execute(sa.update(Mission.__table__).values(version=Mission.version + 1))
        loaded.title_en = "Another"


def test_a_taken_value_is_recognised(app, cast):
    with app.app_context(), pytest.raises(sa.exc.IntegrityError) as caught, transaction() as session:
        session.add(Unit(code="MKT", name_fr="X", name_en="X"))
    assert is_unique_violation(caught.value)
    with app.app_context(), pytest.raises(sa.exc.IntegrityError) as caught, transaction() as session:
        session.execute(sa.update(Person).where(Person.id == cast.ines.id).values(manager_id=cast.ines.id))
    assert not is_unique_violation(caught.value)


def test_writers_wait_for_each_other(app, cast):
    def add():
        with app.app_context(), transaction() as session:
            unit = session.scalars(sa.select(Unit).where(Unit.code == "MKT").with_for_update()).one()
            unit.name_en += "+"

    in_threads([add] * 8)
    with app.app_context():
        assert db.session.scalar(sa.select(Unit.name_en).where(Unit.code == "MKT")).endswith("+" * 8)
