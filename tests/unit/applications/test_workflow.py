"""The table of applications against the words people read."""

from __future__ import annotations

import pytest

from portal.applications.labels import (
    DECLINE_REASONS,
    DECLINE_REASONS_TOLD,
    NOT_SELECTED_REASONS,
    STATES,
    TALENT_STATES,
    state_words,
)
from portal.applications.models import ENDED_STATES, Application, ApplicationState, DeclineReason, NotSelectedReason
from portal.applications.workflow import APPLICATION
from portal.core.i18n import speaking
from portal.organization.models import Kind, Person


@pytest.mark.parametrize(
    ("authorized", "words"), [(True, "Waiting for the manager"), (False, "Waiting for procurement")]
)
def test_who_is_waited_for_is_said(app, authorized, words):
    person = Person(kind=Kind.TEMP if authorized else Kind.FREELANCE)
    for state, mine in (
        (ApplicationState.PENDING_CLEARANCE, True),
        (ApplicationState.PENDING_CLEARANCE, False),
        (ApplicationState.ACCEPTED, True),
    ):
        with app.test_request_context(), speaking("en"):
            assert str(state_words(Application(state=state, person=person), mine=mine)) == words
    with app.test_request_context(), speaking("en"):
        accepted = Application(state=ApplicationState.ACCEPTED, person=person)
        assert str(state_words(accepted, mine=False)) == "Offer accepted"


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
