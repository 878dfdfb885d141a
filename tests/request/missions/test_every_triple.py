"""Every step of a mission, from every state, by everyone: what product.md says, written here by hand.

The steps come from the declared table, so that none is forgotten; what is expected of each is this file's alone.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.engagements.models import Tier
from portal.missions.expiring.models import Freshness
from portal.missions.models import MissionState, Stage
from portal.missions.reporting.models import MissionReport
from portal.missions.services import STAYING
from portal.missions.workflow import MISSION
from tests.visitor import Visitor

OPEN = {"published"}
UNPUBLISHED = {"draft", "submitted", "changes_requested"}
RUNNING = {"published", "staffed", "in_progress"}

# step: the states it is taken from, and the state it leads to (None: where it was).
STEPS: dict[str, tuple[set[str], str | None]] = {
    "submit": ({"draft", "changes_requested"}, "submitted"),
    "publish": ({"submitted"}, "published"),
    "request_changes": ({"submitted"}, "changes_requested"),
    "send_back": (OPEN, "changes_requested"),
    "dismiss_reports": (OPEN, None),
    "start": ({"published", "staffed"}, "in_progress"),
    "complete": ({"in_progress"}, "completed"),
    "close": ({"completed"}, "closed"),
    "cancel": (UNPUBLISHED | RUNNING | {"paused"}, "cancelled"),
    "pause": (RUNNING, "paused"),
    "resume": ({"paused"}, "published"),
    "leave_unfilled": ({"published", "paused", "expired"}, "unfilled"),
    "open_again": ({"expired"}, "published"),
    "accepting": (OPEN, None),
    "still_current": (OPEN, None),
    "open_wider": (OPEN, None),
    "transfer": (UNPUBLISHED | RUNNING | {"paused", "completed"}, None),
}
# What happens by itself, as the consequence of something else or of a day that comes: nobody asks for it.
BY_ITSELF = {"staff", "reopen", "expire", "resume_on_day"}

VALIDATE = {"publish", "request_changes"}
ANSWER_REPORTS = {"send_back", "dismiss_reports"}
PUT_ASIDE = {"cancel", "pause", "resume", "leave_unfilled"}
HAND_OVER = {"transfer"}
OWN = set(STEPS) - VALIDATE - ANSWER_REPORTS - HAND_OVER

# role: who in the cast, and the steps that are ever theirs. The validator is never the owner.
ROLES: dict[str, tuple[str, set[str]]] = {
    "owner": ("karim", OWN | HAND_OVER),
    "co-owner": ("jade", OWN),
    "human resources": ("helene", VALIDATE | ANSWER_REPORTS | PUT_ASIDE | HAND_OVER),
    "sponsor of the pilot": ("simone", VALIDATE),
    "other employee": ("ines", set()),
    "administrator": ("adele", set()),
    "procurement": ("paul", set()),
    "external addressed": ("theo", set()),
    "external not addressed": ("sofia", set()),
    "nobody signed in": ("", set()),
}
# Those who do not know of a mission in a state: it is missing, for them. Externals own no mission: no step has a door
# for them, whatever there is behind, so they learn nothing of it.
BLIND: dict[str, set[str]] = {
    "human resources": {"draft"},
    "sponsor of the pilot": {"draft"},
    "other employee": UNPUBLISHED,
    "administrator": UNPUBLISHED,
    "procurement": UNPUBLISHED,
}
TYPED = {
    "request_changes-text": "Who welcomes them?",
    "send_back-text": "It is there twice.",
    "cancel-text": "It moved elsewhere.",
    "pause-text": "The budget is voted next month.",
    "leave_unfilled-causes": ["dates"],
    "accepting-accepting": "no",
    "transfer-person": "Oscar Weiss",
}


def expected(role: str, state: str, step: str) -> int:
    """The answer: 302 to sign in, 404 unknown, 403 not theirs, 409 not from here, 303 done."""
    if role == "nobody signed in":
        return 302
    if state in BLIND.get(role, ()):
        return 404
    if step not in ROLES[role][1]:
        return 403
    return 303 if state in STEPS[step][0] else 409


def test_no_step_is_forgotten():
    declared = {transition.name for transition in MISSION.transitions if not transition.system}
    assert declared | set(STAYING) == set(STEPS)
    assert {transition.name for transition in MISSION.transitions if transition.system} == BY_ITSELF


@pytest.fixture
def mission_in(app, cast, world):
    """A mission of a pilot, open to the panel, that lacks nothing in any state."""
    world.firm(cast.theo, Tier.PANEL)
    pilot = world.pilot()

    def make(state: str):
        mission = world.mission(state=MissionState(state), co_owner=cast.jade, pilot=pilot, stage=Stage.PANEL)
        with app.app_context(), transaction() as session:
            if state == "expired":
                session.add(Freshness(mission_id=mission.id, warned=0, expired_on=clock.today() - timedelta(days=9)))
            if state == "published":
                session.add(MissionReport(mission_id=mission.id, reporter_id=cast.lea.id, reason="duplicate"))
        return mission

    return make


@pytest.mark.parametrize("state", [state.value for state in MissionState])
def test_every_step_by_everyone(app, cast, visit, mission_in, state_of, state):
    wrong, kept = [], mission_in(state)
    for role, (name, _steps) in ROLES.items():
        browser: Visitor = visit(getattr(cast, name)) if name else visit()
        token = browser.token("/missions" if name else "/sign-in")
        for step in [*STEPS, *BY_ITSELF]:
            wanted = expected(role, state, step) if step in STEPS else 404
            mission = mission_in(state) if wanted == 303 else kept
            address = f"/missions/{mission.public_id}/{step.replace('_', '-')}"
            sent = {"csrf_token": token, f"{step}-version": "1", **TYPED}
            given = browser.client.post(address, data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code
            if given != wanted or (wanted == 303 and state_of(mission) != (STEPS[step][1] or state)):
                wrong.append(f"{role}: {step} from {state} gave {given}, expected {wanted}; now {state_of(mission)}")
    assert not wrong, "\n".join(wrong)
    assert state_of(kept) == state
