"""Whatever a declared table can do has words in the history."""

from __future__ import annotations

from portal.allocations.history import WORDS
from portal.allocations.labels import REFUSAL, STATE
from portal.allocations.models import AuthorizationState, RefusalReason
from portal.allocations.workflow import AUTHORIZATION
from portal.pilots.labels import HISTORY
from portal.pilots.labels import STATE as PILOT_STATE
from portal.pilots.models import PilotState
from portal.pilots.workflow import PILOT


def test_every_transition_has_words():
    assert {transition.name for transition in AUTHORIZATION.transitions} <= set(WORDS)
    assert {transition.name for transition in PILOT.transitions} <= set(HISTORY)


def test_every_state_and_reason_has_words():
    assert set(STATE) == set(AuthorizationState)
    assert set(REFUSAL) == set(RefusalReason)
    assert set(PILOT_STATE) == set(PilotState)
