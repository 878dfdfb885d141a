"""The next dates of someone: what they must answer, first and last weeks, pauses; the soonest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import url_for

from portal.allocations.models import WAITING_STATES, Authorization
from portal.applications.models import Application, ApplicationState
from portal.applications.queries import waits_for_owner
from portal.core import clock
from portal.core.bilingual import choose, pick
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.prepared import Prepared
from portal.missions.models import Mission, MissionState, Seat
from portal.missions.queries import AnyReader, owned_ids
from portal.organization.models import Person
from portal.pages.home.standing import Place
from portal.talents.availability.models import Pause

SHOWN = 6


class Date(NamedTuple):
    """A day, what happens on it, the way to it; `then` is what a mission says of what comes next."""

    day: date
    words: str
    href: str
    then: str = ""
    is_late: bool = False


_me: Any = AnyReader(is_external=False, roles=frozenset()).as_person
_NAMES = (Mission.title_fr, Mission.title_en, Mission.public_id)
_NAMELESS = (sa.literal(""), sa.literal(""), sa.literal(""))
_count = sa.func.count()
_DATED = (MissionState.PUBLISHED, MissionState.STAFFED, MissionState.IN_PROGRESS)


_first, _last = sa.func.min(Seat.first_week, type_=sa.Date()), sa.func.max(Seat.last_week, type_=sa.Date())
_NO_DAY = sa.cast(sa.null(), sa.Date())
_DEADLINES = Prepared(
    sa.union_all(
        sa.select(sa.literal("decide"), sa.func.min(Authorization.answer_due_on, type_=sa.Date()), _NO_DAY)
        .add_columns(_count, *_NAMELESS)
        .where(Authorization.decider_id == _me.id, Authorization.state.in_(WAITING_STATES))
        .having(_count > 0),
        sa.select(sa.literal("answer"), sa.func.min(Application.answer_due_on), _NO_DAY, _count, *_NAMES)
        .join(Application.mission)
        .where(Application.mission_id.in_(owned_ids(_me)), waits_for_owner(), Application.answer_due_on.is_not(None))
        .group_by(*_NAMES),
        # What counts of a mission is when applications close, then when it begins, then when it ends.
        sa.select(
            Mission.state,
            sa.case(
                (Mission.state == MissionState.PUBLISHED, Mission.closes_on),
                (Mission.state == MissionState.STAFFED, _first),
                else_=_last,
            ),
            *(_NO_DAY, sa.literal(1), *_NAMES),
        )
        .join(Seat, Seat.mission_id == Mission.id)
        .where(Mission.id.in_(owned_ids(_me)), Mission.state.in_(_DATED))
        .group_by(Mission.id, Mission.state, Mission.closes_on, *_NAMES),
        sa.select(sa.literal("pause"), Pause.starts_on, Pause.ends_on, sa.literal(1), *_NAMELESS).where(
            Pause.person_id == _me.id, Pause.ends_on >= sa.bindparam("today", type_=sa.Date())
        ),
    )
)


def dates_of(person: Person, places: Sequence[Place], locale: str) -> list[Date]:
    """What comes next for this person, the soonest first; what is late stands above. One query."""
    today = clock.today()
    found: list[Date] = []
    for about, first, last, *told in _DEADLINES.rows(me=person.id, today=today):
        if about == "pause":
            found.append(_pause(first, last))
        elif first is not None:
            found += _deadline(about, first, *told, locale=locale)
    found += [one for place in places for one in _of_place(place, locale)]
    found += _to_declare(places)
    return sorted((one._replace(is_late=one.day < today) for one in found), key=lambda one: one.day)[:SHOWN]


def _pause(first: date, last: date) -> Date:
    way = url_for("profile.edit_availability", _anchor="pauses")
    if first > clock.today():
        return Date(first, _("Your pause begins"), way)
    return Date(last, _("Last day of your pause"), way)


def _deadline(about: str, day: date, number: int, fr: str, en: str, public_id: str, *, locale: str) -> Iterator[Date]:
    title, today = choose(fr, en, locale).text, clock.today()
    if about == "decide":
        words = ngettext(
            "One request for time is to be decided", "The first of %(num)d requests for time is to be decided", number
        )
        yield Date(day, words, url_for("desk.show_desk"))
    elif about == "answer":
        words = ngettext(
            "An answer is promised to one person who applied to “%(title)s”",
            "Answers are promised to %(num)d people who applied to “%(title)s”",
            number,
            title=title,
        )
        yield Date(day, words, url_for("applications.list_candidates", public_id=public_id))
    elif about == MissionState.IN_PROGRESS:
        end, words = clock.week_end(day), _("Your mission “%(title)s” reaches its end: complete it", title=title)
        yield Date(end, words, url_for("missions.show_mission", public_id=public_id))
    elif day >= today:
        is_open = about == MissionState.PUBLISHED
        words = (
            _("Applications to “%(title)s” close", title=title)
            if is_open
            else _("Your mission “%(title)s” begins", title=title)
        )
        yield Date(day, words, url_for("missions.show_mission", public_id=public_id))


def _of_place(place: Place, locale: str) -> Iterator[Date]:
    application, today = place.application, clock.today()
    title = pick(application.mission, "title", locale).text
    href = url_for("applications.show_application", public_id=application.public_id)
    if application.state is ApplicationState.OFFERED and application.offer is not None:
        yield Date(application.offer.answer_due_on, _("Answer the offer for “%(title)s”", title=title), href)
    if application.state is ApplicationState.ON_HOLD and application.hold_until is not None:
        yield Date(application.hold_until, _("An answer is promised to you for “%(title)s”", title=title), href)
    if not place.is_confirmed:
        return
    terms = application.terms
    if terms.first_week > today:
        yield Date(terms.first_week, _("Your first week on “%(title)s”", title=title), href)
    end = clock.week_end(terms.last_week)
    if end >= today:
        yield Date(end, _("Your last day on “%(title)s”", title=title), href, place.what_next.text)


def _to_declare(places: Sequence[Place]) -> Iterator[Date]:
    """The present week, while a place goes on and its Friday is to come: those before are a duty already."""
    this_week, friday = clock.this_week(), clock.week_end(clock.this_week())
    goes_on = any(
        place.is_confirmed and place.application.terms.first_week <= this_week <= place.application.terms.last_week
        for place in places
    )
    if goes_on and friday > clock.today():
        yield Date(friday, _("Your time of this week can be declared"), url_for("time.show_time"))
