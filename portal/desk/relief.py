"""How the load is relieved, on the desk: what it says, and the form for whoever decides now."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from portal.allocations.deciders import decides_now
from portal.allocations.models import GRANTED_STATES, Authorization, AuthorizationState
from portal.allocations.relieving.forms import ReliefForm
from portal.allocations.relieving.models import Relief
from portal.allocations.relieving.queries import relief_of
from portal.allocations.relieving.services import edit_relief
from portal.allocations.rows import Request
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.web.forms import VersionedForm
from portal.web.fresh import FreshForm
from portal.web.steps import Step

RELIEVE: Step[Authorization] = Step(
    ReliefForm,
    lambda who, authorization, form: edit_relief(who, authorization, form.relief, version=form.read_version),
    lambda authorization: _("The relief note is kept. %(person)s was told.", person=authorization.person.full_name),
)


@dataclass(frozen=True)
class ReliefPanel:
    """What the note says, and the form that says it otherwise, for whoever may."""

    relief: Relief
    form: VersionedForm | FreshForm | None


def relief_panel(reader: Person, authorization: Request, sent: VersionedForm | None) -> ReliefPanel | None:
    """The panel; None before the time is given, or when there is nothing to read and nothing to do."""
    if authorization.state not in (*GRANTED_STATES, AuthorizationState.ENDED):
        return None
    relief = relief_of(authorization.id)
    form: Any = None
    if authorization.state in GRANTED_STATES and decides_now(reader, authorization):
        start = {f"relief_{name}": text for name, text in asdict(relief).items()}
        form = sent or RELIEVE.fresh_form("relieve", authorization.version, **start)
    return ReliefPanel(relief, form) if relief or form is not None else None
