"""A real SMTP server on the loopback, obliging or not, and mails waiting for it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from portal.core.outbox import OutboxItem, enqueue
from portal.core.transaction import transaction
from portal.extensions import db
from portal.mail.outbox import KIND


class Post:
    """Keeps what it accepts. `refusals` are answers given, in order, instead of accepting."""

    def __init__(self) -> None:
        self.accepted: list[tuple[list[str], EmailMessage]] = []
        self.raw: list[bytes] = []
        self.tried: list[str] = []
        self.refusals: list[str] = []
        self.poisoned = ""
        self.goodbye = "221 Bye"
        self.delay = 0.0
        self.refused_recipients: dict[str, str] = {}
        self.refused_senders: list[str] = []
        self.upon_data: Callable[[], object] = lambda: None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.tried.append(message["Message-ID"])
        self.raw.append(envelope.content)
        self.upon_data()
        if self.delay:
            time.sleep(self.delay)
        if self.poisoned and self.poisoned in envelope.rcpt_tos:
            return "550 never"
        if self.refusals:
            answer = self.refusals.pop(0)
            if answer == "accept, then cut":
                self.accepted.append((envelope.rcpt_tos, message))
            if "cut" in answer:
                server.transport.abort()
                return "250 nobody will read this"
            return answer
        self.accepted.append((envelope.rcpt_tos, message))
        return "250 OK"

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refused_senders:
            return self.refused_senders.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        refusal = self.refused_recipients.get(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        return self.goodbye


@pytest.fixture
def post(app: Flask, closed_port: int) -> Iterator[Post]:
    """A server that accepts mail, and the portal told to use it."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=closed_port)
    controller.start()
    try:
        app.config.update(MAIL_URL=f"smtp://127.0.0.1:{closed_port}", MAIL_TIMEOUT=2)
        yield handler
    finally:
        controller.stop()


@pytest.fixture
def silent_listener() -> Iterator[socket.socket]:
    """A socket that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield listener


@pytest.fixture
def silent_server(silent_listener: socket.socket) -> int:
    """Its port."""
    return int(silent_listener.getsockname()[1])


@pytest.fixture
def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def write_mail(app: Flask) -> Callable[..., int]:
    """Queue a mail and return its item's id."""

    def write(number: int = 1, **fields: str) -> int:
        payload = {
            "to": f"person{number}@merane.example",
            "name": f"Person {number}",
            "subject": f"Subject {number}",
            "body": "Hello.\n",
            "lang": "en",
            "event": "test",
        }
        with app.app_context(), transaction() as session:
            item = enqueue(KIND, f"mail:test:{number}", payload | fields)
            session.flush()
            return item.id

    return write


@pytest.fixture
def state_of(app: Flask) -> Callable[[int], dict[str, Any]]:
    """What the outbox knows of an item."""

    def read(item_id: int) -> dict[str, Any]:
        with app.app_context():
            row = db.session.execute(sa.select(OutboxItem.__table__).where(OutboxItem.id == item_id)).one()
            return dict(row._mapping)

    return read
