"""Sending what the outbox holds, by SMTP."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate, parseaddr
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app

from portal.core.outbox import NotNow, OutboxItem, handler
from portal.core.worker import at_start
from portal.mail.late import is_written
from portal.mail.outbox import KIND

log = logging.getLogger(__name__)

LONGEST_HEADER = 250

# Asked of each mail before it leaves: false when its reader wants no such mail any more, which then goes nowhere.
# Raises `NotBefore` while they want none.
gates: list[Callable[[OutboxItem], bool]] = []


def one_line(text: str) -> str:
    """A header's text without line ends or other control characters, plain or encoded, cut at a sensible length.

    The e-mail library decodes `=?utf-8?q?=0D=0ABcc:…?=` in a text it is given and writes its line ends out.
    """
    visible = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return visible.replace("=?", "= ?")[:LONGEST_HEADER]


class _AddressesWhole(EmailPolicy):
    """The library's policy, but an address stays as it is: a long one would be encoded, and mail programs that look for
    where to end mails (RFC 8058) would not read it. Such a line may be as long as a line of mail (RFC 5322, 2.1.1)."""

    def fold(self, name: str, value: Any) -> str:
        """The header as it is written."""
        return f"{name}: {value}{self.linesep}" if name in _ADDRESSES else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same in bytes."""
        return self.fold(name, value).encode("ascii") if name in _ADDRESSES else super().fold_binary(name, value)


_ADDRESSES = frozenset({"List-Unsubscribe"})
_POLICY = _AddressesWhole()


def build_message(item: OutboxItem, sender: str) -> EmailMessage:
    """The message of an item. Its Message-ID comes from the item, so that sending twice can be recognised."""
    payload = item.payload
    name, address = parseaddr(sender)
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(one_line(name), addr_spec=address)
    message["To"] = Address(one_line(payload["name"]), addr_spec=payload["to"])
    message["Subject"] = one_line(payload["subject"])
    message["Date"] = formatdate(item.created_at.timestamp())
    message["Message-ID"] = f"<outbox-{item.id}.{item.key.rpartition(':')[2]}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    for header, value in payload.get("headers", {}).items():
        message[header] = value
    message.set_content(payload["body"])
    message["Content-Language"] = payload["lang"]
    return message


def connect(url: str, timeout: float) -> smtplib.SMTP:
    """Open `smtp://` (STARTTLS when offered) or `smtps://` with the user and password of the address.

    `timeout` is in seconds, for each exchange with the server.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    name = urlsplit(current_app.config["BASE_URL"]).hostname
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        return _log_in(smtplib.SMTP_SSL(host, parts.port or 465, name, timeout=timeout, context=context), parts)
    server = smtplib.SMTP(host, parts.port or 25, name, timeout=timeout)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return _log_in(server, parts)


def _log_in(server: smtplib.SMTP, parts: SplitResult) -> smtplib.SMTP:
    try:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


@at_start
def say_whether_mail_waits() -> None:
    """Say once that mails wait, when no server is set: a portal may well begin without one."""
    if not current_app.config["MAIL_URL"] and not current_app.config["DEMO"]:
        log.warning("mails wait until TRANSVERSE_MAIL_URL is set")


@handler(KIND)
def send(items: list[OutboxItem]) -> None:
    """Deliver mails. Raises `NotBefore` while their readers want none, and `NotNow` without a server that answers:
    no mail is to blame for that.

    The demo has no server: its mails are read on the outbox page.
    """
    config = current_app.config
    if not config["MAIL_URL"] and not config["DEMO"]:
        raise NotNow("no mail server is set (TRANSVERSE_MAIL_URL)", seconds=300, told=True)
    due = [item for item in items if is_written(item) and all(is_wanted(item) for is_wanted in gates)]
    if not due or not config["MAIL_URL"]:
        return
    messages = [build_message(item, config["MAIL_FROM"]) for item in due]
    try:
        server = connect(config["MAIL_URL"], config["MAIL_TIMEOUT"])
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(f"the mail server does not answer: {type(error).__name__}: {error}") from error
    try:
        for message in messages:
            server.send_message(message)
    finally:
        _say_goodbye(server)


def _say_goodbye(server: smtplib.SMTP) -> None:
    """Close politely. What goes wrong here is not a failure: the mail was accepted, or its error is on its way up."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        log.info("mail: the server did not say goodbye")
    finally:
        server.close()
