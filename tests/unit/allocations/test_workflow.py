"""Who may do what to a request for time in each state, as one table; and words for everything."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portal.allocations import labels
from portal.allocations.history import WORDS
from portal.allocations.models import AuthorizationState as S
from portal.allocations.models import RefusalReason
from portal.allocations.workflow import AUTHORIZATION


def person(number, *roles):
    return SimpleNamespace(id=number, roles=frozenset(roles))


talent, decider, owner, co_owner = (person(number) for number in range(1, 5))
hr, stranger = person(5, "hr"), person(6)

DECIDE = {"approve", "counter", "refuse"}
ANSWER = {"accept_counter", "decline_counter"}
ENDED = (S.REFUSED, S.REVOKED, S.LAPSED, S.ENDED)


def request(state, *, decided_by=decider):
    mission = SimpleNamespace(owner_id=owner.id, co_owner_id=co_owner.id)
    return SimpleNamespace(state=state, person_id=talent.id, decider_id=decided_by.id, mission=mission)


@pytest.mark.parametrize(
    ("actor", "requested", "escalated", "countered"),
    [
        (talent, set(), set(), ANSWER),
        (decider, DECIDE, DECIDE, set()),
        (owner, set(), set(), ANSWER),
        (co_owner, set(), set(), ANSWER),
        (hr, set(), set(), set()),
        (stranger, set(), set(), set()),
    ],
)
def test_who_may_do_what(actor, requested, escalated, countered):
    open_states = {S.REQUESTED: requested, S.ESCALATED: escalated, S.COUNTERED: countered}
    for state in S:
        found = {transition.name for transition in AUTHORIZATION.available(actor, request(state))}
        assert found == open_states.get(state, set()), state


@pytest.mark.parametrize("actor", [talent, owner, co_owner])
def test_nobody_decides_on_their_own_request_or_mission(actor):
    for state in (S.REQUESTED, S.ESCALATED):
        assert not DECIDE & {t.name for t in AUTHORIZATION.available(actor, request(state, decided_by=actor))}


def test_an_owner_who_is_the_talent_answers_as_the_talent_only():
    one = request(S.COUNTERED)
    one.person_id = owner.id
    assert AUTHORIZATION.can(owner, one, "accept_counter")
    assert AUTHORIZATION.can(co_owner, one, "accept_counter")
    assert not AUTHORIZATION.can(talent, one, "accept_counter")


@pytest.mark.parametrize(
    ("name", "sources", "target"),
    [
        ("approve", {S.REQUESTED, S.ESCALATED}, S.APPROVED),
        ("counter", {S.REQUESTED, S.ESCALATED}, S.COUNTERED),
        ("refuse", {S.REQUESTED, S.ESCALATED}, S.REFUSED),
        ("accept_counter", {S.COUNTERED}, S.COUNTERED),
        ("bind_counter", {S.COUNTERED}, S.APPROVED),
        ("decline_counter", {S.COUNTERED}, S.REQUESTED),
        ("decline_counter_above", {S.COUNTERED}, S.ESCALATED),
        ("void_counter", {S.COUNTERED}, S.REQUESTED),
        ("escalate", {S.REQUESTED, S.ESCALATED}, S.ESCALATED),
        ("activate", {S.APPROVED}, S.ACTIVE),
        ("suspend", {S.APPROVED, S.ACTIVE}, S.SUSPENDED),
        ("resume", {S.SUSPENDED}, S.ACTIVE),
        ("end", {S.APPROVED, S.ACTIVE, S.SUSPENDED}, S.ENDED),
        ("lapse", {S.REQUESTED, S.ESCALATED, S.COUNTERED}, S.LAPSED),
        ("revoke", {S.APPROVED, S.ACTIVE, S.SUSPENDED}, S.REVOKED),
    ],
)
def test_where_each_step_leads(name, sources, target):
    assert (AUTHORIZATION[name].sources, AUTHORIZATION[name].target) == (sources, target)


def test_nothing_leads_out_of_an_end():
    assert not [t.name for t in AUTHORIZATION.transitions if t.sources & set(ENDED)]


def test_everything_has_words():
    assert set(labels.STATE) == set(S)
    assert set(labels.REFUSAL) == set(RefusalReason)
    assert {transition.name for transition in AUTHORIZATION.transitions} <= set(WORDS)
