"""Sending what the outbox holds, by SMTP. Without a server, mails stay readable on the demo's outbox page."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit

from flask import current_app

from portal.core.outbox import OutboxItem, handler
from portal.mail.outbox import KIND

TIMEOUT = 20


def one_line(text: str) -> str:
    """A header's text without line ends or other control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def build_message(item: OutboxItem, sender: str) -> EmailMessage:
    """The message of an item. Its Message-ID comes from the item, so that sending twice can be recognised."""
    payload = item.payload
    name, address = parseaddr(sender)
    message = EmailMessage()
    message["From"] = Address(one_line(name), addr_spec=address)
    message["To"] = Address(one_line(payload["name"]), addr_spec=payload["to"])
    message["Subject"] = one_line(payload["subject"])
    message["Date"] = formatdate(item.created_at.timestamp())
    message["Message-ID"] = f"<outbox-{item.id}.{item.key.rpartition(':')[2]}@{address.rpartition('@')[2]}>"
    message["Content-Language"] = payload["lang"]
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(payload["body"])
    return message


def connect(url: str) -> smtplib.SMTP:
    """Open `smtp://` (STARTTLS when offered) or `smtps://` with the user and password of the address."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


@handler(KIND)
def send(items: list[OutboxItem]) -> None:
    """Deliver one mail. Without MAIL_URL there is nothing to do: the outbox page shows it."""
    url = current_app.config["MAIL_URL"]
    if not url:
        return
    with connect(url) as server:
        for item in items:
            server.send_message(build_message(item, current_app.config["MAIL_FROM"]))
