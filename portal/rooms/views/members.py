"""What someone answers for, who is their buddy, and what their part achieved."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.rooms import queries
from portal.rooms.forms import MemberForm, OutcomeForm
from portal.rooms.models import RoomMember
from portal.rooms.services import people, saying
from portal.rooms.services.holding import check_may_run
from portal.rooms.views.blueprint import bp
from portal.rooms.views.page import to_part
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render


@bp.route("/room-members/<public_id>", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def edit_member(public_id: str) -> Response:
    """Say what someone answers for, and who is their buddy."""
    member = queries.get_member(actor(), public_id)
    if request.method == "GET":
        return _member_page(public_id)
    form = _form(member)
    return carry_out(
        form,
        lambda: people.describe_member(
            actor(), member, role=form.role.data or "", buddy=form.buddy.data or "", version=form.read_version
        ),
        may=partial(check_may_run, actor(), member.room),
        again=partial(_member_page, public_id, form),
        said=lambda: _("Kept: everyone in the room sees it."),
        then=to_part(member.room.mission.public_id, "people"),
    )


@bp.route("/room-members/<public_id>/outcome", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def write_outcome(public_id: str) -> Response:
    """Say in a line what someone's part achieved."""
    member = queries.get_member(actor(), public_id)
    if request.method == "GET":
        return _outcome_page(public_id)
    form = OutcomeForm(prefix="part")
    return carry_out(
        form,
        lambda: saying.write_outcome(
            actor(),
            member,
            outcome=form.outcome.data or "",
            lang=form.lang.data or "",
            version=form.read_version,
        ),
        may=partial(check_may_run, actor(), member.room),
        again=partial(_outcome_page, public_id, form),
        said=lambda: _("The line is kept: the attestation begins with it."),
        then=partial(url_for, "rooms.show_closing", public_id=member.room.mission.public_id, _anchor="outcomes"),
    )


def _form(member: RoomMember, **options: object) -> MemberForm:
    form = MemberForm(prefix="member", **options)
    form.offer(queries.people_of(member.room), member.person.public_id)
    return form


def _member_page(
    public_id: str, form: MemberForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    member = queries.get_member(actor(), public_id)
    check_may_run(actor(), member.room)
    if form is None or conflict is not None:
        start = {
            "version": str(member.version),
            "role": member.role,
            "buddy": member.buddy.public_id if member.buddy else "",
        }
        form = _form(member, formdata=None, data=start)
    return render(
        "rooms/member.html",
        status=status,
        member=member,
        form=form,
        conflict=conflict,
        back=url_for("rooms.show_room", public_id=member.room.mission.public_id, _anchor="people"),
    )


def _outcome_page(
    public_id: str, form: Any = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    member = queries.get_member(actor(), public_id)
    check_may_run(actor(), member.room)
    if form is None or conflict is not None:
        lang = member.outcome_lang if member.outcome else language()
        form = OutcomeForm.fresh("part", version=str(member.version), outcome=member.outcome, lang=lang)
    return render(
        "rooms/outcome.html",
        status=status,
        member=member,
        form=form,
        conflict=conflict,
        back=url_for("rooms.show_closing", public_id=member.room.mission.public_id, _anchor="outcomes"),
    )
