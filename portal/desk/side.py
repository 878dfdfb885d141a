"""The desk's smaller duties: time to confirm, recognitions to write."""

from __future__ import annotations

from typing import Any

from flask import url_for

from portal.allocations.time_queries import time_to_confirm
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.organization.models import Person
from portal.recognition.queries import first_to_record
from portal.web.jinja import hours

Panel = dict[str, Any]


def side_panels(person: Person) -> list[Panel]:
    """What else waits for this manager: a title, a sentence, and the way to it."""
    return [panel for panel in (_time(person), _recognition(person)) if panel is not None]


def _time(person: Person) -> Panel | None:
    summary = time_to_confirm(person)
    if not summary.entries:
        return None
    return {
        "title": _("Time to confirm"),
        "sentence": ngettext(
            "%(num)d person declared %(hours)s h that wait for you.",
            "%(num)d people declared %(hours)s h that wait for you.",
            summary.people,
            hours=hours(summary.minutes),
        ),
        "href": url_for("time.list_to_confirm"),
        "action": _("Read and confirm"),
    }


def _recognition(person: Person) -> Panel | None:
    first = first_to_record(person, language())
    if first is None:
        return None
    if first.count == 1:
        sentence = _("%(name)s finished “%(mission)s”. Say what it changed.", name=first.name, mission=first.title)
        href = url_for("recognition.record_recognition", public_id=first.public_id)
    else:
        sentence = _("%(count)s people on your team finished a mission. Say what it changed.", count=first.count)
        href = url_for("recognition.list_recognitions")
    return {"title": _("Recognition"), "sentence": sentence, "href": href, "action": _("Record a recognition")}
