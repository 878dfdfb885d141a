"""The mail of the day: what happened, by mission, written at the moment of sending with what may be read then.

The first notice of a day that the digest is to tell queues it for the next hour its reader chose; its key holds the
day, so there is one a day at most. What they have read in the portal by then is left out, and a digest that would say
nothing does not leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock, outbox
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.mail.late import writes
from portal.mail.outbox import KIND, compose, link_to, page_at
from portal.notices import ending
from portal.notices.choices import choices_of
from portal.notices.kinds import DIGEST
from portal.notices.matters import Subject, mission_titles, readable
from portal.notices.models import Notice
from portal.notices.quiet import Choices
from portal.organization.models import Person

SHOWN = 40


def _key(person_id: int, day: date | str) -> str:
    return f"mail:{DIGEST}:{person_id}:{day}"


def expect(person_id: int, choices: Choices) -> None:
    """Have the next digest of someone leave, inside the present transaction: the one that is queued already, or another
    the day after when that of the day has left."""
    day, due = choices.next_digest(clock.now())
    about = {"late": DIGEST, "about": {"person": person_id, "day": str(day)}}
    if outbox.enqueue_once(KIND, _key(person_id, day), about, due=due) or not _has_left(person_id, day):
        return
    day, due = choices.next_digest(due)
    about = {"late": DIGEST, "about": {"person": person_id, "day": str(day)}}
    outbox.enqueue_once(KIND, _key(person_id, day), about, due=due)


def _has_left(person_id: int, day: date) -> bool:
    key = _key(person_id, day)
    return db.session.scalar(sa.select(OutboxItem.done_at).where(OutboxItem.key == key)) is not None


def move(person_id: int, choices: Choices) -> None:
    """Have what is queued leave at the hour just chosen, inside the present transaction."""
    waiting = sa.select(OutboxItem).where(
        OutboxItem.key.like(_key(person_id, "%")), OutboxItem.done_at.is_(None), OutboxItem.parked_at.is_(None)
    )
    for item in db.session.scalars(waiting):
        day = date.fromisoformat(item.payload["about"]["day"])
        item.next_at = max(choices.digest_on(day), clock.now())


@writes(DIGEST)
def write(about: dict[str, Any]) -> dict[str, Any] | None:
    """The digest of one person, as things stand; None when there is nothing to tell, or nobody to read it."""
    person = db.session.get(Person, about["person"])
    notices = _taken(about["person"], date.fromisoformat(about["day"]))
    if person is None or not notices:
        return None
    seen = readable(person, [Subject(one.matter, one.matter_id or 0) for one in notices if one.matter])
    told = [one for one in notices if not one.matter or Subject(one.matter, one.matter_id or 0) in seen]
    if not told:
        return None
    end = ending.ending_link(person, ending.DIGEST)
    return compose(
        person,
        DIGEST,
        count=len(told),
        groups=_by_mission(person, told[:SHOWN]),
        others=max(0, len(told) - SHOWN),
        link=link_to("notices.list_notices"),
        choose=link_to("notices.edit_choices"),
        end=end,
        headers=ending.headers(end),
    )


def _taken(person_id: int, day: date) -> Sequence[Notice]:
    """What this digest tells, the oldest first, noted as its own: tried again, it tells the same.

    What an earlier digest took and could not tell, since it never left, is told now.
    """
    held = Notice.digest_on.in_([day, *_held_back(person_id)])
    waits = (Notice.person_id == person_id, Notice.in_digest, Notice.read_at.is_(None))
    select = sa.select(Notice).where(*waits, sa.or_(Notice.digest_on.is_(None), held)).order_by(Notice.id)
    notices = db.session.scalars(select).all()
    for notice in notices:
        notice.digest_on = day
    return notices


def _held_back(person_id: int) -> list[date]:
    keys = sa.select(OutboxItem.key).where(OutboxItem.key.like(_key(person_id, "%")), OutboxItem.done_at.is_(None))
    return [date.fromisoformat(key.rpartition(":")[2]) for key in db.session.scalars(keys)]


def _by_mission(person: Person, notices: Iterable[Notice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was told, and the page of each, under the title of its mission; under none at the end."""
    grouped: dict[int | None, list[tuple[str, str]]] = {}
    for notice in notices:
        line = (getattr(notice, f"said_{person.locale}"), page_at(notice.link) if notice.link else "")
        grouped.setdefault(notice.mission_id, []).append(line)
    titles = mission_titles([mission_id for mission_id in grouped if mission_id is not None], person.locale)
    named = [(titles[mission_id], lines) for mission_id, lines in grouped.items() if mission_id in titles]
    rest = [line for mission_id, lines in grouped.items() if mission_id not in titles for line in lines]
    return [*named, ("", rest)] if rest else named


def see_to_digests() -> None:
    """Queue a digest for everyone who has something to be told in one: what was written while theirs was leaving."""
    waiting = sa.select(Notice.person_id).where(Notice.in_digest, Notice.read_at.is_(None), Notice.digest_on.is_(None))
    for person_id in db.session.scalars(waiting.distinct()).all():
        with transaction():
            expect(person_id, choices_of(person_id))
