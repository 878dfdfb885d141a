"""Authorizing several requests, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.allocations.models import GRANTED_STATES, Authorization
from portal.allocations.services import authorize_time
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.extensions import db
from portal.organization.models import Person


@dataclass(frozen=True)
class Outcome:
    """The public ids of what was authorized; and of what was not, each with a sentence that says why."""

    done: Sequence[str]
    left: Mapping[str, Any]


def authorize_several(
    actor: Person, authorizations: Sequence[Authorization], *, versions: Mapping[str, int], note: str = ""
) -> Outcome:
    """Give the time of each, in this order: each is held against the rules once those before it are given.

    One that would break a rule is left: it takes a reason of its own. `versions` are those that were looked at, by
    public id. What this person authorized already is done: a second click changes nothing.
    """
    done: list[str] = []
    left: dict[str, Any] = {}
    for public_id, authorization in {one.public_id: one for one in authorizations}.items():
        if authorization.state in GRANTED_STATES and authorization.decided_by_id == actor.id:
            done.append(public_id)
            continue
        try:
            authorize_time(actor, authorization, note=note, version=versions.get(public_id, 0))
        except (Conflict, Forbidden) as error:
            left[public_id] = error.message
        except Invalid as error:
            left[public_id] = error.message or next(iter(error.fields.values()))
        else:
            done.append(public_id)
        db.session.rollback()  # what was refused leaves nothing behind, in memory either
    return Outcome(done, left)
