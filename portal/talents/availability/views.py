"""One's own pauses, beside one's own availability."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, get_template_attribute, request, url_for

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.talents.availability import queries, services
from portal.talents.availability.forms import PauseForm
from portal.talents.profile.editing import Page, edit
from portal.talents.profile.forms import PressForm
from portal.talents.wording import words
from portal.web.access import Entry, actor, audience
from portal.web.htmx import see_other

bp = Blueprint("availability", __name__, url_prefix="/profile/availability")
bp.context_processor(words)


@bp.route("/pauses/new", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def add_pause() -> Response:
    """One more pause; the days of one just removed may come in the address, to put it back."""
    person = actor()

    def start() -> dict[str, object]:
        first = request.args.get("from", clock.today(), type=date.fromisoformat)
        return {"starts_on": first, "ends_on": request.args.get("until", None, type=date.fromisoformat)}

    return edit(
        PauseForm,
        Page("talents/edit_pause.html", _("Your pause shows beside your availability."), anchor="availability"),
        start=start,
        save=lambda form: services.add_pause(person, person, form.stretch, key=form.sending),
        pause=None,
        others=queries.pauses_of(person.id),
    )


@bp.route("/pauses/<public_id>", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_pause(public_id: str) -> Response:
    """Other days, or another word."""
    person = actor()

    def start() -> dict[str, object]:
        found = queries.get_pause(person, public_id)
        return {name: getattr(found, name) for name in ("version", "starts_on", "ends_on", "note")}

    return edit(
        PauseForm,
        Page("talents/edit_pause.html", _("Your pause is saved."), anchor="availability"),
        start=start,
        save=lambda form: services.change_pause(
            person, person, public_id, form.stretch, version=form.read_version, key=form.sending
        ),
        pause=queries.get_pause(person, public_id),
        others=[one for one in queries.pauses_of(person.id) if one.public_id != public_id],
    )


@bp.post("/pauses/<public_id>/end")
@audience(Entry.TALENTS)
def end_pause(public_id: str) -> Response:
    """Back before the announced day."""
    person = actor()
    services.end_pause(person, person, public_id, key=PressForm().sending)
    flash(_("Your pause is over: from today on you no longer show as on pause."), "good")
    return _back()


@bp.post("/pauses/<public_id>/remove")
@audience(Entry.TALENTS)
def remove_pause(public_id: str) -> Response:
    """Take a pause back; the answer leads to announcing it again."""
    person = actor()
    said = services.remove_pause(person, person, public_id, key=PressForm().sending)
    if said is not None:
        days: dict[str, Any] = {"from": said.starts_on, "until": said.ends_on}
        again = url_for("availability.add_pause", **days)
        put_back = get_template_attribute("talents/_pauses.html", "put_back")
        flash(put_back(_("Your pause is removed."), again), "good")
    return _back()


@bp.post("/still-true")
@audience(Entry.TALENTS)
def confirm_availability() -> Response:
    """What one said of one's availability still holds."""
    services.confirm_availability(actor(), actor())
    flash(_("Your availability is confirmed today."), "good")
    return _back()


def _back() -> Response:
    return see_other(url_for("profile.show_profile", _anchor="availability"))
