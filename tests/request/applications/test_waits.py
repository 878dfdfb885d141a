"""Whose answer the owner owes is written twice, in SQL and in Python: both say the same of every application."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.applications.queries import candidates_to_answer
from portal.core import clock
from portal.extensions import db

S = ApplicationState
HOLDS = (None, -1, 0, 1)


@pytest.mark.parametrize("state", list(S))
def test_sql_and_python_agree(app, cast, world, state):
    holds = [None if days is None else clock.today() + timedelta(days=days) for days in HOLDS]
    for until in holds:
        world.application(world.mission(), cast.ines, state=state, hold_until=until)
    with app.app_context():
        waiting = set(db.session.scalars(candidates_to_answer(cast.karim.person())))
        found = db.session.scalars(sa.select(Application).order_by(Application.id)).all()
        said = [one.waits_for_owner(clock.today()) for one in found]
        assert said == [one.id in waiting for one in found]
    if state is S.ON_HOLD:
        assert said == [False, True, True, False]
    else:
        assert said == [state in (S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED)] * len(HOLDS)
