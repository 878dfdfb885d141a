"""The table of applications against the words people read."""

from __future__ import annotations

from portal.applications.labels import (
    DECLINE_REASONS,
    DECLINE_REASONS_TOLD,
    NOT_SELECTED_REASONS,
    STATES,
    TALENT_STATES,
)
from portal.applications.models import ENDED_STATES, ApplicationState, DeclineReason, NotSelectedReason
from portal.applications.workflow import APPLICATION


def test_every_state_and_reason_has_its_words():
    assert set(STATES) == set(TALENT_STATES) == set(ApplicationState)
    assert set(DECLINE_REASONS) == set(DECLINE_REASONS_TOLD) == set(DeclineReason)
    assert set(NOT_SELECTED_REASONS) == set(NotSelectedReason)


def test_a_talent_reads_the_same_words_before_and_after_a_shortlist():
    reviewed, listed = TALENT_STATES[ApplicationState.IN_REVIEW], TALENT_STATES[ApplicationState.SHORTLISTED]
    assert reviewed._args == listed._args


def test_nothing_leaves_an_ended_state():
    for transition in APPLICATION.transitions:
        assert not transition.sources & ENDED_STATES, transition.name


def test_every_no_carries_a_reason():
    for transition in APPLICATION.transitions:
        if transition.target in (ApplicationState.NOT_SELECTED, ApplicationState.DECLINED):
            assert transition.reasons is not None, transition.name
