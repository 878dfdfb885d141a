"""How one is told, on the page of one's account: in a sentence, and the way to choose otherwise."""

from __future__ import annotations

from portal.accounts.extensions import account_panels
from portal.core.panels import Panel
from portal.notices.choices import choices_of
from portal.notices.wording import summary
from portal.organization.models import Person


def show_choices(person: Person) -> Panel:
    """When mails come."""
    return {"template": "notices/_account_panel.html", "context": {"sentences": summary(choices_of(person.id))}}


if show_choices not in account_panels:
    account_panels.append(show_choices)
