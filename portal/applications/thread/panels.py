"""The conversation on the page of an application, and what having drawn it changes."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.applications.extensions import application_panels
from portal.applications.models import Application
from portal.applications.thread.forms import MessageForm
from portal.applications.thread.noting import note_when_answered
from portal.applications.thread.queries import thread_of
from portal.applications.thread.rules import closes_at, is_open
from portal.applications.thread.wording import other_side
from portal.core.panels import Panel
from portal.organization.models import Person


def thread_context(
    reader: Person, application: Application, *, form: Any = None, whole: bool = False
) -> dict[str, Any]:
    """What the template of a conversation needs; `form` is the one that was refused, if any."""
    thread = thread_of(reader, application, whole=whole)
    if thread.new:
        note_when_answered(reader, application)
    return {
        "application": application,
        "thread": thread,
        "is_talent": policies.application_own(reader, application),
        "other": other_side(reader, application),
        "is_open": is_open(application),
        "closes_at": closes_at(application),
        "form": form if form is not None else MessageForm.fresh("message"),
    }


def thread_panel(reader: Person, application: Application) -> Panel | None:
    """For the talent and for those who own the mission; once it is closed, only where something was said."""
    if not policies.application_converse(reader, application):
        return None
    context = thread_context(reader, application)
    if not context["is_open"] and not context["thread"].total:
        return None
    return {"template": "thread/_panel.html", "context": context, "place": "after"}


if thread_panel not in application_panels:
    application_panels.append(thread_panel)
