"""Choosing what a new mission begins with: a ready brief, an empty page, or a mission done before."""

from __future__ import annotations

from flask import Response

from portal import policies
from portal.core.errors import Forbidden
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions.drafting.copies import latest_published
from portal.missions.drafting.ready import ready_briefs
from portal.missions.views.blueprint import bp
from portal.web.access import Entry, actor, audience
from portal.web.forms import VersionedForm
from portal.web.htmx import render


@bp.get("/missions/begin")
@audience(Entry.EMPLOYEES)
def choose_beginning() -> Response:
    """What a new mission may begin with. Nothing is kept yet, except where a former mission is copied."""
    person = actor()
    if not policies.mission_write(person):
        raise Forbidden(_("Missions are started by employees."))
    return render(
        "missions/begin.html",
        ready_briefs=[
            (one.key, one.named("name", language()), one.named("about", language())) for one in ready_briefs()
        ],
        former=latest_published(person, language()),
        copy_form=VersionedForm.fresh("copy"),
    )
