"""The words of a room."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.rooms.models import TaskKind

# What the starting list proposes for someone who arrives.
STARTING_TITLES = {
    TaskKind.TOOLS: _l("Open the accounts and the tools"),
    TaskKind.CONTEXT: _l("Go through the brief together and agree on the first two weeks"),
    TaskKind.CONTACTS: _l("Introduce the people to turn to"),
    TaskKind.BUDDY: _l("Name a buddy and take the time to meet"),
}
# How clear the brief was, from 1 to 5.
CLARITY = {
    5: _l("Everything was clear"),
    4: _l("Clear, but for a few details"),
    3: _l("Clear enough to begin"),
    2: _l("Much had to be guessed"),
    1: _l("I did not know what was expected"),
}
CLARITY_TONES = {5: "good", 4: "good", 3: "info", 2: "todo", 1: "stop"}
# What is written of a week, by the column that holds it.
NOTE_LINES = {
    "well": _l("What goes well"),
    "hindered": _l("What is in the way"),
    "needs": _l("What I need"),
}
ROOM_EVENTS = {
    "open": _l("The room opened"),
    "say_next": _l("What comes next was said"),
}
TASK_EVENTS = {
    "propose": _l("Proposed with the starting list"),
    "add": _l("Added"),
    "edit": _l("Changed"),
    "done": _l("Marked as done"),
    "undone": _l("Marked as not done"),
    "remove": _l("Taken away"),
    "restore": _l("Put back"),
    "pass_on": _l("Passed on to the owner of the mission"),
}


def task_title(task: Any) -> str:
    """What is to be done, in the present language where the starting list says it."""
    return task.title or str(STARTING_TITLES[task.kind])
