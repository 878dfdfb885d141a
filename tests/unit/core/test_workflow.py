"""State machines as tables."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import pytest

from portal.core import audit
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.workflow import Workflow, anyone, move


class State(enum.StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    REFUSED = "refused"


class Reason(enum.StrEnum):
    LATE = "late"
    OTHER = "other"


@dataclass
class Letter:
    writer: str
    state: State = State.DRAFT


def wrote(actor, letter):
    return actor == letter.writer


def reads(actor, letter):
    return actor != letter.writer


FLOW = Workflow(
    "letter",
    State,
    (
        move("send", [State.DRAFT], State.SENT, wrote, "Send"),
        move("refuse", [State.SENT], State.REFUSED, reads, "Refuse", reasons=Reason),
        move("expire", [State.DRAFT, State.SENT], State.REFUSED, anyone, system=True),
    ),
)


@pytest.fixture
def events(monkeypatch):
    written = []
    monkeypatch.setattr(audit, "record", lambda actor, subject, action, **data: written.append((actor, action, data)))
    return written


@pytest.mark.parametrize(
    ("actor", "state", "names"),
    [
        ("ines", State.DRAFT, ["send"]),
        ("tom", State.DRAFT, []),
        ("ines", State.SENT, []),
        ("tom", State.SENT, ["refuse"]),
        ("tom", State.REFUSED, []),
    ],
)
def test_what_is_offered(actor, state, names):
    letter = Letter("ines", state)
    assert [transition.name for transition in FLOW.available(actor, letter)] == names
    for transition in FLOW.transitions:
        if not transition.system:
            assert FLOW.can(actor, letter, transition.name) is (transition.name in names)


def test_every_other_step_is_refused(events):
    for actor in ("ines", "tom"):
        for state in State:
            for transition in FLOW.transitions:
                letter = Letter("ines", state)
                if FLOW.can(actor, letter, transition.name):
                    continue
                expected = Conflict if transition.who(actor, letter) else Forbidden
                with pytest.raises(expected) as caught:
                    FLOW.apply(actor, letter, transition.name, reason="late")
                assert caught.value.code == f"letter.{transition.name}"
                assert letter.state is state
    assert events == []


def test_a_step_changes_the_state_and_is_written_down(events):
    letter = Letter("ines", State.SENT)
    FLOW.apply("tom", letter, "refuse", reason="late", text="Sorry", rules_id=3)
    assert letter.state is State.REFUSED
    ((actor, action, data),) = events
    assert (actor, action) == ("tom", "refuse")
    assert (data["from_state"], data["to_state"], data["reason_code"]) == (State.SENT, State.REFUSED, Reason.LATE)
    assert (data["text"], data["rules_id"]) == ("Sorry", 3)


@pytest.mark.parametrize("reason", [None, "", "unknown", "LATE"])
def test_a_coded_reason_is_asked_for(events, reason):
    letter = Letter("ines", State.SENT)
    with pytest.raises(Invalid) as caught:
        FLOW.apply("tom", letter, "refuse", reason=reason)
    assert "reason" in caught.value.fields
    assert letter.state is State.SENT
    assert events == []


def test_a_reason_nobody_asked_is_not_kept(events):
    FLOW.apply("ines", Letter("ines"), "send", reason="late")
    assert events[0][2]["reason_code"] is None


def test_two_steps_of_one_name_are_a_mistake():
    with pytest.raises(ValueError, match="share a name"):
        Workflow("twice", State, (FLOW["send"], FLOW["send"]))


def test_an_unknown_step_is_a_mistake():
    with pytest.raises(KeyError):
        FLOW.can("ines", Letter("ines"), "burn")
