"""What waits for someone, in sentences, with the way to each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from flask import url_for

from portal.applications import queries as applications
from portal.core.i18n import ngettext
from portal.missions.keeping.queries import latest_unsaved
from portal.organization.models import Person
from portal.waiting import Waiting


class Turn(NamedTuple):
    """Something to do: how many things it counts, a sentence, an icon and the way to it."""

    number: int
    sentence: str
    icon: str
    href: str


@dataclass(frozen=True)
class Duty:
    """Something that may wait for someone: its count on `Waiting`, its sentence for a number, and the way to it."""

    count: str
    words: Callable[[int], str]
    icon: str
    endpoint: str
    values: tuple[tuple[str, str], ...] = ()


# The most pressing first.
DUTIES = (
    Duty(
        "offers",
        lambda n: ngettext("A place is offered to you.", "%(num)d places are offered to you.", n),
        "mail",
        "applications.list_applications",
    ),
    Duty(
        "decisions",
        lambda n: ngettext(
            "One request for time is waiting for your authorization.",
            "%(num)d requests for time are waiting for your authorization.",
            n,
        ),
        "shield-check",
        "desk.show_desk",
    ),
    Duty(
        "terms",
        lambda n: ngettext(
            "A manager proposed other terms: your answer is awaited.",
            "%(num)d proposals of other terms await your answer.",
            n,
        ),
        "handshake",
        "allocations.list_terms",
    ),
    Duty(
        "invitations",
        lambda n: ngettext(
            "You are invited to a mission: say whether it interests you.",
            "You are invited to %(num)d missions: say whether they interest you.",
            n,
        ),
        "mail",
        "applications.list_applications",
    ),
    Duty(
        "others",
        lambda n: ngettext(
            "Every place of your mission is taken: %(num)d application still waits for an answer.",
            "Every place of your missions is taken: %(num)d applications still wait for an answer.",
            n,
        ),
        "inbox",
        "applications.list_received",
    ),
    Duty(
        "candidates",
        lambda n: ngettext(
            "One application to your missions awaits an answer.",
            "%(num)d applications to your missions await an answer.",
            n,
        ),
        "inbox",
        "applications.list_received",
    ),
    Duty(
        "talks",
        lambda n: ngettext(
            "One conversation on your applications holds something new.",
            "%(num)d conversations on your applications hold something new.",
            n,
        ),
        "message",
        "applications.list_applications",
    ),
    Duty(
        "owner_talks",
        lambda n: ngettext(
            "One candidate of yours wrote something new to you.",
            "%(num)d candidates of yours wrote something new to you.",
            n,
        ),
        "message",
        "applications.list_received",
    ),
    Duty(
        "validations",
        lambda n: ngettext("One mission waits to be published.", "%(num)d missions wait to be published.", n),
        "file-text",
        "missions.list_missions",
        (("state", "to_validate"),),
    ),
    Duty(
        "engagements",
        lambda n: ngettext(
            "One external is waiting for you to confirm their engagement.",
            "%(num)d externals are waiting for you to confirm their engagement.",
            n,
        ),
        "building",
        "engagements.list_engagements",
    ),
    Duty(
        "weeks",
        lambda n: ngettext(
            "One week of your time is still to be declared.", "%(num)d weeks of your time are still to be declared.", n
        ),
        "clock",
        "time.show_time",
    ),
    Duty(
        "entries",
        lambda n: ngettext(
            "One week of declared time is waiting for you to confirm it.",
            "%(num)d weeks of declared time are waiting for you to confirm them.",
            n,
        ),
        "check-circle",
        "time.list_to_confirm",
    ),
    Duty(
        "attestations",
        lambda n: ngettext(
            "One person on your missions is waiting for your attestation.",
            "%(num)d people on your missions are waiting for your attestation.",
            n,
        ),
        "award",
        "recognition.list_recognitions",
    ),
    Duty(
        "recognitions",
        lambda n: ngettext(
            "One recognition is waiting for your words.", "%(num)d recognitions are waiting for your words.", n
        ),
        "award",
        "recognition.list_recognitions",
    ),
    Duty(
        "publications",
        lambda n: ngettext(
            "One recognition is waiting for you to choose who sees it.",
            "%(num)d recognitions are waiting for you to choose who sees them.",
            n,
        ),
        "award",
        "recognition.list_recognitions",
    ),
    Duty(
        "transfers",
        lambda n: ngettext("You are asked to take a mission over.", "You are asked to take %(num)d missions over.", n),
        "users",
        "transfers.list_asked",
    ),
    Duty(
        "ideas",
        lambda n: ngettext(
            "One mission is proposed to you: would you sponsor it?",
            "%(num)d missions are proposed to you: would you sponsor them?",
            n,
        ),
        "message",
        "proposals.list_proposals",
    ),
    Duty(
        "ownerless",
        lambda n: ngettext(
            "One mission has no owner any more: name someone.",
            "%(num)d missions have no owner any more: name someone.",
            n,
        ),
        "users",
        "transfers.list_ownerless",
    ),
    Duty(
        "unsaved",
        lambda n: ngettext(
            "What you wrote about a mission is not saved.", "What you wrote about %(num)d missions is not saved.", n
        ),
        "pencil",
        "missions.list_missions",
        (("state", "mine"),),
    ),
    Duty(
        "proposals",
        lambda n: ngettext(
            "A skill was proposed to the library: your answer is awaited.",
            "%(num)d skills were proposed to the library: your answers are awaited.",
            n,
        ),
        "book",
        "librarian.list_proposals",
    ),
)


def turns_of(person: Person, waiting: Waiting, weeks_to_fill: int) -> list[Turn]:
    """What this person has to do, the most pressing first. What the header counts is counted here as it is there."""
    counts = {**asdict(waiting), "weeks": weeks_to_fill, "candidates": waiting.candidates - waiting.others}
    return [
        Turn(counts[duty.count], duty.words(counts[duty.count]), duty.icon, _way(person, duty))
        for duty in DUTIES
        if counts[duty.count]
    ]


def _way(person: Person, duty: Duty) -> str:
    """Where a duty is done: the one place to begin with, for those that have one, else where all of them are.

    They were counted a moment ago: there may be none any more.
    """
    first = _FIRST[duty.count](person) if duty.count in _FIRST else None
    return first or url_for(duty.endpoint, **dict[str, Any](duty.values))


def _first_filled(person: Person) -> str | None:
    """The candidates of the filled mission that waits since longest."""
    public_id = applications.first_filled(person)
    return public_id and url_for("applications.list_candidates", public_id=public_id)


def _last_unsaved(person: Person) -> str | None:
    """The form that they wrote in last, with what they wrote."""
    unsaved = latest_unsaved(person)
    if unsaved is None:
        return None
    kept, mission = unsaved
    if mission is None:
        return url_for("missions.start_mission", kept=kept)
    return url_for("missions.edit_mission", public_id=mission, kept=kept)


_FIRST: dict[str, Callable[[Person], str | None]] = {"others": _first_filled, "unsaved": _last_unsaved}
