"""Who is told how the load is relieved. Queued in the same transaction, sent after it."""

from __future__ import annotations

from collections.abc import Iterable

from portal.allocations.models import Authorization
from portal.allocations.notifications import DECIDE, FOLLOW
from portal.allocations.relieving.models import Relief
from portal.mail.outbox import link_to
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_relieved(authorization: Authorization, by: Person, relief: Relief) -> None:
    """The talent: what is paused, shared or replaced."""
    link = link_to(FOLLOW, public_id=authorization.public_id)
    tell(authorization.person, "allocations/relieved", authorization=authorization, by=by, relief=relief, link=link)


def tell_check(authorization: Authorization, relief: Relief, readers: Iterable[Person]) -> None:
    """At mid-mission: what was to be checked."""
    for person in readers:
        link = link_to(FOLLOW if person is authorization.person else DECIDE, public_id=authorization.public_id)
        tell(person, "allocations/relief_to_check", authorization=authorization, relief=relief, link=link)
