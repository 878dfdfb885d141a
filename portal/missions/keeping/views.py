"""Keeping what is being written in the form of a mission, and throwing it away. A script asks for the first."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.keeping import queries, services
from portal.missions.models import Mission
from portal.web.access import Entry, actor, audience
from portal.web.forms import required_version
from portal.web.htmx import see_other

bp = Blueprint("keeping", __name__)

# What a form carries beside what someone writes in it.
CARRIED = frozenset({"csrf_token", "submission_key", "version", "continues", "do"})


@bp.post("/missions/new/kept")
@audience(Entry.EMPLOYEES)
def keep_new() -> Response:
    """Keep the form of a mission that is being begun."""
    return _keep(None)


@bp.post("/missions/<public_id>/edit/kept")
@audience(Entry.EMPLOYEES)
def keep_edit(public_id: str) -> Response:
    """Keep the form of a mission that is being changed."""
    return _keep(missions.get_visible(actor(), public_id))


def _keep(mission: Mission | None) -> Response:
    form = request.form
    services.keep_copy(
        actor(),
        mission,
        [pair for pair in form.items(multi=True) if pair[0] not in CARRIED],
        version=None if mission is None else required_version(form.get("version")),
        writer=form.get("submission_key", ""),
        continues=form.get("continues", ""),
    )
    said = _("Kept at %(time)s", time=f"{clock.now().astimezone(clock.ZONE):%H:%M}")
    return Response(said, mimetype="text/plain")


@bp.post("/missions/kept/<public_id>/discard")
@audience(Entry.EMPLOYEES)
def discard(public_id: str) -> Response:
    """Throw away what one wrote and did not save; back to the form."""
    copy = queries.get_own(actor(), public_id)
    mission = db.session.get(Mission, copy.mission_id) if copy.mission_id is not None else None
    services.throw_away(actor(), copy)
    flash(_("What was not saved is thrown away."), "good")
    if mission is None:
        return see_other(url_for("missions.start_mission"))
    return see_other(url_for("missions.edit_mission", public_id=mission.public_id))
