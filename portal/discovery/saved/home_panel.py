"""On the home page: the searches for which something is new."""

from __future__ import annotations

from portal.core.panels import Panel, home_panels
from portal.discovery.saved.queries import news_of
from portal.organization.models import Person

SHOWN = 5


def news(actor: Person) -> Panel | None:
    """The searches that found something since they were looked at; nothing when none did."""
    found = news_of(actor)
    if not found:
        return None
    return {"template": "searches/_home.html", "context": {"searches": found[:SHOWN], "others": len(found) - SHOWN}}


home_panels.append(news)
