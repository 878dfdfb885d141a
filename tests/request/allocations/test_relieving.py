"""What becomes of someone's work while part of their time is lent: who writes it, who reads it, when it is recalled."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.allocations import services
from portal.allocations.relieving import services as relieving
from portal.allocations.relieving.models import Relief, ReliefNote
from portal.allocations.relieving.rules import middle_week
from portal.applications.services import withdraw_application
from portal.core import clock, worker
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.extensions import db
from tests.factories import week

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
NOTE = Relief("The barometer.", "Two colleagues take the calls.", "A trainee files.", "Whether the calls are answered.")


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def note(app):
    """What is written, and the day it was recalled."""

    def read():
        with app.app_context():
            found = db.session.scalars(sa.select(ReliefNote)).all()
            return [(one.relief, one.told_on) for one in found]

    return read


@pytest.fixture
def relieve(app):
    def make(someone, request, relief=NOTE):
        with app.app_context():
            relieving.edit_relief(someone.person(), request.load(), relief)

    return make


@pytest.fixture
def in_week(app):
    def run(number):
        with clock.at(MONDAY + timedelta(weeks=number)), app.app_context():
            worker.do_chores()

    return run


def test_it_is_written_with_the_decision_and_told_to_the_talent_alone(visit, cast, world, note, bodies):
    request = world.authorization(world.mission(first=2, last=5), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    names = ("paused", "shared", "replaced", "checked")
    fields = {f"authorize-relief_{name}": text for name, text in zip(names, astuple(NOTE), strict=True)}
    nadia.submit(page, "/authorize", fields)
    assert note() == [(NOTE, None)]
    desk = nadia.get(f"/desk/{request.public_id}")
    talent = visit(cast.ines).get(f"/authorizations/{request.public_id}")
    owner = visit(cast.karim).get(f"/authorizations/{request.public_id}")
    for text in astuple(NOTE):
        assert text in desk.text
        assert text in talent.text
        assert text not in owner.text
    told = [[text in body for text in astuple(NOTE)] for body in bodies("allocations/approved")]
    assert sorted(told) == [[False] * 4, [True] * 4]


def test_nothing_said_writes_nothing(cast, grant, note):
    grant(cast.ines)
    assert note() == []


def test_it_is_changed_while_the_time_is_given(visit, cast, grant, note, mails, event_of):
    request = grant(cast.ines, first=0, last=5)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    assert "Write the relief note" in page.text
    nadia.submit(page, "/relief", {"relieve-relief_paused": "x" * 20_000}, status=422)
    nadia.submit(page, "/relief", {"relieve-relief_paused": "The barometer."})
    assert note() == [(Relief(paused="The barometer."), None)]
    assert ("ines", "allocations/relieved") in mails()
    assert "Inès Carvalho was told" in nadia.get(f"/desk/{request.public_id}").text
    event = event_of(request, "relieve")
    assert (event.actor_id, event.text) == (cast.nadia.id, None)
    # What was read before is stale.
    nadia.submit(page, "/relief", {"relieve-relief_paused": "Nothing."}, status=409)
    assert note() == [(Relief(paused="The barometer."), None)]


def test_only_whoever_decides_now_writes_it(cast, grant, relieve, note):
    request = grant(cast.ines)
    for someone in (cast.ines, cast.karim, cast.tom, cast.marc):
        with pytest.raises(Forbidden):
            relieve(someone, request)
    assert note() == []


def test_not_before_the_time_is_given(cast, world, relieve):
    with pytest.raises(Conflict):
        relieve(cast.nadia, world.authorization(world.mission(), cast.ines))


def test_a_part_is_bounded(cast, grant, relieve):
    with pytest.raises(Invalid) as caught:
        relieve(cast.nadia, grant(cast.ines), Relief(shared="x" * 20_000))
    assert list(caught.value.fields) == ["relief_shared"]


def test_what_is_to_be_checked_is_recalled_in_the_middle_once(cast, grant, relieve, in_week, note, mails, bodies):
    request = grant(cast.ines, first=1, last=6)
    relieve(cast.nadia, request)
    in_week(3)
    assert note()[0][1] is None
    in_week(4)
    in_week(5)
    told = [who for who, event in mails() if event == "allocations/relief_to_check"]
    assert told == ["ines", "nadia"]
    assert all("Whether the calls are answered." in body for body in bodies("allocations/relief_to_check"))
    relieve(cast.nadia, request, Relief(checked="Whether the barometer is missed."))
    in_week(5)
    assert len(bodies("allocations/relief_to_check")) == 4


def test_nothing_is_recalled_of_time_that_is_over(app, cast, grant, relieve, in_week, bodies):
    request = grant(cast.ines, first=0, last=6)
    relieve(cast.nadia, request)
    with app.app_context():
        withdraw_application(cast.ines.person(), request.load().application, text="")
    in_week(5)
    assert bodies("allocations/relief_to_check") == []


@pytest.mark.parametrize(("first", "last", "middle"), [(0, 0, 0), (0, 1, 1), (0, 2, 1), (0, 3, 2), (1, 6, 4)])
def test_the_middle(first, last, middle):
    assert middle_week(week(first), week(last)) == week(middle)


def test_a_year_of_53_weeks_has_a_middle():
    assert middle_week(date(2026, 12, 21), date(2027, 1, 11)) == date(2027, 1, 4)


def test_authorizing_again_is_refused_with_the_note(app, cast, world, note):
    request = world.authorization(world.mission(first=2, last=5), cast.ines)
    with app.app_context(), pytest.raises(Forbidden):
        services.authorize_time(cast.tom.person(), request.load(), relief=NOTE)
    assert note() == []
