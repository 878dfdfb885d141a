"""One's recent searches on the page of one's account: what is kept, and how to stop."""

from __future__ import annotations

from portal.accounts.extensions import account_panels
from portal.core.panels import Panel
from portal.discovery.recent.queries import keeps_searches, recent_searches
from portal.organization.models import Person


def show_searches(person: Person) -> Panel:
    """Whether they are kept, and how many are."""
    kept = keeps_searches(person)
    context = {"keeps": kept, "count": len(recent_searches(person)) if kept else 0}
    return {"template": "discovery/_searches_panel.html", "context": context}


account_panels.append(show_searches)
