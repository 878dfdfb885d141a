"""What each mail is asked before it leaves: does its reader still want it, and at this hour?"""

from __future__ import annotations

from portal.core import clock
from portal.core.outbox import NotBefore, OutboxItem
from portal.extensions import db
from portal.mail.outbox import is_reached
from portal.mail.sender import gates
from portal.notices.choices import choices_of
from portal.notices.kinds import DIGEST, kind_of
from portal.notices.models import Rhythm
from portal.organization.models import Person


def is_wanted(item: OutboxItem) -> bool:
    """False when its reader left, or ended mails of this kind, since. Raises `NotBefore` during their quiet hours.

    What keeps an account safe leaves at any hour.
    """
    person_id, event = item.payload.get("person"), item.payload.get("event", "")
    if person_id is None or not (event == DIGEST or kind_of(event).may_silence):
        return True
    person = db.session.get(Person, person_id)
    if person is None or not is_reached(person):
        return False
    choices = choices_of(person_id)
    if event != DIGEST and kind_of(event).chosen_at is None and choices.rhythm(kind_of(event)) is Rhythm.NEVER:
        return False
    now = clock.now()
    ends = choices.digest_after_quiet(now) if event == DIGEST else choices.quiet_ends(now)
    if ends is not None:
        raise NotBefore(ends)
    return True


if is_wanted not in gates:
    gates.append(is_wanted)
