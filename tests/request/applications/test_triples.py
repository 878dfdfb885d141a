"""Every state of an application, everything one can do with one, everyone who could try: what happens, and what not.

The table is written by hand from `product.md`, and nothing of it is read from the workflow: a transition added there
without a line here fails.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.audit import Event
from portal.extensions import db
from tests.factories import week

# A state, what those who own the mission may make of it, what its talent may, each with the state it then has.
TABLE = """
invited            | -                                                                          | take-up>submitted turn-down>declined
submitted          | review>in_review shortlist>shortlisted hold>on_hold not-select>not_selected | withdraw>withdrawn
in_review          | shortlist>shortlisted hold>on_hold not-select>not_selected                 | withdraw>withdrawn
shortlisted        | hold>on_hold offer>offered not-select>not_selected                         | withdraw>withdrawn
on_hold            | shortlist>shortlisted not-select>not_selected                              | withdraw>withdrawn
offered            | -                                                                          | accept>pending_clearance decline>declined withdraw>withdrawn
accepted           | -                                                                          | withdraw>withdrawn
pending_clearance  | -                                                                          | withdraw>withdrawn
confirmed          | -                                                                          | withdraw>withdrawn
completed          | -                                                                          | -
pooled             | -                                                                          | -
not_selected       | -                                                                          | -
withdrawn          | -                                                                          | -
declined           | -                                                                          | -
lapsed             | -                                                                          | -
released           | -                                                                          | -
"""  # noqa: E501 - a table is read in lines

# What each side may ever do; the other side is refused it whatever the state.
OF_OWNERS = {"review", "shortlist", "hold", "offer", "not-select"}
OF_TALENT = {"take-up", "turn-down", "accept", "decline", "withdraw"}
# What only follows from something else: clearance, the end of a mission, the clock. Nobody has an address for it.
OF_NOBODY = {"await-clearance", "confirm", "release", "complete", "close", "lapse", "invite", "apply"}

OWNERS = {"karim", "claire"}
TALENT = "ines"
READS = {"helene"}  # human resources read, and choose nothing
# A rival for the same place, her manager and theirs, a colleague, an external, procurement, the sponsor of pilots, the
# administrator: for them there is no such application.
STRANGERS = {"tom", "nadia", "marc", "jade", "sofia", "paul", "simone", "adele"}


def read_table() -> dict[str, dict[str, dict[str, str]]]:
    """{state: {side: {action: state after}}}."""
    table = {}
    for line in TABLE.strip().splitlines():
        state, owners, talent = (part.strip() for part in line.split("|"))
        table[state] = {
            side: dict(pair.split(">") for pair in said.split() if pair != "-")
            for side, said in (("owners", owners), ("talent", talent))
        }
    return table


MAY = read_table()


def expected(state: str, action: str, name: str) -> tuple[int, str]:
    """The status that `name` gets for this action, and the state of the application after."""
    if action in OF_NOBODY or name in STRANGERS:
        return 404, state
    side, own = ("owners", OF_OWNERS) if name in OWNERS else ("talent", OF_TALENT)
    if name in READS or action not in own:
        return 403, state
    after = MAY[state][side].get(action)
    return (303, after) if after else (409, state)


def sent(action: str, version: int) -> dict[str, str]:
    """A form that says everything its step asks."""
    name = action.replace("-", "_")
    fields = {
        "hold": {"until": (clock.today() + timedelta(days=9)).isoformat()},
        "offer": {
            "percent": "20",
            "first_week": week(2).isoformat(),
            "last_week": week(7).isoformat(),
            "why": "Knows the flows.",
        },
        "not-select": {"reason": "skills"},
        "decline": {"reason": "workload"},
        "turn-down": {"reason": "workload"},
    }
    return {f"{name}-{field}": value for field, value in {**fields.get(action, {}), "version": str(version)}.items()}


@pytest.fixture
def fresh(app, cast, world):
    """An application in a state, of Inès to a mission of Karim and Claire where Tom waits too; its number of events."""

    def make(state):
        mission = world.mission(owner=cast.karim, co_owner=cast.claire, places=2)
        world.application(mission, cast.tom)
        day = clock.today() + timedelta(days=5)
        hold = {"hold_until": day} if state == "on_hold" else {}
        return world.application(
            mission, getattr(cast, TALENT), state=ApplicationState(state), answer_due_on=day, **hold
        )

    return make


def standing(app, application):
    with app.app_context():
        found = application.load()
        events = sa.select(sa.func.count()).where(
            Event.subject_type == found.__tablename__, Event.subject_id == found.id
        )
        return found.state.value, found.version, db.session.scalar(events)


def test_the_table_has_every_state():
    assert set(MAY) == {state.value for state in ApplicationState}
    for sides in MAY.values():
        assert set(sides["owners"]) <= OF_OWNERS
        assert set(sides["talent"]) <= OF_TALENT


@pytest.mark.parametrize("state", sorted(MAY))
def test_who_may_do_what(app, visit, cast, fresh, state):
    browsers = {name: visit(getattr(cast, name)) for name in sorted({*OWNERS, TALENT, *READS, *STRANGERS})}
    tokens = {name: browser.token("/account") for name, browser in browsers.items()}
    wrong, application = [], fresh(state)
    for action in sorted(OF_OWNERS | OF_TALENT | OF_NOBODY):
        for name, browser in browsers.items():
            before, version, events = standing(app, application)
            status, after = expected(state, action, name)
            data = {**sent(action, version), "csrf_token": tokens[name]}
            address = f"/applications/{application.public_id}/{action}"
            got = browser.client.post(address, data=data).status_code
            now, _version, events_now = standing(app, application)
            if (got, now, events_now > events) != (status, after, status == 303):
                wrong.append((name, action, got, now, "instead of", status, after))
            if now != before:
                application = fresh(state)
    assert wrong == []
