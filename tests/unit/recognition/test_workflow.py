"""Who may do what to a recognition in each state, as one table; and words for everything."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portal.organization.models import Kind
from portal.recognition import labels
from portal.recognition.models import RecognitionState as S
from portal.recognition.models import Shown
from portal.recognition.workflow import RECOGNITION


def person(number, kind=Kind.EMPLOYEE, manager=None):
    needs = kind in (Kind.EMPLOYEE, Kind.TEMP)
    manager_id = manager.id if manager else None
    return SimpleNamespace(
        id=number, kind=kind, needs_authorization=needs, manager=manager, manager_id=manager_id, left_on=None, roles=()
    )


manager = person(1)
owner = person(2)
stranger = person(3)
employee = person(4, manager=manager)
temp = person(5, Kind.TEMP, manager)
freelance = person(6, Kind.FREELANCE)
lead = person(7)
# Where a file still names a manager for an external, that person decides nothing.
odd = person(8, Kind.CONSULTANT, manager)


def recognition(talent, state):
    mission = SimpleNamespace(owner_id=owner.id, co_owner_id=None)
    return SimpleNamespace(person=talent, person_id=talent.id, mission=mission, state=state)


@pytest.mark.parametrize(
    ("talent", "actor", "drafted", "attested", "seen", "published"),
    [
        (employee, owner, {"attest"}, set(), set(), set()),
        (employee, manager, set(), {"record"}, set(), set()),
        (employee, employee, {"remind_owner"}, {"remind_manager"}, {"publish"}, {"show"}),
        (employee, stranger, set(), set(), set(), set()),
        (temp, manager, set(), {"record"}, set(), set()),
        (temp, temp, {"remind_owner"}, {"remind_manager"}, {"publish"}, {"show"}),
        (freelance, freelance, {"remind_owner"}, {"publish_alone"}, {"publish"}, {"show"}),
        (odd, manager, set(), set(), set(), set()),
        (odd, odd, {"remind_owner"}, {"publish_alone"}, {"publish"}, {"show"}),
        (lead, lead, {"remind_owner"}, {"publish_alone"}, {"publish"}, {"show"}),
    ],
)
def test_who_may_do_what(talent, actor, drafted, attested, seen, published):
    for state, allowed in zip(S, (drafted, attested, seen, published), strict=True):
        found = {transition.name for transition in RECOGNITION.available(actor, recognition(talent, state))}
        assert found == allowed, state


def test_the_owner_never_attests_their_own_part():
    assert not RECOGNITION.can(owner, recognition(owner, S.DRAFTED), "attest")


def test_everything_has_words():
    assert set(labels.STATE) == set(labels.TONE) == set(S)
    assert set(labels.SHOWN) == set(labels.SHOWN_TO_EXTERNAL) == set(Shown)
