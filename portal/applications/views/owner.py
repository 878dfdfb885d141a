"""The candidates of a mission, for those who own it, and the same answer to several of them."""

from __future__ import annotations

from flask import Response

from portal import policies
from portal.applications.batch.forms import BatchForm
from portal.applications.candidates import candidates_board
from portal.applications.labels import STATES
from portal.applications.views.blueprint import bp
from portal.core.i18n import language
from portal.missions.models import OPEN_STATES
from portal.talents.looks.noting import note_when_answered
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken
from portal.web.htmx import render


@bp.get("/missions/<public_id>/applications")
@audience(Entry.TALENTS)
def list_candidates(public_id: str) -> Response:
    """Everyone who applied to a mission, by state."""
    return candidates_page(public_id)


def candidates_page(
    public_id: str, form: BatchForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    """The page of the candidates, with a batch that was refused, or with what overtook it."""
    board = candidates_board(actor(), public_id, language())
    note_when_answered(actor(), board.sights)
    is_fresh = conflict is not None or form is None
    return render(
        "applications/candidates.html",
        status=status,
        board=board,
        form=BatchForm.about(board.others) if is_fresh else form,
        conflict=conflict,
        states=STATES,
        invites=policies.mission_own(actor(), board.mission) and board.mission.state in OPEN_STATES,
    )
