"""What people can do in these lives: each move calls a service as its page does.

`WAYS` says which moves come next from each state and how often they are tried: often what brings someone closer to a
confirmed place, or takes a place away again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from portal.extensions import db
from portal.organization.models import Person

Draw = Callable[[st.SearchStrategy[Any]], Any]
WORDS = st.sampled_from(["As we said.", "The launch cannot move, and the team knows it."])
# Whose move it is (see `test_lives.Lives.whose`): `OWNER` either of those who own a mission, `KEEPER` its owner alone.
# `LINE` is whoever decides on time at this moment, whoever decided before.
TALENT, OWNER, KEEPER, HR, DECIDER, PROCUREMENT, READER, ASKED, LINE = range(9)


@dataclass(frozen=True)
class Move:
    """One thing that someone does to something: `act(actor, subject, draw, version)`, by `whose` when all is well."""

    name: str
    about: type[Any]
    whose: int
    act: Callable[[Person, Any, Draw, int | None], object]


def move(about: type[Any], whose: int) -> Callable[[Callable[..., object]], Move]:
    """Make a move of a function, under its name."""
    return lambda act: Move(act.__name__, about, whose, act)


def named(draw: Draw) -> Person:
    """One of those who may apply, or who may own a mission."""
    name = draw(st.sampled_from(["Benali", "Lefèvre", "Carvalho", "Weiss", "Marchetti", "Diallo"]))
    return db.session.query(Person).filter_by(family_name=name).one()


# From a state, "move" or "move*often". An application that waits for clearance reads the state of what it waits for.
WAYS = {
    ("application", "invited"): "take_up*6 turn_down",
    ("application", "submitted"): "shortlist*9 review hold not_select withdraw ask_to_pool answer_all",
    ("application", "in_review"): "shortlist*6 hold not_select withdraw",
    ("application", "shortlisted"): "offer*14 name_next offer_to_next hold not_select withdraw ask_to_pool",
    ("application", "on_hold"): "shortlist*5 not_select withdraw",
    ("application", "offered"): "accept*12 decline withdraw",
    ("authorization", "requested"): "authorize*5 counter*5 refuse withdraw",
    ("authorization", "escalated"): "authorize*3 counter*3 refuse withdraw",
    ("authorization", "countered"): "agree_as_talent*3 agree_as_owner*3 disagree withdraw*2",
    ("authorization", "approved"): "take_weeks_back*3 take_back*3 give_again withdraw",
    ("authorization", "active"): "take_weeks_back*3 take_back*3 give_again withdraw",
    ("authorization", "suspended"): "give_again*3 withdraw",
    ("engagement", "drafted"): "engage*7 reject withdraw",
    ("engagement", "approved"): "withdraw",
    ("pool_member", "asked"): "join_pool",
    ("mission", "draft"): "submit*4 change_places cancel",
    ("mission", "submitted"): "publish*5 request_changes",
    ("mission", "changes_requested"): "submit*4 cancel",
    ("mission", "published"): (
        "change_places*4 cancel*4 report*3 send_back*3 pause*3 open_wider start leave_unfilled still_current"
        " turn_the_sign ask_to_take_over"
    ),
    ("mission", "staffed"): "cancel*2 pause*2 start*2 change_places*2 ask_to_take_over",
    ("mission", "in_progress"): "complete*3 pause*2 cancel change_places",
    ("mission", "paused"): "resume*5 cancel*2 leave_unfilled change_places*2",
    ("mission", "completed"): "close",
    ("mission", "expired"): "open_again*2 leave_unfilled",
    ("mission_transfer", "asked"): "take_over*2",
}


def ways(table: str, state: str) -> list[str]:
    """The moves that come next from a state, as often as they are tried."""
    found = []
    for word in WAYS.get((table, str(state)), "").split():
        name, _, often = word.partition("*")
        found += [name] * int(often or 1)
    return found
