"""Writing a mail: its words, and the item of the outbox that carries them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template

from portal.core import clock, outbox
from portal.core.i18n import speaking
from portal.core.submission import new_key
from portal.organization.models import Person

KIND = "mail"


def link_to(endpoint: str, **values: Any) -> str:
    """The full address of a page, from BASE_URL: the same in a request, a command or the worker."""
    base = urlsplit(current_app.config["BASE_URL"])
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def page_of(link: str) -> str:
    """What follows BASE_URL in the full address of a page of ours: what to keep of it, as the portal may move."""
    return link.removeprefix(current_app.config["BASE_URL"])


def page_at(page: str) -> str:
    """The full address of a page kept by `page_of`."""
    return f"{current_app.config['BASE_URL']}{page}"


@dataclass(frozen=True)
class Words:
    """A mail as it reads in one language. `link` is the page it leads to, empty when it leads to none."""

    lang: str
    subject: str
    body: str
    link: str


def is_reached(person: Person) -> bool:
    """Whether someone still reads what is sent to them: who left, or was disabled, does not."""
    return person.is_here


def write(to: Person, event: str, locale: str, **context: Any) -> Words:
    """The words of `mail/<event>.<locale>.txt` for one person: its first line is the subject, the rest the text.

    The page it leads to is the `link` it was given, or else the last one that the template names.
    """
    named: list[str] = []

    def link(endpoint: str, **values: Any) -> str:
        named.append(link_to(endpoint, **values))
        return named[-1]

    with speaking(locale):
        text = render_template(f"mail/{event}.{locale}.txt", to=to, link_to=link, **context)
    subject, _, body = text.strip().partition("\n")
    return Words(locale, subject.strip(), body.strip() + "\n", context.get("link") or (named[-1] if named else ""))


def payload_of(to: Person, event: str, words: Words, headers: dict[str, str] | None = None) -> outbox.Payload:
    """What the outbox keeps of a mail. `headers` are added to those of every mail."""
    payload: outbox.Payload = {
        "person": to.id,
        "to": to.email,
        "name": to.full_name,
        "subject": words.subject,
        "body": words.body,
        "lang": words.lang,
        "event": event,
    }
    return payload | {"headers": headers} if headers else payload


def compose(to: Person, event: str, *, headers: dict[str, str] | None = None, **context: Any) -> outbox.Payload | None:
    """The payload of a mail to one person in their language; None for who left or was disabled."""
    if not is_reached(to):
        return None
    return payload_of(to, event, write(to, event, to.locale, **context), headers)


def queue(payload: outbox.Payload, *, once: str = "") -> None:
    """Queue a mail inside the present transaction, the first for what `once` names if it names something.

    What people are told goes through `portal.notices.telling.tell`.
    """
    if once:
        key = hashlib.sha256(f"{payload['person']} {once}".encode()).hexdigest()[:32]
        outbox.enqueue_once(KIND, f"mail:{payload['event']}:{key}", payload, due=clock.now())
    else:
        outbox.enqueue(KIND, f"mail:{payload['event']}:{new_key()}", payload)
