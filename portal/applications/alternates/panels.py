"""Who comes next, on the page of a candidate: for those who choose, and for the talent who was told."""

from __future__ import annotations

from portal import policies
from portal.applications.alternates.forms import AlternateForm
from portal.applications.alternates.queries import alternate_of, kept_for
from portal.applications.extensions import application_panels
from portal.applications.models import Application, ApplicationState
from portal.core.panels import Panel
from portal.organization.models import Person
from portal.web.forms import VersionedForm


def alternate_panel(reader: Person, application: Application) -> Panel | None:
    """For someone shortlisted: naming them, or where they come in the order."""
    if application.state is not ApplicationState.SHORTLISTED:
        return None
    if policies.application_own(reader, application):
        alternate = alternate_of(application)
        if alternate is None or not alternate.is_told:
            return None
        return {"template": "alternates/_mine.html", "context": {}, "place": "aside"}
    if not policies.application_choose(reader, application):
        return None
    order = kept_for(application.seat_id)
    context = {
        "order": order,
        "here": next((one for one in order if one.application_id == application.id), None),
        "form": AlternateForm.fresh("alternate", version=str(application.version)),
        "press": VersionedForm.fresh("alternate-press", version=str(application.version)),
    }
    return {"template": "alternates/_panel.html", "context": context, "place": "aside"}


if alternate_panel not in application_panels:
    application_panels.append(alternate_panel)
