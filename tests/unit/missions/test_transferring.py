"""Who asks that a mission changes hands, who answers, and what is said of one that nobody owns."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from portal import policies
from portal.core.errors import Conflict, Forbidden
from portal.missions.transferring.models import TransferState as S
from portal.missions.transferring.rules import TRANSFERABLE_STATES
from portal.missions.transferring.workflow import TRANSFER
from portal.missions.wording import answerer

OWNER, CO_OWNER, HEIR, OTHER, HR = range(1, 6)
STEPS = ("accept", "decline", "call_off", "lapse")
# Who may ever take each step, whatever the state.
MAY = {"accept": {HEIR}, "decline": {HEIR}, "call_off": {OWNER, HR}}


def someone(key: int) -> Any:
    return SimpleNamespace(id=key, roles={"hr"} if key == HR else set())


def question(state: S = S.ASKED, asked_by: int = OWNER) -> Any:
    mission = SimpleNamespace(owner_id=OWNER, co_owner_id=CO_OWNER)
    return SimpleNamespace(mission=mission, former_id=OWNER, to_id=HEIR, asked_by_id=asked_by, state=state)


def test_no_step_is_forgotten() -> None:
    assert {step.name for step in TRANSFER.transitions} == set(STEPS)
    assert [step.name for step in TRANSFER.transitions if step.system] == ["lapse"]


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("who", [OWNER, CO_OWNER, HEIR, OTHER, HR])
@pytest.mark.parametrize("step", list(MAY))
def test_every_step_from_every_state_by_everyone(step: str, who: int, state: S) -> None:
    if who not in MAY[step]:
        with pytest.raises(Forbidden):
            TRANSFER.check(someone(who), question(state), step)
    elif state is not S.ASKED:
        with pytest.raises(Conflict):
            TRANSFER.check(someone(who), question(state), step)
    else:
        assert TRANSFER.check(someone(who), question(state), step).name == step


@pytest.mark.parametrize(("who", "may"), [(OWNER, True), (CO_OWNER, False), (OTHER, False), (HR, True)])
def test_who_asks(who: int, may: bool) -> None:
    assert policies.mission_transfer(someone(who), question().mission) is may


def test_human_resources_who_are_asked_do_not_take_the_question_back() -> None:
    asked = question()
    asked.to_id = HR
    assert not policies.transfer_call_off(someone(HR), asked)


def test_a_mission_that_ended_changes_hands_no_more() -> None:
    assert {str(state) for state in TRANSFERABLE_STATES} == {
        *("draft", "submitted", "changes_requested", "published", "staffed", "in_progress", "paused", "completed"),
    }


def test_who_answers_for_it() -> None:
    mission = SimpleNamespace(owner=SimpleNamespace(full_name="Karim Haddad"), ownerless_on=None)
    assert answerer(mission) == "Karim Haddad"
    mission.ownerless_on = date(2026, 11, 20)
    assert "Karim" not in answerer(mission)
