"""What someone's home shows: whose turn it is, the places they hold, and missions that address them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload

from portal.applications import queries as applications
from portal.applications.models import LIVE_STATES, Application, ApplicationState
from portal.applications.turns import turns_of
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.prepared import reading
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.cards import Card, card_of
from portal.missions.models import Audience, Mission, MissionState
from portal.missions.rows import missions_of
from portal.organization.models import Person
from portal.waiting import Waiting

PLACES_SHOWN = 6
MISSIONS_SHOWN = 4

Turn = dict[str, Any]


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
        "others",
        lambda n: ngettext(
            "Every place of your mission is taken: %(num)d application still waits for an answer.",
            "Every place of your missions is taken: %(num)d applications still wait for an answer.",
            n,
        ),
        "inbox",
        "applications.list_candidates",
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


def turns(person: Person, waiting: Waiting, weeks_to_fill: int) -> list[Turn]:
    """What this person has to do, the most pressing first: a sentence, an icon and the way to it."""
    counts = {**asdict(waiting), "weeks": weeks_to_fill, "candidates": waiting.candidates - waiting.others}
    return [
        {"sentence": duty.words(counts[duty.count]), "icon": duty.icon, "href": _way(person, duty)}
        for duty in DUTIES
        if counts[duty.count]
    ]


def _way(person: Person, duty: Duty) -> str:
    """Where a duty is done: for the candidates of missions that are filled, the one that waits since longest.

    They were counted a moment ago: when all have their answer since, the missions that have candidates.
    """
    if duty.count != "others":
        return url_for(duty.endpoint, **dict[str, Any](duty.values))
    public_id = applications.first_filled(person)
    if public_id is None:
        return url_for("applications.list_received")
    return url_for(duty.endpoint, public_id=public_id)


def places(person: Person) -> list[dict[str, Any]]:
    """This person's live applications, the confirmed first, each with whose turn it is."""
    order = sa.case({ApplicationState.CONFIRMED: 0, ApplicationState.OFFERED: 1}, value=Application.state, else_=2)
    found = db.session.scalars(
        sa.select(Application)
        .where(Application.person_id == person.id, Application.state.in_(LIVE_STATES))
        .options(
            joinedload(Application.mission).joinedload(Mission.owner),
            joinedload(Application.seat),
            joinedload(Application.offer),
        )
        .order_by(order, Application.changed_at.desc())
        .limit(PLACES_SHOWN)
    ).all()
    turns = turns_of(found, person)
    return [{"application": one, "turn": turn} for one, turn in zip(found, turns, strict=True)]


def suggestions(person: Person) -> list[Card]:
    """The newest open missions that address this person and that they have not applied to, as cards of the list."""
    ids = reading().execute(_suggested(missions.AnyReader.like(person)), {"me": person.id}).scalars()
    found = missions_of(person, ids.all())
    held = missions.held_levels(person) if found else {}
    return [card_of(mission, person, held) for mission in found]


@lru_cache(maxsize=32)
def _suggested(reader: missions.AnyReader) -> Any:
    applied = sa.select(Application.mission_id).where(Application.person_id == reader.id)
    side = Audience.EXTERNALS if reader.is_external else Audience.EMPLOYEES
    return (
        missions.visible_to(reader.as_person)
        .where(
            Mission.state == MissionState.PUBLISHED,
            Mission.audience.in_((side, Audience.BOTH)),
            Mission.owner_id != reader.id,
            sa.or_(Mission.co_owner_id.is_(None), Mission.co_owner_id != reader.id),
            Mission.id.not_in(applied),
        )
        .with_only_columns(Mission.id)
        .order_by(Mission.published_at.desc())
        .limit(MISSIONS_SHOWN)
    )


def greeting(person: Person) -> str:
    """A line that says hello by the given name, or by the whole name when there is none."""
    return _("Hello %(name)s", name=person.given_name or person.full_name)
