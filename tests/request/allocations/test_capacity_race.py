"""Approvals at once on one person: exactly as many pass as the week, or the pilot, has room for, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from portal.allocations import services
from portal.allocations.models import Allocation, Authorization, PersonWeek
from portal.core.errors import Conflict, Invalid
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person

APPROVALS = 40


def approval(app, cast):
    """Nadia authorizes one request, in a thread of its own; whether that passed."""

    def approve(request):
        with app.app_context():
            actor = db.session.get_one(Person, cast.nadia.id)
            authorization = db.session.get_one(Authorization, request.id)
            try:
                services.authorize_time(actor, authorization, override_reason="All of them are needed this month.")
            except (Conflict, Invalid):
                return False
            return True

    return approve


@pytest.mark.parametrize("weeks", [1, 4])
def test_forty_parallel_approvals_never_oversell_a_week(app, cast, world, weeks):
    requests = [
        world.authorization(world.mission(percent=25, first=2, last=1 + weeks), cast.ines) for _ in range(APPROVALS)
    ]

    with ThreadPoolExecutor(APPROVALS) as pool:
        outcomes = list(pool.map(approval(app, cast), requests))
    assert sum(outcomes) == 4
    with app.app_context():
        used = db.session.scalars(sa.select(PersonWeek.used).where(PersonWeek.person_id == cast.ines.id)).all()
        assert used == [100] * weeks
        sums = db.session.execute(sa.select(sa.func.sum(Allocation.percent)).group_by(Allocation.week)).scalars().all()
        assert sums == [100] * weeks


def test_parallel_approvals_never_pass_the_most_of_a_pilot(app, cast, world):
    pilot = world.pilot(max_percent=20, max_weeks=8)
    requests = [world.authorization(world.mission(percent=10, pilot=pilot), cast.ines) for _ in range(8)]
    with app.app_context(), transaction():
        for request in requests:
            request.load().rules = pilot.load().current_rules
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(approval(app, cast), requests))
    assert sum(outcomes) == 2
