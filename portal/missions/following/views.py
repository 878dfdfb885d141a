"""Following a mission, and the missions one follows."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.pagination import paginate
from portal.missions.following import services
from portal.missions.following.queries import followed_by
from portal.missions.lines import lines_of
from portal.missions.models import Mission
from portal.missions.queries import get_visible, held_levels
from portal.missions.rows import missions_of
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other

bp = Blueprint("following", __name__)


@bp.get("/missions/followed")
@audience(Entry.TALENTS)
def list_followed() -> Response:
    """The missions one follows."""
    person = actor()
    ids = followed_by(person).with_only_columns(Mission.id)
    page = paginate(ids, request.args.get("page", 1, type=int))

    def address(number: int) -> str | None:
        return url_for("following.list_followed", page=number) if 1 <= number <= page.pages else None

    return render(
        "missions/following/list.html",
        page=page,
        lines=lines_of(person, missions_of(person, page.items), held_levels(person), language()),
        previous=address(page.number - 1),
        following=address(page.number + 1),
    )


@bp.post("/missions/<public_id>/follow")
@audience(Entry.TALENTS)
def follow_mission(public_id: str) -> Response:
    """Follow it."""
    services.follow_mission(actor(), get_visible(actor(), public_id))
    flash(_("You follow this mission. It stands in your list of missions followed."), "good")
    return see_other(url_for("missions.show_mission", public_id=public_id))


@bp.post("/missions/<public_id>/unfollow")
@audience(Entry.TALENTS)
def unfollow_mission(public_id: str) -> Response:
    """Stop following it."""
    services.unfollow_mission(actor(), get_visible(actor(), public_id))
    flash(_("You no longer follow this mission."), "good")
    return see_other(url_for("missions.show_mission", public_id=public_id))
