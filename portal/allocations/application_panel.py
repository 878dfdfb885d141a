"""What an authorization adds to its application: the steps of its path, and the answer to other terms."""

from __future__ import annotations

from portal.allocations.clearances import clearances_of
from portal.allocations.forms import AnswerForm
from portal.allocations.models import AuthorizationState
from portal.allocations.path import steps_of
from portal.allocations.rows import of_application
from portal.allocations.workflow import awaits_answer
from portal.applications.extensions import Step, application_panels, clearance_steps, clearances
from portal.applications.models import Application
from portal.core.panels import Panel
from portal.organization.models import Person


def authorization_steps(application: Application, viewer: Person) -> list[Step] | None:
    """The steps of the authorization of an application; None when it has none."""
    authorization = of_application(application)
    return steps_of(authorization, viewer) if authorization is not None else None


def authorization_panel(reader: Person, application: Application) -> Panel | None:
    """The other terms and the way to answer them, or else the way to the request; None when there is no request."""
    authorization = of_application(application)
    if authorization is None:
        return None
    countered = authorization.state is AuthorizationState.COUNTERED
    return {
        "template": "allocations/_application_panel.html",
        "place": "main" if countered else "aside",
        "context": {
            "authorization": authorization,
            "form": AnswerForm.fresh(version=str(authorization.version)),
            "can_answer": awaits_answer(reader, authorization),
        },
    }


clearance_steps.append(authorization_steps)
clearances.append(clearances_of)
application_panels.append(authorization_panel)
