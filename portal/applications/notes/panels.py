"""The notes of those who choose, on the page of a candidate."""

from __future__ import annotations

from portal import policies
from portal.applications.extensions import application_panels
from portal.applications.models import Application
from portal.applications.notes.forms import NoteForm
from portal.applications.notes.queries import notes_on
from portal.core.panels import Panel
from portal.organization.models import Person
from portal.web.forms import VersionedForm


def notes_panel(reader: Person, application: Application) -> Panel | None:
    """For those who own the mission, and for nobody else."""
    if not policies.application_choose(reader, application):
        return None
    context = {
        "notes": notes_on(application),
        "reader": reader,
        "form": NoteForm.fresh("note"),
        "removing": lambda note: VersionedForm.fresh("removal", version=str(note.version)),
    }
    return {"template": "notes/_panel.html", "context": context, "place": "aside"}


if notes_panel not in application_panels:
    application_panels.append(notes_panel)
