"""The one verb by which a feature tells someone something: a notice in the portal, and the mail as they chose it.

A feature writes `templates/mail/<feature>/<event>.{fr,en}.txt`, names the event in `portal.notices.kinds`, and calls
`tell` inside the transaction of what it tells. Everything else follows from that call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from portal.core import clock
from portal.core.i18n import LOCALES
from portal.core.submission import new_key
from portal.core.transaction import unit_key
from portal.extensions import db
from portal.mail import outbox
from portal.mail.outbox import Words, is_reached, page_of, payload_of, write
from portal.notices import digest, ending
from portal.notices.choices import choices_of
from portal.notices.foot import with_foot
from portal.notices.kinds import MAIL_ONLY, Kind, kind_of
from portal.notices.matters import Subject, subject_in
from portal.notices.models import LONGEST_LINK, LONGEST_SAID, Notice, Rhythm
from portal.organization.models import Person


@dataclass(frozen=True)
class Told:
    """What someone is told of something, as they read it. Plain values: they outlive a rehearsal."""

    name: str
    event: str
    words: Words
    subject: Subject | None


_listener: ContextVar[list[Told] | None] = ContextVar("listener", default=None)


@contextmanager
def listening() -> Iterator[list[Told]]:
    """Collect what is told meanwhile, in its order."""
    told: list[Told] = []
    token = _listener.set(told)
    try:
        yield told
    finally:
        _listener.reset(token)


def tell(to: Person, event: str, *, once: str = "", **context: Any) -> None:
    """Tell one person what happened, inside the present transaction: nothing for who left or was disabled.

    `once` names what happened where the same may be told by two transactions (a chore that runs twice, an item of the
    outbox delivered again): the second tells nothing. Within one transaction the same words are told once anyway.
    Raises `LookupError` for an event that belongs to no kind.
    """
    kind = kind_of(event)
    if not is_reached(to):
        return
    words = write(to, event, to.locale, **context)
    if event in MAIL_ONLY:
        outbox.queue(payload_of(to, event, words), once=once)
        return
    choices = choices_of(to.id)
    rhythm = choices.rhythm(kind)
    if not _note(to, event, once, words, in_digest=rhythm is Rhythm.DAILY, context=context):
        return
    if rhythm is Rhythm.AT_ONCE:
        _mail(to, event, kind, words)
    elif rhythm is Rhythm.DAILY:
        digest.expect(to.id, choices)
    listener = _listener.get()
    if listener is not None:
        listener.append(Told(to.full_name, event, words, subject_in(context)[0]))


def _mail(to: Person, event: str, kind: Kind, words: Words) -> None:
    if not kind.may_silence:
        outbox.queue(payload_of(to, event, words))
        return
    end = ending.ending_link(to, kind.key)
    outbox.queue(payload_of(to, event, with_foot(words, kind, end), ending.headers(end)))


def _note(to: Person, event: str, once: str, words: Words, *, in_digest: bool, context: dict[str, Any]) -> bool:
    """Write the notice; False when this was told already."""
    said = {
        f"said_{lang}": (words if lang == words.lang else write(to, event, lang, **context)).subject[:LONGEST_SAID]
        for lang in LOCALES
    }
    subject, mission_id = subject_in(context)
    page = page_of(words.link)
    what = (event, once) if once else (event, *(subject or ()), words.subject, words.body, unit_key())
    row = {
        "public_id": new_key(),
        "person_id": to.id,
        "event": event,
        "key": hashlib.sha256(repr(what).encode()).hexdigest(),
        **said,
        "link": page if page.startswith("/") and len(page) <= LONGEST_LINK else "",
        "matter": subject.matter if subject else None,
        "matter_id": subject.id if subject else None,
        "mission_id": mission_id,
        "at": clock.now(),
        "in_digest": in_digest,
    }
    session = db.session()
    flavour: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = flavour.insert(Notice).values(row).on_conflict_do_nothing(index_elements=["person_id", "key"])
    return session.execute(insert.returning(Notice.id)).first() is not None
