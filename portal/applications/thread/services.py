"""Writing to the other side, and taking it back. Each verb is one transaction; the journal never holds the words."""

from __future__ import annotations

from itertools import takewhile

from sqlalchemy.orm import Session

from portal import policies
from portal.applications.models import Application
from portal.applications.thread import notifications, rules
from portal.applications.thread.models import LONGEST_MESSAGE, Message
from portal.applications.thread.queries import count_messages, latest_authors, messages_to_forget
from portal.applications.thread.wording import EMPTY, TOO_LONG
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import lazy_ngettext
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.organization.models import Person


def check_may_converse(actor: Person, application: Application) -> None:
    """Raise `Forbidden` for everyone but the talent and those who own the mission."""
    if not policies.application_converse(actor, application):
        raise Forbidden(
            _l("Only the talent and those who own the mission read and write these messages."),
            code="application.converse",
        )


def check_is_author(actor: Person, message: Message) -> None:
    """Raise `Forbidden` unless `actor` wrote it and still has a part in the conversation."""
    check_may_converse(actor, message.application)
    if message.by_id != actor.id:
        raise Forbidden(_l("Only who wrote a message takes it back."), code="message.take_back")


def write_message(actor: Person, application: Application, text: str, *, key: str | None = None) -> Message:
    """Write to the other side, which is told once. The same `key` twice writes one message.

    Raises `Forbidden`, `Invalid` when it is empty or too long, `Conflict` when the conversation is closed or full, or
    when too many messages of one side already wait for the other.
    """
    check_may_converse(actor, application)
    text = checked_text(text, "text", required=EMPTY)
    if len(text) > LONGEST_MESSAGE:
        raise Invalid(fields={"text": TOO_LONG})

    def make(session: Session) -> Message:
        session.refresh(application, with_for_update={"of": Application})
        _check_open(actor, application)
        message = Message(application_id=application.id, by_id=actor.id, text=text)
        session.add(message)
        session.flush()
        audit.record(actor, message, "write")
        notifications.tell_written(actor, application, message)
        return message

    return submission.once(actor, key, Message, make)


def _check_open(actor: Person, application: Application) -> None:
    if not rules.is_open(application):
        raise Conflict(
            _l("This application ended more than a month ago: nobody writes here any more."), code="thread.closed"
        )
    if count_messages(application) >= rules.MOST_MESSAGES:
        raise Conflict(_l("This conversation is full. Call each other, or meet."), code="thread.full")
    is_talents = actor.id == application.person_id
    authors = latest_authors(application, rules.MOST_IN_A_ROW)
    in_a_row = len(list(takewhile(lambda id_: (id_ == application.person_id) == is_talents, authors)))
    if in_a_row >= rules.MOST_IN_A_ROW:
        sentence = lazy_ngettext(
            "%(num)d message in a row waits for an answer. Wait for it before you write again.",
            "%(num)d messages in a row wait for an answer. Wait for it before you write again.",
            rules.MOST_IN_A_ROW,
        )
        raise Conflict(sentence, code="thread.waits")


def take_back(actor: Person, message: Message) -> Message:
    """Take the words of one's own message away; that there was one stays.

    Raises `Forbidden`, and `Conflict` once it is too late. Doing it twice changes nothing more.
    """
    check_is_author(actor, message)
    with transaction() as session:
        session.refresh(message, with_for_update={"of": Message})
        if message.taken_back_at is not None:
            return message
        if not rules.may_be_taken_back(message.created_at):
            raise Conflict(
                _l("A message can be taken back for ten minutes; this one is older. You can write another one."),
                code="message.late",
            )
        message.text, message.taken_back_at = "", clock.now()
        audit.record(actor, message, "take_back")
    return message


def forget_messages() -> int:
    """Take away the words of conversations whose application ended long ago. Returns how many."""
    with transaction():
        messages = messages_to_forget()
        for message in messages:
            message.text = ""
            audit.record(None, message, "forget")
    return len(messages)
