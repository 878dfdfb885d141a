"""Writing a mail: one item of the outbox for each person told, in their language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template

from portal.core import outbox
from portal.core.i18n import speaking
from portal.core.submission import new_key
from portal.organization.models import Person

KIND = "mail"


def link_to(endpoint: str, **values: Any) -> str:
    """The full address of a page, from BASE_URL: the same in a request, a command or the worker."""
    base = urlsplit(current_app.config["BASE_URL"])
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def compose(to: Person, event: str, *, headers: dict[str, str] | None = None, **context: Any) -> outbox.Payload | None:
    """The payload of the mail `mail/<event>.<lang>.txt` for one person; None for who left or was disabled.

    The template's first line is the subject, the rest the text. `headers` are added to those of every mail.
    """
    if to.left_on is not None or not to.account.is_enabled:
        return None
    locale = to.locale
    with speaking(locale):
        text = render_template(f"mail/{event}.{locale}.txt", to=to, link_to=link_to, **context)
    subject, _, body = text.strip().partition("\n")
    payload: outbox.Payload = {
        "to": to.email,
        "name": to.full_name,
        "subject": subject.strip(),
        "body": body.strip() + "\n",
        "lang": locale,
        "event": event,
    }
    return payload | {"headers": headers} if headers else payload


def queue_mail(to: Person, event: str, **context: Any) -> outbox.OutboxItem | None:
    """Queue the mail `mail/<event>.<lang>.txt` for one person, inside the present transaction: see `compose`."""
    payload = compose(to, event, **context)
    return None if payload is None else outbox.enqueue(KIND, f"mail:{event}:{new_key()}", payload)
