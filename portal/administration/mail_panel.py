"""On the home page of administrators: that mails could not be sent, while there are some."""

from __future__ import annotations

from portal import policies
from portal.core.panels import Panel, home_panels
from portal.mail.queries import count_parked
from portal.organization.models import Person


def stuck_mails(actor: Person) -> Panel | None:
    """How many mails were given up; nothing for others, nor when there are none. One statement for administrators."""
    count = count_parked() if policies.mail_oversee(actor) else 0
    return {"template": "administration/_stuck_mails.html", "context": {"count": count}} if count else None


if stuck_mails not in home_panels:
    home_panels.append(stuck_mails)
