"""The questions on a mission's page, below its places."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.core.panels import Panel
from portal.missions.extensions import mission_panels
from portal.missions.questions.forms import AskForm
from portal.missions.questions.queries import questions_on
from portal.missions.questions.rules import ANSWERED_IN, takes_questions
from portal.missions.sheet import AnyMission
from portal.organization.models import Person


def questions_context(reader: Person, mission: AnyMission, form: Any = None) -> dict[str, Any]:
    """What the template of the questions needs; `form` is the one that was refused, if any."""
    owns = policies.mission_own(reader, mission)
    return {
        "mission": mission.public_id,
        "questions": questions_on(reader, mission),
        "owns": owns,
        "asks": not owns and takes_questions(mission),
        "answers": owns and mission.state in ANSWERED_IN,
        "form": form if form is not None else AskForm.fresh("ask"),
    }


def questions_panel(reader: Person, mission: AnyMission) -> Panel | None:
    """For everyone who reads a published mission, unless there is nothing to read nor to ask."""
    if mission.published_at is None:
        return None
    context = questions_context(reader, mission)
    if not context["questions"] and not context["asks"]:
        return None
    return {"template": "missions/questions/_questions.html", "context": context, "place": "after"}


mission_panels.append(questions_panel)
