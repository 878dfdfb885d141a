"""What a recognition adds to its talent's profile, once published."""

from __future__ import annotations

from portal.core.i18n import language
from portal.core.panels import Panel
from portal.organization.models import Person
from portal.recognition import queries
from portal.talents.extensions import profile_panels


def recognitions_panel(actor: Person, person: Person) -> Panel | None:
    """The published recognitions this reader may see."""
    recognitions = queries.published_of(actor, person, language())
    if not recognitions:
        return None
    return {"template": "recognition/_profile.html", "context": {"recognitions": recognitions}}


if recognitions_panel not in profile_panels:
    profile_panels.append(recognitions_panel)
