"""The calendars themselves, and the secret addresses that their readers make and end."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, flash, request, url_for

from portal.applications.models import SEATED_STATES
from portal.applications.queries import get_visible as get_application
from portal.calendars import entries, ics, rows, services
from portal.calendars.models import Scope
from portal.calendars.queries import address_of, addresses_of, get_mission, missions_followed, opened_by
from portal.core.i18n import gettext as _
from portal.core.i18n import language, speaking
from portal.mail.outbox import link_to
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.web.access import Entry, actor, audience
from portal.web.forms import Form
from portal.web.htmx import render, see_other

bp = Blueprint("calendars", __name__)

# A calendar program keeps what it read for its one reader, and asks each time whether there is more.
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@bp.get("/calendars/<token>.ics")
@audience(Entry.PUBLIC)
def send_calendar(token: str) -> Response:
    """A calendar, for whoever holds its address: a calendar program does not sign in. Ended ones are not found."""
    address = opened_by(token)
    if address is None:
        abort(404)
    with speaking(address.person.locale):
        return _send(entries.calendar_of(address, _host(), link_to))


def _send(calendar: ics.Calendar) -> Response:
    response = Response(ics.write(calendar), content_type=f"{ics.MEDIA_TYPE}; charset=utf-8", headers=_HEADERS)
    response.headers["Content-Language"] = calendar.lang
    response.add_etag()
    response.make_conditional(request)
    return response


def _host() -> str:
    return urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"


@bp.get("/applications/<public_id>/place.ics")
@audience(Entry.TALENTS)
def send_place(public_id: str) -> Response:
    """The weeks of one's own place, to put on a calendar once."""
    person = actor()
    application = get_application(person, public_id)
    if application.person_id != person.id or application.state not in SEATED_STATES:
        abort(404)
    places = [row for row in rows.places_of(person, application.terms.last_week) if row.public_id == public_id]
    shown = [entries.place_entry(row, True, link_to) for row in places]
    response = _send(ics.Calendar(f"place-{public_id}", _("My time on missions"), language(), _host(), shown))
    response.headers["Content-Disposition"] = 'attachment; filename="mission.ics"'
    return response


@bp.get("/calendars")
@audience(Entry.TALENTS)
def list_calendars() -> Response:
    """The calendars one may follow, and those that are followed."""
    person = actor()
    found = addresses_of(person)
    return render(
        "calendars/list.html",
        scopes=entries.read_by(person),
        addresses={address.scope: address for address in found if address.scope is not Scope.MISSION},
        of_missions={address.mission_id: address for address in found if address.scope is Scope.MISSION},
        missions=missions_followed(person),
        form=Form(formdata=None),
    )


@bp.get("/calendars/missions/<public_id>")
@audience(Entry.TALENTS)
def show_mission_calendar(public_id: str) -> Response:
    """The calendar of a mission: followed or not, and what it holds."""
    person = actor()
    mission = get_mission(person, public_id)
    return render(
        "calendars/mission.html",
        mission=mission,
        address=address_of(person, Scope.MISSION, mission),
        owns=rows.owns(person, mission),
        form=Form(formdata=None),
    )


@bp.post("/calendars/<any(own, team):scope>")
@audience(Entry.TALENTS)
def open_calendar(scope: str) -> Response:
    """A new address for one's own calendar or one's team's."""
    return _open(actor(), Scope(scope), None)


@bp.post("/calendars/<any(own, team):scope>/end")
@audience(Entry.TALENTS)
def end_calendar(scope: str) -> Response:
    """Nobody follows it any more."""
    return _end(actor(), Scope(scope), None)


@bp.post("/calendars/missions/<public_id>")
@audience(Entry.TALENTS)
def open_mission_calendar(public_id: str) -> Response:
    """A new address for the calendar of a mission."""
    return _open(actor(), Scope.MISSION, get_mission(actor(), public_id))


@bp.post("/calendars/missions/<public_id>/end")
@audience(Entry.TALENTS)
def end_mission_calendar(public_id: str) -> Response:
    """Nobody follows it any more."""
    return _end(actor(), Scope.MISSION, get_mission(actor(), public_id))


def _open(person: Person, scope: Scope, mission: Mission | None) -> Response:
    """The address is shown in the answer itself, once: nothing keeps it, and no cookie carries it."""
    titles = request.form.get("titles") == "yes"
    token = services.make_address(person, scope, mission, shows_titles=titles, key=Form().sending)
    address = None if token is None else link_to("calendars.send_calendar", token=token)
    return render(
        "calendars/address.html",
        address=address,
        # What a phone or a desk program opens by itself, as a calendar to follow.
        program=None if address is None else "webcal:" + address.partition(":")[2],
        titles=titles,
        back=url_for("calendars.list_calendars"),
    )


def _end(person: Person, scope: Scope, mission: Mission | None) -> Response:
    services.end_address(person, scope, mission)
    flash(_("The calendar is ended: its address opens nothing any more."), "good")
    return see_other(url_for("calendars.list_calendars"))
