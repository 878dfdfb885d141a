"""Forty approvals of 25 % at once on one person, a full week being the limit: exactly four pass, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from portal.allocations import services
from portal.allocations.models import Allocation, Authorization, PersonWeek
from portal.core.errors import Conflict, Invalid
from portal.extensions import db
from portal.organization.models import Person

APPROVALS = 40


@pytest.mark.parametrize("weeks", [1, 4])
def test_forty_parallel_approvals_never_oversell_a_week(app, cast, world, weeks):
    requests = [
        world.authorization(world.mission(percent=25, first=2, last=1 + weeks), cast.ines) for _ in range(APPROVALS)
    ]

    def approve(request):
        with app.app_context():
            actor = db.session.get_one(Person, cast.nadia.id)
            authorization = db.session.get_one(Authorization, request.id)
            try:
                services.authorize_time(actor, authorization, override_reason="All of them are needed this month.")
            except (Conflict, Invalid):
                return False
            return True

    with ThreadPoolExecutor(APPROVALS) as pool:
        outcomes = list(pool.map(approve, requests))
    assert sum(outcomes) == 4
    with app.app_context():
        used = db.session.scalars(sa.select(PersonWeek.used).where(PersonWeek.person_id == cast.ines.id)).all()
        assert used == [100] * weeks
        sums = db.session.execute(sa.select(sa.func.sum(Allocation.percent)).group_by(Allocation.week)).scalars().all()
        assert sums == [100] * weeks
