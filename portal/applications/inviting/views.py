"""Inviting someone, from their profile or from the candidates of a mission."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for

from portal.applications.inviting import queries
from portal.applications.inviting.forms import InviteForm
from portal.applications.inviting.rules import LATELY, is_solicited
from portal.applications.inviting.services import check_may_invite, invite_to_seat
from portal.applications.labels import STATES
from portal.applications.models import Application
from portal.applications.offering.queries import fitting
from portal.applications.pooling.queries import pooled_for
from portal.applications.queries import owned_mission
from portal.applications.services import check_may_choose
from portal.core.errors import Forbidden, NotFound
from portal.core.i18n import gettext as _
from portal.missions.models import Audience, Seat
from portal.missions.rules import is_taking
from portal.organization.models import Kind, Person
from portal.talents.queries import get_visible as get_person
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render

bp = Blueprint("inviting", __name__)


@bp.get("/missions/<public_id>/invite")
@audience(Entry.EMPLOYEES)
def show_ways(public_id: str) -> Response:
    """Where to look for people for each place of a mission, and who was invited so far."""
    mission = owned_mission(actor(), public_id)
    check_may_choose(actor(), mission)
    asked = queries.skills_to_look_for(mission)
    return render(
        "inviting/ways.html",
        mission=mission,
        is_taking=is_taking(mission),
        ways=[(seat, _search_for(seat, asked.get(seat.id, []))) for seat in mission.seats if seat.free],
        pooled=pooled_for(mission),
        offering=fitting(actor(), mission),
        sent=queries.sent_for(mission),
        states=STATES,
    )


def _search_for(seat: Seat, skills: list[str]) -> str:
    """The address of the search of people for a place: any of its skills, those who hold most of them first."""
    asked: dict[str, Any] = {"kind": "talent"}
    if skills:
        asked |= {"skill": skills, "skills": "any", "sort": "fit"}
    if seat.audience is not Audience.BOTH:
        asked["contract"] = [kind.value for kind in Kind if seat.audience.includes(kind)]
    return url_for("discovery.search", **asked)


@bp.get("/talents/<public_id>/invite")
@audience(Entry.EMPLOYEES)
def show_invite(public_id: str) -> Response:
    """The form that invites someone."""
    return _invite_page(public_id)


@bp.post("/talents/<public_id>/invite")
@audience(Entry.EMPLOYEES)
def invite(public_id: str) -> Response:
    """Invite someone."""
    person = get_person(actor(), public_id)
    form = _form(person)
    made: list[Application] = []

    def may() -> None:
        if form.seat.data:
            check_may_invite(actor(), queries.visible_seat(actor(), form.seat.data).mission, person)
        elif not form.seat.choices:
            raise Forbidden(_("None of your missions has a place left for this person."), code="application.invite")

    def act() -> None:
        seat = queries.visible_seat(actor(), form.seat.data)
        made.append(
            invite_to_seat(
                actor(),
                seat,
                person,
                message=form.message.data or "",
                reason=form.reason.data or "",
                key=form.sending,
            )
        )

    return carry_out(
        form,
        act,
        may=may,
        again=partial(_invite_page, public_id, form),
        said=lambda: _("Your invitation was sent to %(name)s.", name=person.full_name),
        then=lambda: url_for("applications.show_application", public_id=made[0].public_id),
    )


def _form(person: Person, **options: Any) -> InviteForm:
    form = InviteForm(prefix="invite", **options)
    seats = queries.seats_to_offer(actor(), person)
    form.offer_seats(seats)
    return form


def _invite_page(
    public_id: str, form: InviteForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    person = get_person(actor(), public_id)
    seats = queries.seats_to_offer(actor(), person)
    if person.id == actor().id or not (seats or form):
        raise NotFound
    if conflict or form is None:
        form = InviteForm(prefix="invite", formdata=None, seat=request.args.get("seat"))
        form.offer_seats(seats)
    standing = queries.standing_of(person)
    return render(
        "inviting/invite.html",
        status=status,
        person=person,
        form=form,
        seats={seat.public_id: seat for seat in seats},
        standing=standing,
        solicited=is_solicited(standing.lately),
        days=LATELY.days,
        conflict=conflict,
    )
