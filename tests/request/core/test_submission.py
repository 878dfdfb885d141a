"""A form sent twice makes one object."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from portal.core import submission
from portal.core.transaction import is_unique_violation, transaction
from portal.extensions import db
from portal.organization.models import Unit


def make(actor, key, code):
    """A service as features write them: the earlier result, or a new object."""
    try:
        with transaction() as session:
            earlier = submission.earlier_result(actor, key)
            if earlier:
                return earlier
            unit = Unit(code=code, name_fr="X", name_en="X")
            session.add(unit)
            session.flush()
            submission.remember(actor, key, unit.public_id)
            return unit.public_id
    except sa.exc.IntegrityError as error:
        if not is_unique_violation(error):
            raise
    with transaction():
        return submission.earlier_result(actor, key)


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

    threads = [threading.Thread(target=send, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 10
    assert len(set(results)) == 1
    with app.app_context():
        made = db.session.scalar(sa.select(sa.func.count()).select_from(Unit).where(Unit.code.startswith("N")))
    assert made == 1
