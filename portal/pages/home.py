"""What someone's home shows: whose turn it is, the places they hold, and missions that address them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import LIVE_STATES, Application, ApplicationState
from portal.applications.turns import turn_of
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.cards import card_of
from portal.missions.models import Audience, Mission, MissionState, Seat, SeatSkill
from portal.organization.models import Kind, Person
from portal.pages.waiting import Waiting

PLACES_SHOWN = 6
MISSIONS_SHOWN = 4

Turn = dict[str, Any]


def turns(waiting: Waiting, weeks_to_fill: int) -> list[Turn]:
    """What this person has to do, the most pressing first: a sentence, an icon and the way to it."""
    received = url_for("applications.list_received")
    mine = url_for("applications.list_applications")
    rows = (
        (
            waiting.offers,
            ngettext("A place is offered to you.", "%(num)d places are offered to you.", waiting.offers),
            "mail",
            mine,
        ),
        (
            waiting.decisions,
            ngettext(
                "One request for time waits for your agreement.",
                "%(num)d requests for time wait for your agreement.",
                waiting.decisions,
            ),
            "shield-check",
            url_for("desk.show_desk"),
        ),
        (
            waiting.terms,
            ngettext(
                "A manager proposed other terms: your answer is awaited.",
                "%(num)d proposals of other terms await your answer.",
                waiting.terms,
            ),
            "handshake",
            mine,
        ),
        (
            waiting.candidates,
            ngettext(
                "One application to your missions awaits an answer.",
                "%(num)d applications to your missions await an answer.",
                waiting.candidates,
            ),
            "inbox",
            received,
        ),
        (
            waiting.validations,
            ngettext(
                "One mission waits to be published.", "%(num)d missions wait to be published.", waiting.validations
            ),
            "file-text",
            url_for("missions.list_missions", state="submitted"),
        ),
        (
            waiting.engagements,
            ngettext(
                "One external waits for you to confirm their engagement.",
                "%(num)d externals wait for you to confirm their engagement.",
                waiting.engagements,
            ),
            "building",
            url_for("engagements.list_engagements"),
        ),
        (
            weeks_to_fill,
            ngettext(
                "One week of your time is still to be declared.",
                "%(num)d weeks of your time are still to be declared.",
                weeks_to_fill,
            ),
            "clock",
            url_for("time.show_time"),
        ),
        (
            waiting.entries,
            ngettext(
                "One week of declared time waits for you to confirm it.",
                "%(num)d weeks of declared time wait for you to confirm them.",
                waiting.entries,
            ),
            "check-circle",
            url_for("time.list_to_confirm"),
        ),
        (
            waiting.attestations,
            ngettext(
                "One participant of your missions waits for your attestation.",
                "%(num)d participants of your missions wait for your attestation.",
                waiting.attestations,
            ),
            "award",
            url_for("recognition.list_recognitions"),
        ),
        (
            waiting.recognitions,
            ngettext(
                "One recognition waits for your words.",
                "%(num)d recognitions wait for your words.",
                waiting.recognitions,
            ),
            "award",
            url_for("recognition.list_recognitions"),
        ),
    )
    return [{"sentence": sentence, "icon": icon, "href": href} for count, sentence, icon, href in rows if count]


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
    return [{"application": application, "turn": turn_of(application, person)} for application in found]


def suggestions(person: Person) -> Sequence[Any]:
    """The newest open missions that address this person and that they have not applied to, as cards of the list."""
    audiences = (Audience.EMPLOYEES, Audience.BOTH)
    if person.kind is not Kind.EMPLOYEE:
        audiences = (Audience.EXTERNALS, Audience.BOTH)
    applied = sa.select(Application.mission_id).where(Application.person_id == person.id)
    found = db.session.scalars(
        missions.visible_to(person)
        .where(
            Mission.state == MissionState.PUBLISHED,
            Mission.audience.in_(audiences),
            Mission.owner_id != person.id,
            sa.or_(Mission.co_owner_id.is_(None), Mission.co_owner_id != person.id),
            Mission.id.not_in(applied),
        )
        .options(
            joinedload(Mission.unit),
            selectinload(Mission.seats).selectinload(Seat.skills).joinedload(SeatSkill.skill),
        )
        .order_by(Mission.published_at.desc())
        .limit(MISSIONS_SHOWN)
    ).all()
    held = missions.held_levels(person)
    return [card_of(mission, person, held) for mission in found]


def greeting(person: Person) -> str:
    """A line that says hello by the given name, or by the whole name when there is none."""
    return _("Hello %(name)s", name=person.given_name or person.full_name)
