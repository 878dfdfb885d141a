"""The way of a recognition, from the end of the mission to the profile."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.recognition.models import Recognition
from portal.recognition.models import RecognitionState as S

Step = dict[str, Any]


def steps_of(recognition: Recognition, viewer: Person) -> list[Step]:
    """What was done, whose turn it is, what comes after."""
    steps = [{"state": "done", "title": _("The mission was completed"), "at": _day(recognition.created_at)}]
    steps.append(_attested(recognition, viewer))
    if _has_recorder(recognition):
        steps.append(_recorded(recognition, viewer))
    steps.append(_published(recognition, viewer))
    return steps


def _attested(recognition: Recognition, viewer: Person) -> Step:
    if recognition.attested_by is not None:
        title = _("%(name)s attested what it achieved", name=recognition.attested_by.full_name)
        return {"state": "done", "title": title, "at": _day(recognition.attested_at)}
    if policies.recognition_attest(viewer, recognition):
        return {"state": "now", "title": _("You attest what it achieved")}
    return {"state": "now", "title": _("%(name)s attests what it achieved", name=recognition.mission.owner.full_name)}


def _recorded(recognition: Recognition, viewer: Person) -> Step:
    if recognition.recorded_by is not None:
        title = _("%(name)s recorded it", name=recognition.recorded_by.full_name)
        return {"state": "done", "title": title, "at": _day(recognition.recorded_at)}
    state = "now" if recognition.state is S.ATTESTED else "next"
    if policies.recognition_record(viewer, recognition):
        return {"state": state, "title": _("You record it, with a few words if you wish")}
    manager = recognition.person.manager
    name = manager.full_name if manager is not None else ""
    return {"state": state, "title": _("%(name)s records it", name=name)}


def _published(recognition: Recognition, viewer: Person) -> Step:
    own = viewer.id == recognition.person_id
    if recognition.state is S.PUBLISHED:
        return {"state": "done", "title": _("It is on the profile")}
    ready = recognition.state is S.SEEN or (recognition.state is S.ATTESTED and not _has_recorder(recognition))
    title = (
        _("You choose who sees it on your profile")
        if own
        else _("%(name)s chooses who sees it", name=recognition.person.full_name)
    )
    return {"state": "now" if ready else "next", "title": title}


def _has_recorder(recognition: Recognition) -> bool:
    """Whether a manager recorded it, or is there to do so."""
    return recognition.recorded_by is not None or (
        recognition.state is not S.PUBLISHED and policies.recognition_await_manager(recognition.person, recognition)
    )


def _day(instant: Any) -> Any:
    return clock.local_day(instant)
