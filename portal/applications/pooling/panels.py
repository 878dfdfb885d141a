"""The pool on the page of an application: asking, answering, leaving."""

from __future__ import annotations

from portal import policies
from portal.applications.extensions import application_panels
from portal.applications.models import Application
from portal.applications.pooling.forms import AskForm, PressForm
from portal.applications.pooling.models import LIVE_STATES
from portal.applications.pooling.queries import asked_about
from portal.applications.pooling.services import ASKABLE
from portal.applications.pooling.workflow import POOL
from portal.core.panels import Panel
from portal.organization.models import Person


def pool_panel(reader: Person, application: Application) -> Panel | None:
    """For the talent what they are asked or agreed to; for those who choose, asking and what became of it."""
    if application.state not in ASKABLE and application.state.value != "pooled":
        return None
    mine = policies.application_own(reader, application)
    if not mine and not policies.application_choose(reader, application):
        return None
    member, is_asked_elsewhere = asked_about(application)
    is_live = member is not None and member.state in LIVE_STATES
    if mine:
        if member is None or not is_live:
            return None
        context = {"member": member, "steps": POOL.available(reader, member), "press": PressForm.fresh("pool")}
        place = "main" if member.state.value == "asked" else "aside"
        return {"template": "pooling/_mine.html", "context": context, "place": place}
    may_ask = application.state in ASKABLE and not is_live
    if member is None and is_asked_elsewhere:
        return None
    context = {"member": member, "may_ask": may_ask, "form": AskForm.fresh("pool")}
    return {"template": "pooling/_owner.html", "context": context, "place": "aside"}


if pool_panel not in application_panels:
    application_panels.append(pool_panel)
