"""A form sent twice makes one object."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa

from portal.core import submission
from portal.extensions import db
from portal.organization.models import Unit
from tests.threads import in_threads


def make(actor, key, code):
    """A service as features write them: what the form produced earlier, or a new object."""

    def write(session):
        unit = Unit(code=code, name_fr="X", name_en="X")
        session.add(unit)
        return unit

    return submission.once(actor, key, Unit, write).public_id


def test_the_second_time_gives_the_first_result(app, cast):
    key = submission.new_key()
    with app.app_context():
        ines = cast.ines.person()
        first = make(ines, key, "A")
        assert make(ines, key, "B") == first
        assert make(ines, submission.new_key(), "C") != first
        assert make(cast.tom.person(), key, "D") != first, "keys are one person's own"


@pytest.mark.parametrize("key", [None, ""])
def test_without_a_key_nothing_is_remembered(app, cast, key):
    with app.app_context():
        ines = cast.ines.person()
        assert make(ines, key, "A") != make(ines, key, "B")


def test_an_overlong_key_is_cut_the_same_way_twice(app, cast):
    with app.app_context():
        ines = cast.ines.person()
        assert make(ines, "k" * 500, "A") == make(ines, "k" * 500, "B")


def test_ten_at_once_make_one(app, cast):
    key = submission.new_key()
    results = []

    def send(number):
        with app.app_context():
            results.append(make(cast.ines.person(), key, f"N{number}"))

    in_threads(partial(send, number) for number in range(10))
    assert len(results) == 10
    assert len(set(results)) == 1
    with app.app_context():
        made = db.session.scalar(sa.select(sa.func.count()).select_from(Unit).where(Unit.code.startswith("N")))
    assert made == 1


def test_another_value_that_is_taken_is_not_hidden(app, cast):
    with app.app_context():
        ines = cast.ines.person()
        make(ines, submission.new_key(), "A")
        with pytest.raises(sa.exc.IntegrityError):
            make(ines, submission.new_key(), "A")
